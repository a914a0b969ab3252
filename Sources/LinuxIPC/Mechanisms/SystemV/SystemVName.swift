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

  package var text: [UInt8] {
    switch self {
    case .id(let id): Array(String(id).utf8)
    case .key(let key): SystemVKey.text(key)
    }
  }
}

/// Keys, which the kernel prints as signed numbers and people write in hexadecimal.
package enum SystemVKey {
  /// As ipcs(1) writes it: `0x0000002a`.
  package static func text(_ key: Int32) -> [UInt8] {
    let key = UInt32(bitPattern: key)
    return [UInt8](capacity: 10) { output in
      output.append(UInt8(ascii: "0"))
      output.append(UInt8(ascii: "x"))
      for shift in stride(from: 28 as UInt32, through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: key >> shift & 15)
        output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
