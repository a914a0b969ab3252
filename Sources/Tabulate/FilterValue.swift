/// Reads the value of a comparison in the terms of its column.
enum FilterValue {
  /// What is typed after `symbol` for a column of a shape; nil when it is no such value.
  static func test(
    _ relation: FilterRelation, _ text: [UInt8], as shape: Shape, now: Int64
  ) -> FilterComparison.Test? {
    if case .word = shape, let number = hexadecimal(text) { return .hexadecimal(relation, number) }
    guard !shape.isText else { return .text(relation, text) }
    return number(text, as: shape, now: now).map { .number(relation, $0) }
  }

  /// A number with 0x before it.
  static func hexadecimal(_ text: [UInt8]) -> UInt64? {
    guard text.count > 2, text[0] == UInt8(ascii: "0"), text[1] | 0x20 == UInt8(ascii: "x"),
      text[2] != UInt8(ascii: "+"), text[2] != UInt8(ascii: "-")
    else { return nil }
    return UInt64(String(decoding: text[2...], as: UTF8.self), radix: 16)
  }

  private static func number(_ text: [UInt8], as shape: Shape, now: Int64) -> Int128? {
    let word = String(decoding: text, as: UTF8.self)
    switch shape {
    case .number, .process, .percent: return integer(text)
    case .count, .bytes:
      return integer(text) ?? SizeText.parse(text, allowsFraction: true).map { Int128($0) }
    case .mode:
      guard text.first.map({ $0 &- UInt8(ascii: "0") <= 7 }) == true else { return nil }
      return UInt32(word, radix: 8).map { Int128($0) }
    case .time: return Timestamp.parse(text, now: now).map { Int128($0) }
    case .flag:
      switch word.lowercased() {
      case "yes", "true", "1": return 1
      case "no", "false", "0": return 0
      default: return nil
      }
    case .text, .word, .list, .either, .record: return nil
    }
  }

  /// A decimal number that 64 bits hold, or a hexadecimal one.
  private static func integer(_ text: [UInt8]) -> Int128? {
    if let number = hexadecimal(text) { return Int128(number) }
    guard text.first != UInt8(ascii: "+") else { return nil }
    let word = String(decoding: text, as: UTF8.self)
    return UInt64(word).map { Int128($0) } ?? Int64(word).map { Int128($0) }
  }
}

extension Shape {
  /// Whether its cells are compared by their bytes.
  var isText: Bool {
    switch self {
    case .text, .word: true
    default: false
    }
  }

  /// What a value has to be.
  var expectation: String {
    switch self {
    case .number, .process, .percent: "a number"
    case .count: "a number (such as 512 or 4K)"
    case .bytes: "a size (such as 512, 4K or 1.5M)"
    case .mode: "an octal mode (such as 600)"
    case .time: "a time (such as 2026-11-23T10:00:00Z, '2026-11-23 10:00', or 2h: that long ago)"
    case .flag: "yes or no"
    case .text, .word, .list, .either, .record: "text"
    }
  }
}
