/// Cells as JSON (RFC 8259).
package enum JSONEncoding {
  /// Appends a cell.
  package static func append(_ cell: Cell, to buffer: inout [UInt8]) {
    switch cell {
    case .absent: buffer.append(contentsOf: "null".utf8)
    case .text(let bytes): appendText(bytes, to: &buffer)
    case .number(let value): buffer.append(decimal: value)
    case .count(let value), .bytes(let value): buffer.append(decimal: value)
    case .mode(let value):
      buffer.append(contentsOf: "\"0".utf8)
      buffer.append(UInt64(value), radix: 8, digits: 3)
      buffer.append(UInt8(ascii: "\""))
    case .time(let seconds): appendTime(seconds, to: &buffer)
    case .process(let pid, _): buffer.append(decimal: Int64(pid))
    case .percent(let value): buffer.append(decimal: value)
    case .flag(let value): buffer.append(contentsOf: (value ? "true" : "false").utf8)
    case .status(let word, _): append(string: word, to: &buffer)
    case .list(let cells):
      buffer.append(UInt8(ascii: "["))
      for (index, cell) in cells.enumerated() {
        if index > 0 { buffer.append(UInt8(ascii: ",")) }
        append(cell, to: &buffer)
      }
      buffer.append(UInt8(ascii: "]"))
    case .record(let fields): append(fields, to: &buffer)
    }
  }

  /// Appends an object.
  package static func append(_ fields: [Field], to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "{"))
    for (index, field) in fields.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      append(string: field.name, to: &buffer)
      buffer.append(UInt8(ascii: ":"))
      append(field.cell, to: &buffer)
    }
    buffer.append(UInt8(ascii: "}"))
  }

  /// Appends a string in its quotes.
  ///
  /// Beyond what JSON demands, everything hidden is escaped: a document shown on a terminal does
  /// nothing to it, and may be pasted into a script.
  package static func append(string: String, to buffer: inout [UInt8]) {
    if isPlain(string.utf8) {
      appendPlain(string.utf8, to: &buffer)
    } else {
      appendUTF8(Array(string.utf8), to: &buffer)
    }
  }

  /// Appends bytes in base64, padded, in the standard alphabet, without quotes.
  package static func append(base64 bytes: [UInt8], to buffer: inout [UInt8]) {
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let length = min(3, bytes.count - start)
      let first = UInt32(bytes[start]) << 16
      let second = length > 1 ? UInt32(bytes[start + 1]) << 8 : 0
      let third = length > 2 ? UInt32(bytes[start + 2]) : 0
      let group = first | second | third
      for digit in 0..<4 {
        let value = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * digit)) & 0x3F
        buffer.append(digit <= length ? base64Digit(value) : UInt8(ascii: "="))
      }
    }
  }

  /// Bytes in base64, padded, in the standard alphabet.
  package static func base64(_ bytes: [UInt8]) -> String {
    var buffer: [UInt8] = []
    append(base64: bytes, to: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Whether bytes are UTF-8, and so a string in JSON.
  package static func isText(_ bytes: [UInt8]) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
  }

  private static func appendText(_ bytes: [UInt8], to buffer: inout [UInt8]) {
    if isPlain(bytes) {
      appendPlain(bytes, to: &buffer)
    } else if isText(bytes) {
      appendUTF8(bytes, to: &buffer)
    } else {
      buffer.append(contentsOf: "{\"base64\":\"".utf8)
      append(base64: bytes, to: &buffer)
      buffer.append(contentsOf: "\"}".utf8)
    }
  }

  /// Whether a string is what nearly every one is: ASCII with nothing to escape.
  private static func isPlain(_ bytes: some Sequence<UInt8>) -> Bool {
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): return false
      case 0x20..<0x7F: continue
      default: return false
      }
    }
    return true
  }

  private static func appendPlain(_ bytes: some Collection<UInt8>, to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\""))
    buffer.append(contentsOf: bytes)
    buffer.append(UInt8(ascii: "\""))
  }

  private static func appendTime(_ seconds: Int64, to buffer: inout [UInt8]) {
    let start = buffer.count
    buffer.append(UInt8(ascii: "\""))
    if Timestamp.appendUTC(seconds, to: &buffer) {
      buffer.append(UInt8(ascii: "\""))
    } else {
      buffer.removeSubrange(start...)
      buffer.append(decimal: seconds)
    }
  }

  /// Appends bytes that are known to be UTF-8 as a string in its quotes.
  private static func appendUTF8(_ bytes: [UInt8], to buffer: inout [UInt8]) {
    buffer.append(UInt8(ascii: "\""))
    var offset = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(byte)
        offset += 1
      case 0x20..<0x7F:
        buffer.append(byte)
        offset += 1
      case 0x0A:
        buffer.append(contentsOf: "\\n".utf8)
        offset += 1
      case 0x09:
        buffer.append(contentsOf: "\\t".utf8)
        offset += 1
      case 0x0D:
        buffer.append(contentsOf: "\\r".utf8)
        offset += 1
      default:
        let (scalar, length) = Unicode.Scalar.decode(bytes, at: offset)
        if let scalar, scalar.isHidden {
          for unit in UTF16.encode(scalar) ?? .init() {
            buffer.append(contentsOf: "\\u".utf8)
            buffer.append(UInt64(unit), radix: 16, digits: 4)
          }
        } else {
          buffer.append(contentsOf: bytes[offset..<offset + length])
        }
        offset += length
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }

  private static func base64Digit(_ value: UInt8) -> UInt8 {
    switch value {
    case ..<26: UInt8(ascii: "A") + value
    case ..<52: UInt8(ascii: "a") + (value - 26)
    case ..<62: UInt8(ascii: "0") + (value - 52)
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }
}
