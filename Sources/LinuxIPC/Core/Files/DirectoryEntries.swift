internal import CLinuxIPC
package import SystemPackage

/// Reads directories entry by entry, with no allocation but the name.
package enum DirectoryEntries {
  /// Calls `visit` with the name of each entry of the open `directory` but `.` and `..`.
  ///
  /// The corresponding system call is `getdents64`.
  ///
  /// - Parameter visit: Gets the name without its NUL. Returns false to stop.
  package static func forEach(
    in directory: borrowing Descriptor, _ visit: (Span<UInt8>) -> Bool
  ) throws(Errno) {
    let descriptor = directory.rawValue
    let size = 32768
    var failure: Errno?
    unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer in
      do throws(Errno) {
        while true {
          let filled = try systemCall {
            unsafe cipc_getdents(descriptor, buffer.baseAddress, size)
          }
          if filled == 0 { return }
          let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<Int(filled)])
          if unsafe !walk(bytes, visit) { return }
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// One buffer of `struct linux_dirent64` (getdents64(2)), whose name goes up to its NUL.
  ///
  /// - Returns: false when `visit` stopped it.
  static func walk(_ bytes: UnsafeRawBufferPointer, _ visit: (Span<UInt8>) -> Bool) -> Bool {
    let nameOffset = Int(cipc_dirent_name_at)
    let lengthOffset = Int(cipc_dirent_length_at)
    var offset = 0
    while offset + nameOffset <= bytes.count {
      let length = unsafe Int(
        bytes.loadUnaligned(fromByteOffset: offset + lengthOffset, as: UInt16.self))
      guard length > nameOffset, offset + length <= bytes.count else { return true }
      let field = unsafe UnsafeRawBufferPointer(
        rebasing: bytes[offset + nameOffset..<offset + length])
      let end = unsafe field.firstIndex(of: 0) ?? field.count
      let name = unsafe UnsafeRawBufferPointer(rebasing: field[..<end])
      offset += length
      let span = unsafe name.bindMemory(to: UInt8.self).span
      if isDot(span) { continue }
      if !visit(span) { return false }
    }
    return true
  }

  private static func isDot(_ name: Span<UInt8>) -> Bool {
    (name.count == 1 && name[0] == UInt8(ascii: "."))
      || (name.count == 2 && name[0] == UInt8(ascii: ".") && name[1] == UInt8(ascii: "."))
  }
}
