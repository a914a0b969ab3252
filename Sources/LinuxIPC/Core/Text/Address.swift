/// How an object is named on a command line: `kind:name`, with every byte that a shell could take for
/// itself written as `%XX`.
package enum Address {
  /// The address of `name` as `create` and `ls` print it.
  ///
  /// Bytes outside `A-Za-z0-9_./:@+,=-` become `%XX`, so that it passes unquoted through any shell.
  ///
  /// - Parameter namespace: The one that the name belongs to, where that is not our own.
  package static func text(
    kind: String, name: [UInt8], in namespace: Namespace? = nil
  ) -> String {
    String(decoding: bytes(kind: kind, name: name, in: namespace), as: UTF8.self)
  }

  /// The same as bytes, all of them ASCII.
  package static func bytes(
    kind: String, name: [UInt8], in namespace: Namespace? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(kind.utf8.count + 1 + name.count)
    bytes.append(contentsOf: kind.utf8)
    bytes.append(UInt8(ascii: ":"))
    // A name that ends like a namespace must not be taken for one.
    let lookalike = qualifier(of: name)?.at
    for (index, byte) in name.enumerated() {
      append(byte, to: &bytes, isPlain: isPlain(byte) && index != lookalike)
    }
    if let namespace {
      bytes.append(contentsOf: "@\(namespace.text)".utf8)
    }
    return bytes
  }

  /// A name as it stands in an address, for where there is none.
  package static func escaped(_ name: [UInt8]) -> String {
    var bytes: [UInt8] = []
    for byte in name { append(byte, to: &bytes, isPlain: isPlain(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ byte: UInt8, to bytes: inout [UInt8], isPlain: Bool) {
    if isPlain {
      bytes.append(byte)
    } else {
      bytes.append(UInt8(ascii: "%"))
      bytes.append(hexDigit(byte >> 4))
      bytes.append(hexDigit(byte & 15))
    }
  }

  /// What follows the name in `text`, as `@ipc=4026531839`, and where it begins; nil when there is none.
  package static func qualifier(
    of text: [UInt8]
  ) -> (at: Int, namespace: Namespace)? {
    guard let at = text.lastIndex(of: UInt8(ascii: "@")),
      let equals = text[at...].firstIndex(of: UInt8(ascii: "=")),
      let kind = Namespace.Kind(
        rawValue: String(decoding: text[(at + 1)..<equals], as: UTF8.self)),
      let inode = ByteScanner.whole(Array(text[(equals + 1)...]).span)
    else { return nil }
    return (at, Namespace(kind: kind, inode: inode))
  }

  /// Undoes the `%XX` of `text`; nil when a `%` is not followed by two hexadecimal digits.
  package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var iterator = text.makeIterator()
    while let byte = iterator.next() {
      guard byte == UInt8(ascii: "%") else {
        result.append(byte)
        continue
      }
      guard let high = iterator.next().flatMap(hexValue),
        let low = iterator.next().flatMap(hexValue)
      else { return nil }
      result.append(high << 4 | low)
    }
    return result
  }

  package static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"),
      UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "="),
      UInt8(ascii: "-"):
      true
    default:
      false
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
