/// Bytes as `hexdump -C` shows them.
package enum HexDump {
  /// Sixteen bytes a line: offset, hexadecimal, and what is printable of them.
  ///
  /// Full lines that repeat the one before are one `*`; the last line is the offset of the end.
  /// Nothing at all is shown of no bytes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - offset: The offset of the first of them.
  /// - Returns: Lines, each with its line break.
  package static func render(_ bytes: [UInt8], offset: UInt64 = 0) -> String {
    if bytes.isEmpty { return "" }
    var text: [UInt8] = []
    var isRepeating = false
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let row = bytes[start..<min(start + 16, bytes.count)]
      if start > 0, row.count == 16, row == bytes[start - 16..<start] {
        if !isRepeating { text.append(contentsOf: "*\n".utf8) }
        isRepeating = true
        continue
      }
      isRepeating = false
      append(row, offset: offset &+ UInt64(start), to: &text)
    }
    text.append(offset &+ UInt64(bytes.count), radix: 16, digits: 8)
    text.append(UInt8(ascii: "\n"))
    return String(decoding: text, as: UTF8.self)
  }

  private static func append(_ row: ArraySlice<UInt8>, offset: UInt64, to text: inout [UInt8]) {
    text.append(offset, radix: 16, digits: 8)
    let hexStart = text.count
    for (index, byte) in row.enumerated() {
      text.append(repeating: UInt8(ascii: " "), count: index % 8 == 0 ? 2 : 1)
      text.append(UInt64(byte), radix: 16, digits: 2)
    }
    // A full row of hexadecimal takes 50 columns; two more part it from the characters.
    text.append(repeating: UInt8(ascii: " "), count: 52 - (text.count - hexStart))
    text.append(UInt8(ascii: "|"))
    for byte in row {
      text.append((0x20..<0x7F).contains(byte) ? byte : UInt8(ascii: "."))
    }
    text.append(contentsOf: "|\n".utf8)
  }
}
