import Testing

@testable import Tabulate

struct SafeTextTests {
  @Test(arguments: [
    ("plain /tmp/name é漢🦊", "plain /tmp/name é漢🦊"),
    ("a\nb\tc\rd", #"a\nb\tc\rd"#),
    ("\u{1B}[31m\u{7}\0\u{7F}", #"\x1b[31m\x07\x00\x7f"#),
    (#"C:\x1b"#, #"C:\\x1b"#),
    ("\u{85}\u{9B}31m", #"\u{85}\u{9b}31m"#),
    ("\u{202E}gpj.exe\u{2066}\u{2069}", #"\u{202e}gpj.exe\u{2066}\u{2069}"#),
    ("\u{61C}\u{200B}\u{200F}\u{2028}\u{2029}", #"\u{61c}\u{200b}\u{200f}\u{2028}\u{2029}"#),
    ("\u{2060}\u{2064}\u{FEFF}\u{AD}", #"\u{2060}\u{2064}\u{feff}\u{ad}"#),
    ("\u{E0000}\u{E0041}\u{E007F}\u{3164}", #"\u{e0000}\u{e0041}\u{e007f}\u{3164}"#),
  ])
  func escapesLines(text: String, expected: String) {
    #expect(SafeText.line(Array(text.utf8)) == expected)
  }

  @Test(
    arguments: [
      ([0xFF, 0x41, 0x80], #"\xffA\x80"#),
      ([0xC3], #"\xc3"#),
      ([0xE2, 0x82], #"\xe2\x82"#),
      ([0xE2, 0x82, 0x41], #"\xe2\x82A"#),
      ([0xC0, 0xAF], #"\xc0\xaf"#),
      ([0xED, 0xA0, 0x80], #"\xed\xa0\x80"#),
      ([0xF4, 0x90, 0x80, 0x80], #"\xf4\x90\x80\x80"#),
      ([0x9B, 0x33, 0x31, 0x6D], #"\x9b31m"#),
    ] as [([UInt8], String)])
  func escapesWhatIsNotUTF8(bytes: [UInt8], expected: String) {
    #expect(SafeText.line(bytes) == expected)
    #expect(SafeText.block(bytes) == expected)
  }

  @Test func letsLinesAndTabsOfABlockPass() {
    let text = "a\n\tb\\n\r\u{1B}c\u{202E}\u{7F}"
    #expect(SafeText.block(Array(text.utf8)) == "a\n\tb\\n\\r\\x1bc\\u{202e}\\x7f")
  }

  @Test func canBeUndone() throws {
    var random = SystemRandomNumberGenerator()
    var samples: [[UInt8]] = (0...255).map { [UInt8($0), 0x5C, 0x78, UInt8($0)] }
    for _ in 0..<500 {
      samples.append((0..<12).map { _ in UInt8.random(in: 0...255, using: &random) })
      samples.append(
        (0..<4).flatMap { _ in
          String(Character(Unicode.Scalar(UInt16.random(in: 0..<0xD800, using: &random)) ?? "x"))
            .utf8
        })
    }
    for sample in samples {
      let undone = try undo(SafeText.line(sample))
      #expect(undone == sample)
    }
  }

  /// Reads escapes back, as a reader of the manual would.
  private func undo(_ line: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = line.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        bytes += UTF8.encode(scalar).map(Array.init) ?? []
        continue
      }
      let letter = rest.popFirst()
      switch try #require(letter) {
      case "n": bytes.append(0x0A)
      case "t": bytes.append(0x09)
      case "r": bytes.append(0x0D)
      case "\\": bytes.append(0x5C)
      case "x":
        bytes.append(try #require(UInt8(String(rest.prefix(2)), radix: 16)))
        rest.removeFirst(2)
      default:
        let digits = rest.dropFirst().prefix { $0 != "}" }
        rest.removeFirst(digits.count + 2)
        let value = try #require(UInt32(String(digits), radix: 16))
        bytes += String(Character(try #require(Unicode.Scalar(value)))).utf8
      }
    }
    return bytes
  }

  @Test func agreesWithPythonOnWideScalars() throws {
    // Python knows an older Unicode: what it calls unassigned is left out, and so are the
    // hexagrams, which were made wide after it.
    let script = """
      import unicodedata as u
      for c in map(chr, range(0xa0, 0x110000)):
          if u.category(c) in ('Cn', 'Co', 'Cs') or '\\u4dc0' <= c <= '\\u4dff': continue
          print(ord(c), 2 if u.east_asian_width(c) in 'WF' else 1)
      """
    var wrong: [String] = []
    for line in try Python.text(script).split(separator: "\n") {
      let numbers = line.split(separator: " ").compactMap { UInt32($0) }
      let scalar = try #require(Unicode.Scalar(numbers[0]))
      if scalar.isHidden || scalar.columns == 0 { continue }
      if scalar.columns != Int(numbers[1]) { wrong.append(String(scalar.value, radix: 16)) }
    }
    #expect(wrong.isEmpty)
  }
}
