/// A word for a shell.
package enum ShellWord {
  /// `word` as it is where no shell takes any of it for itself, else in single quotes.
  package static func quoted(_ word: [UInt8]) -> [UInt8] {
    if !word.isEmpty, word.allSatisfy(Address.isPlain) { return word }
    let quote = UInt8(ascii: "'")
    return [quote] + word.flatMap { $0 == quote ? Array("'\\''".utf8) : [$0] } + [quote]
  }
}
