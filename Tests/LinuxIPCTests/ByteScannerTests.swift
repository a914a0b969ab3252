import Testing

@testable import LinuxIPC

struct ByteScannerTests {
  private func decimal<Value: FixedWidthInteger>(_ text: String, as type: Value.Type) -> Value? {
    Reader(text).decimal(as: type)
  }

  private func number(_ text: String, radix: UInt64) -> UInt64? {
    Reader(text).number(radix: radix)
  }

  /// `text`, which does not end in 9, plus one.
  private func next(_ text: String) -> String {
    var digits = text.bytes
    digits[digits.count - 1] += 1
    return String(decoding: digits, as: UTF8.self)
  }

  private func checkLimits<Value: FixedWidthInteger>(of type: Value.Type) {
    let (least, greatest) = ("\(Value.min)", "\(Value.max)")
    #expect(decimal(least, as: type) == .min)
    #expect(decimal(greatest, as: type) == .max)
    #expect(decimal("000000000000000000000000000\(greatest)", as: type) == .max)
    #expect(decimal(next(greatest), as: type) == nil)
    #expect(decimal(greatest + "0", as: type) == nil)
    #expect(decimal("99999999999999999999999999999999999999999", as: type) == nil)
    if Value.isSigned {
      #expect(decimal(next(least), as: type) == nil)
      #expect(decimal(least + "0", as: type) == nil)
      #expect(decimal("-99999999999999999999999999999999999999999", as: type) == nil)
    } else {
      #expect(decimal("-1", as: type) == nil)
    }
  }

  @Test func readsDecimalsUpToTheLimitsOfEveryWidth() {
    checkLimits(of: Int8.self)
    checkLimits(of: Int16.self)
    checkLimits(of: Int32.self)
    checkLimits(of: Int64.self)
    checkLimits(of: Int.self)
    checkLimits(of: UInt8.self)
    checkLimits(of: UInt16.self)
    checkLimits(of: UInt32.self)
    checkLimits(of: UInt64.self)
    checkLimits(of: UInt.self)
  }

  @Test(arguments: ["", " ", "\t", "-", "--1", "- 1", "+1", "x", "\n1", "/", ":", "\u{0}1", "٣"])
  func refusesWhatIsNoDecimal(text: String) {
    #expect(decimal(text, as: Int64.self) == nil)
  }

  @Test func stopsBehindANumber() {
    let reader = Reader(" \t 12x 34\n")
    #expect(reader.decimal(as: Int.self) == 12)
    #expect(reader.offset == 5)
    #expect(reader.decimal(as: Int.self) == nil)
    #expect(reader.skip("x"))
    #expect(!reader.skip("x"))
    #expect(reader.decimal(as: Int.self) == 34)
    #expect(reader.decimal(as: Int.self) == nil, "a number ends with its line")
  }

  @Test func readsHexadecimalAndOctal() {
    #expect(number("0", radix: 16) == 0)
    #expect(number("1079", radix: 10) == 1079)
    #expect(number("1777", radix: 8) == 0o1777)
    #expect(number("7fFfABcdef09", radix: 16) == 0x7fff_abcd_ef09)
    #expect(number("ffffffffffffffff", radix: 16) == .max)
    #expect(number("10000000000000000", radix: 16) == nil)
    #expect(number("0000000000000000000000001", radix: 16) == 1)
    #expect(number("g", radix: 16) == nil)
    #expect(number("", radix: 16) == nil)
    #expect(number("1777777777777777777777", radix: 8) == .max)
    #expect(number("2000000000000000000000", radix: 8) == nil)
    #expect(number("0640 ", radix: 8) == 0o640)
    #expect(number("8", radix: 8) == nil)
    #expect(number("78", radix: 8) == 7)
  }

  @Test func readsWordsAndLines() {
    let reader = Reader("  one\ttwo \n\nthree")
    #expect(reader.word() == "one")
    #expect(reader.word() == "two")
    #expect(reader.word() == nil, "a word does not come from the next line")
    #expect(reader.restOfLine() == "")
    #expect(reader.restOfLine() == "")
    #expect(reader.restOfLine() == "three")
    #expect(reader.isAtEnd)
    #expect(reader.restOfLine() == "")
    #expect(reader.word() == nil)
  }

  @Test func comparesPrefixesWithinBounds() {
    let reader = Reader("abc")
    #expect(reader.hasPrefix("abc"))
    #expect(reader.hasPrefix("bc", at: 1))
    #expect(reader.hasPrefix("", at: 3))
    #expect(!reader.hasPrefix("abcd"))
    #expect(!reader.hasPrefix("c", at: 3))
    #expect(!reader.hasPrefix("a", at: -1))
    #expect(!reader.hasPrefix("a", at: .max))
    let text = "abc".bytes
    let (last, none) = (text.span.bytes(1..<3), text.span.bytes(3..<3))
    #expect(last == "bc".bytes)
    #expect(none == [])
  }

  /// Every method at every offset, also behind the end, of a text cut off at every byte.
  @Test func neverTrapsOnTextCutOffAnywhere() {
    var readings = 0
    forEachPrefix(of: "-18446744073709551616 0x7f -9 \t\n\nperms: 0640".bytes) { text in
      for offset in 0...text.count + 2 {
        let reader = Reader(text)
        func restart() { reader.offset = offset }
        restart()
        _ = reader.decimal(as: Int8.self)
        #expect(reader.offset >= offset)
        restart()
        _ = reader.decimal(as: UInt64.self)
        restart()
        _ = reader.number(radix: 16)
        restart()
        _ = reader.number(radix: 8)
        restart()
        #expect(reader.word()?.utf8.count ?? 0 <= text.count)
        restart()
        #expect(reader.restOfLine().utf8.count <= text.count)
        #expect(!reader.skip("\u{0}"))
        readings += 1
      }
    }
    #expect(readings > 1000)
  }
}

/// A text and the scanner in it, as one.
private final class Reader {
  private let bytes: [UInt8]
  private var scanner = ByteScanner()

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  convenience init(_ text: String) { self.init(text.bytes) }

  var offset: Int {
    get { scanner.offset }
    set { scanner.offset = newValue }
  }

  var isAtEnd: Bool {
    let text = bytes
    return scanner.isAtEnd(of: text.span)
  }

  func decimal<Value: FixedWidthInteger>(as type: Value.Type) -> Value? {
    let text = bytes
    return scanner.decimal(in: text.span, as: type)
  }

  func number(radix: UInt64) -> UInt64? {
    let text = bytes
    return scanner.number(in: text.span, radix: radix)
  }

  func skip(_ character: Unicode.Scalar) -> Bool {
    let text = bytes
    return scanner.skip(UInt8(ascii: character), in: text.span)
  }

  func word() -> String? {
    let text = bytes
    return scanner.word(in: text.span).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  func restOfLine() -> String {
    let text = bytes
    return String(decoding: text[scanner.restOfLine(in: text.span)], as: UTF8.self)
  }

  func hasPrefix(_ prefix: StaticString, at offset: Int = 0) -> Bool {
    let text = bytes
    return text.span.hasPrefix(prefix, at: offset)
  }
}
