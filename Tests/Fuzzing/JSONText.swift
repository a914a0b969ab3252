/// Reads a string of JSON as RFC 8259 has it, or `{"base64":"…"}`: what anybody else would read in it.
struct JSONText {
  /// nil for what is neither.
  let value: [UInt8]?

  init(_ text: [UInt8]) {
    let mark = Array("{\"base64\":".utf8)
    if text.starts(with: mark), text.last == UInt8(ascii: "}") {
      value = Self.string(text[mark.count...].dropLast()).flatMap(Self.base64)
    } else {
      value = Self.string(text[...])
    }
  }

  private static func string(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    let quote = UInt8(ascii: "\"")
    guard text.count >= 2, text.first == quote, text.last == quote else { return nil }
    var rest = text.dropFirst().dropLast()
    var bytes: [UInt8] = []
    var units: [UInt16] = []
    func flush() {
      bytes += Array(String(decoding: units, as: UTF16.self).utf8)
      units = []
    }
    while let byte = rest.popFirst() {
      if byte == quote || byte < 0x20 { return nil }
      guard byte == UInt8(ascii: "\\") else {
        flush()
        bytes.append(byte)
        continue
      }
      guard let escape = rest.popFirst() else { return nil }
      if escape == UInt8(ascii: "u") {
        let digits = String(decoding: rest.prefix(4), as: UTF8.self)
        guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else { return nil }
        units.append(unit)
        rest = rest.dropFirst(4)
        continue
      }
      flush()
      switch escape {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case quote, UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escape)
      default: return nil
      }
    }
    flush()
    return bytes
  }

  private static func base64(_ text: [UInt8]) -> [UInt8]? {
    let alphabet = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    guard text.count % 4 == 0 else { return nil }
    let digits = text.prefix { $0 != UInt8(ascii: "=") }
    guard text.count - digits.count <= 2, text.dropFirst(digits.count).allSatisfy({ $0 == 0x3D })
    else { return nil }
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for digit in digits {
      guard let value = alphabet.firstIndex(of: digit) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        bits &= 1 << UInt32(count) - 1
      }
    }
    return bytes
  }
}
