/// Cuts an expression into its parts. What is a word depends on where it stands: a value may hold what
/// ends a column's name.
struct FilterScanner {
  let text: [UInt8]
  private(set) var offset = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  /// Whether nothing but blanks is left.
  var isAtEnd: Bool { offset == text.count }

  mutating func skipBlanks() {
    while offset < text.count, Self.isBlank(text[offset]) { offset += 1 }
  }

  /// Takes `symbol` if it stands here.
  mutating func take(symbol: String) -> Bool {
    guard text[offset...].starts(with: symbol.utf8) else { return false }
    offset += symbol.utf8.count
    return true
  }

  /// Takes `word`, in any case, if it stands here and ends where it ends.
  mutating func take(word: String) -> Bool {
    let end = offset + word.utf8.count
    guard end <= text.count, text[offset..<end].map({ $0 | 0x20 }) == Array(word.utf8),
      end == text.count || !Self.isNameByte(text[end])
    else { return false }
    offset = end
    return true
  }

  /// Takes the name of a column; nil where none begins.
  mutating func name() -> String? {
    guard offset < text.count, Self.isLetter(text[offset]) else { return nil }
    let name = text[offset...].prefix(while: Self.isNameByte)
    offset = name.endIndex
    return String(decoding: name, as: UTF8.self)
  }

  /// Takes an operator.
  mutating func comparison() -> FilterOperator? {
    for (text, meaning) in FilterOperator.all {
      let isWord = text.utf8.first.map(Self.isLetter) == true
      if isWord ? take(word: text) : take(symbol: text) { return meaning }
    }
    return nil
  }

  enum Value {
    case bytes([UInt8])
    /// A quote has no end.
    case unclosed
    case none
  }

  /// Takes a value, bare or in quotes.
  mutating func value() -> Value {
    guard offset < text.count else { return .none }
    let first = text[offset]
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") { return quoted(by: first) }
    // A second operator is a slip of the hand.
    guard !"=<>!~&|".utf8.contains(first) else { return .none }
    let start = offset
    while offset < text.count, !endsBareValue { offset += 1 }
    return offset == start ? .none : .bytes(Array(text[start..<offset]))
  }

  /// What stands here, for an error: as far as the next blank.
  var word: ArraySlice<UInt8> {
    text[offset...].prefix { !Self.isBlank($0) }
  }

  private mutating func quoted(by quote: UInt8) -> Value {
    var value: [UInt8] = []
    var next = offset + 1
    while next < text.count, text[next] != quote {
      if text[next] == UInt8(ascii: "\\"), next + 1 < text.count { next += 1 }
      value.append(text[next])
      next += 1
    }
    guard next < text.count else { return .unclosed }
    offset = next + 1
    return .bytes(value)
  }

  private var endsBareValue: Bool {
    let rest = text[offset...]
    return Self.isBlank(text[offset]) || "()'\"".utf8.contains(text[offset])
      || rest.starts(with: "&&".utf8) || rest.starts(with: "||".utf8)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- UInt8(ascii: "a") < 26
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte &- UInt8(ascii: "0") <= 9 || "_-.".utf8.contains(byte)
  }
}
