/// How System V objects are named: by the id that the kernel gave, or by the key that programs agreed
/// on, sysvipc(7).
package enum SystemVName: ObjectName {
  case id(Int32)
  /// Never 0: that is IPC_PRIVATE, the key of every object without one.
  case key(Int32)

  package init(parsing text: [UInt8]) throws(IPCError) {
    let isKey = text.span.hasPrefix("0x") || text.span.hasPrefix("0X")
    if isKey {
      guard let value = ByteScanner.whole(text.span, from: 2, radix: 16),
        let key = UInt32(exactly: value)
      else {
        throw IPCError(.usage, subject: "", reason: "a key is 0x and up to 8 hexadecimal digits")
      }
      guard key != 0 else {
        throw IPCError(
          .usage, subject: "",
          reason: "key 0 is IPC_PRIVATE, which objects without a key share; use the id")
      }
      self = .key(Int32(bitPattern: key))
    } else {
      guard let value = ByteScanner.whole(text.span), let id = Int32(exactly: value) else {
        throw IPCError(
          .usage, subject: "",
          reason: "an id is a decimal number up to 2147483647, a key is 0x and hexadecimal")
      }
      self = .id(id)
    }
  }

  package static let forms = ["ID", "0xKEY"]

  package var text: [UInt8] {
    switch self {
    case .id(let id): Array(String(id).utf8)
    case .key(let key): SystemVKey.text(key)
    }
  }
}
