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
