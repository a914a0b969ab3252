internal import CLinuxIPC
internal import SystemPackage

/// Says of a file that `create` made it: an extended attribute, xattr(7). It holds the number of the inode, so
/// that a copy with all attributes (`cp -a`) is not taken for what it was copied from.
enum OriginMark {
  /// The corresponding C function is `fsetxattr`.
  static func set(on file: borrowing Descriptor) throws(Errno) {
    let text = text(try file.status())
    _ = try systemCall {
      unsafe text.withUnsafeBytes { unsafe cipc_set_mark(file.rawValue, $0.baseAddress, $0.count) }
    }
  }

  /// - Parameter file: A file or a handle (O_PATH).
  ///
  /// The corresponding C function is `getxattr`.
  static func isSet(on file: borrowing Descriptor) throws(Errno) -> Bool {
    let expected = text(try file.knownStatus())
    var found = [UInt8](repeating: 0, count: expected.count)
    do throws(Errno) {
      let length = try unsafe found.withUnsafeMutableBytesCarrying { (buffer) throws(Errno) in
        try systemCall { unsafe cipc_get_mark(file.rawValue, buffer.baseAddress, buffer.count) }
      }
      return length == expected.count && found == expected
    } catch .noData, .notSupported, .outOfRange {
      return false
    }
  }

  private static func text(_ status: FileStatus) -> [UInt8] { Array(String(status.inode).utf8) }
}
