/// Escaping of foreign bytes for people.
///
/// Process names, paths and messages are written by whoever made them. Shown as they are they
/// could move the cursor, turn the direction of the line, or look like another name.
package enum SafeText {
  /// Bytes as one line, for tables and errors.
  ///
  /// Controls are `\n`, `\t`, `\r` or `\x1b`, bytes that are not UTF-8 `\xff`, hidden scalars
  /// `\u{202e}`, and a backslash is doubled, so that the escaping can be undone.
  package static func line(_ bytes: [UInt8]) -> String {
    var buffer: [UInt8] = []
    _ = appendLine(bytes, to: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Bytes as text, for message data on a terminal.
  ///
  /// As `line`, but line breaks and tabs pass, and a backslash stays single.
  package static func block(_ bytes: [UInt8]) -> String {
    var buffer: [UInt8] = []
    _ = append(bytes, asBlock: true, to: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Appends bytes as `line` has them.
  ///
  /// - Returns: How many columns of a terminal they take.
  static func appendLine(_ bytes: [UInt8], to buffer: inout [UInt8]) -> Int {
    // Nearly every name is plain: one look, one copy.
    for byte in bytes where byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\\") {
      return append(bytes, asBlock: false, to: &buffer)
    }
    buffer.append(contentsOf: bytes)
    return bytes.count
  }

  private static func append(
    _ bytes: [UInt8], asBlock: Bool, to buffer: inout [UInt8]
  ) -> Int {
    var columns = 0
    var offset = 0
    while offset < bytes.count {
      let before = buffer.count
      let (scalar, length) = Unicode.Scalar.decode(bytes, at: offset)
      let source = bytes[offset..<offset + length]
      offset += length
      if let scalar, passes(scalar, asBlock: asBlock) {
        buffer.append(contentsOf: source)
        columns += scalar.columns
        continue
      }
      switch scalar?.value {
      case 0x0A: buffer.append(contentsOf: "\\n".utf8)
      case 0x09: buffer.append(contentsOf: "\\t".utf8)
      case 0x0D: buffer.append(contentsOf: "\\r".utf8)
      case 0x5C: buffer.append(contentsOf: "\\\\".utf8)
      case .some(let value) where value >= 0x80:
        buffer.append(contentsOf: "\\u{".utf8)
        buffer.append(UInt64(value), radix: 16, digits: 1)
        buffer.append(UInt8(ascii: "}"))
      default:
        for byte in source {
          buffer.append(contentsOf: "\\x".utf8)
          buffer.append(UInt64(byte), radix: 16, digits: 2)
        }
      }
      columns += buffer.count - before
    }
    return columns
  }

  private static func passes(_ scalar: Unicode.Scalar, asBlock: Bool) -> Bool {
    switch scalar {
    case "\n", "\t", "\\": asBlock
    default: !scalar.isHidden
    }
  }
}
