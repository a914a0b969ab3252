/// Reads numbers and words from kernel text, in place.
///
/// It holds an offset only: the text is passed to each call, and nothing is copied. Every method
/// checks the bounds, so that text cut off anywhere ends in nil, never in a trap.
package struct ByteScanner: Sendable {
  package var offset: Int

  package init(at offset: Int = 0) {
    self.offset = offset
  }

  /// Stands behind `label` at the beginning of a line; nil when no line begins so.
  private init?(behind label: StaticString, in text: Span<UInt8>) {
    self.init()
    while !isAtEnd(of: text) {
      if text.hasPrefix(label, at: offset) {
        offset += label.utf8CodeUnitCount
        return
      }
      _ = restOfLine(in: text)
    }
    return nil
  }

  package func isAtEnd(of text: Span<UInt8>) -> Bool {
    offset >= text.count
  }

  /// Skips spaces and tabs.
  package mutating func skipBlanks(in text: Span<UInt8>) {
    while offset < text.count, text[offset] == 0x20 || text[offset] == 0x09 { offset += 1 }
  }

  /// Skips `byte` if it stands here; says whether it did.
  package mutating func skip(_ byte: UInt8, in text: Span<UInt8>) -> Bool {
    guard offset < text.count, text[offset] == byte else { return false }
    offset += 1
    return true
  }

  /// A decimal number, after blanks; nil when none stands here or it does not fit.
  package mutating func decimal<Value: FixedWidthInteger>(
    in text: Span<UInt8>, as type: Value.Type = Value.self
  ) -> Value? {
    skipBlanks(in: text)
    let isNegative = Value.isSigned && skip(UInt8(ascii: "-"), in: text)
    let start = offset
    var value: Value = 0
    while offset < text.count, case let digit = text[offset] &- UInt8(ascii: "0"), digit <= 9 {
      let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
      // Negative numbers are built downwards, since the least one has no positive counterpart.
      let (sum, more) =
        isNegative
        ? tenfold.subtractingReportingOverflow(Value(digit))
        : tenfold.addingReportingOverflow(Value(digit))
      if overflow || more { return nil }
      value = sum
      offset += 1
    }
    return offset > start ? value : nil
  }

  /// A number in a radix of 16 at most, without prefix, after blanks.
  package mutating func number(in text: Span<UInt8>, radix: UInt64) -> UInt64? {
    skipBlanks(in: text)
    let start = offset
    var value: UInt64 = 0
    while offset < text.count, let digit = Self.digit(text[offset]), digit < radix {
      let (product, overflow) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(digit)
      if overflow || carry { return nil }
      value = sum
      offset += 1
    }
    return offset > start ? value : nil
  }

  /// The number that `text` from `start` on is: digits and nothing else, no blanks and no sign.
  package static func whole(
    _ text: Span<UInt8>, from start: Int = 0, radix: UInt64 = 10
  ) -> UInt64? {
    guard start < text.count, digit(text[start]) != nil else { return nil }
    var scanner = ByteScanner(at: start)
    let value =
      radix == 10
      ? scanner.decimal(in: text, as: UInt64.self) : scanner.number(in: text, radix: radix)
    return scanner.isAtEnd(of: text) ? value : nil
  }

  /// The next run of bytes that are not blank, on this line; nil at its end.
  package mutating func word(in text: Span<UInt8>) -> Range<Int>? {
    skipBlanks(in: text)
    let start = offset
    while offset < text.count, text[offset] > 0x20 { offset += 1 }
    return offset > start ? start..<offset : nil
  }

  /// What is left of this line, and moves to the next one.
  package mutating func restOfLine(in text: Span<UInt8>) -> Range<Int> {
    let start = min(offset, text.count)
    while offset < text.count, text[offset] != 0x0A { offset += 1 }
    let end = min(offset, text.count)
    offset = end + 1
    return start..<end
  }

  /// The number behind `label` at the beginning of a line.
  package static func number(
    behind label: StaticString, in text: Span<UInt8>, radix: UInt64 = 10
  ) -> UInt64? {
    guard var scanner = ByteScanner(behind: label, in: text) else { return nil }
    return radix == 10 ? scanner.decimal(in: text) : scanner.number(in: text, radix: radix)
  }

  /// The numbers behind `label` at the beginning of a line.
  package static func numbers<Value: FixedWidthInteger>(
    behind label: StaticString, in text: Span<UInt8>, as type: Value.Type = Value.self
  ) -> [Value] {
    var numbers: [Value] = []
    guard var scanner = ByteScanner(behind: label, in: text) else { return [] }
    while let number = scanner.decimal(in: text, as: Value.self) { numbers.append(number) }
    return numbers
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}

extension Span<UInt8> {
  /// Whether `bytes` stand at `offset`.
  package func hasPrefix(_ bytes: StaticString, at offset: Int = 0) -> Bool {
    let length = bytes.utf8CodeUnitCount
    guard offset >= 0, count - offset >= length else { return false }
    return bytes.withUTF8Buffer { buffer in
      for index in 0..<length where unsafe buffer[index] != self[offset + index] { return false }
      return true
    }
  }

  package func hasSuffix(_ bytes: StaticString) -> Bool {
    hasPrefix(bytes, at: count - bytes.utf8CodeUnitCount)
  }

  /// Whether `byte` stands anywhere.
  package func contains(_ byte: UInt8) -> Bool {
    for index in indices where self[index] == byte { return true }
    return false
  }

  /// A copy of `range`.
  package func bytes(_ range: Range<Int>) -> [UInt8] {
    [UInt8](capacity: range.count) { output in
      for index in range { output.append(self[index]) }
    }
  }
}
