internal import Glibc

/// The words after the kind.
struct Words {
  private let values: [String: String]

  init(_ words: some Sequence<String>) {
    var values: [String: String] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
    }
    self.values = values
  }

  func has(_ word: String) -> Bool { values[word] != nil }

  func text(_ word: String, default value: String) -> String { values[word] ?? value }

  /// A decimal number, or one in octal or hexadecimal with the prefix that C gives it.
  func number(_ word: String, default value: Int) -> Int {
    guard let text = values[word] else { return value }
    return unsafe Int(strtoll(text, nil, 0))
  }
}
