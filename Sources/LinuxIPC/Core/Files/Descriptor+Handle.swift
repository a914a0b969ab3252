internal import CLinuxIPC
internal import SystemPackage

extension Descriptor {
  /// What tells the file from every other of its file system, also from one with the same inode number.
  ///
  /// The corresponding C function is `name_to_handle_at`.
  func handle() throws(Errno) -> [UInt8] {
    let descriptor = rawValue
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = try unsafe bytes.withUnsafeMutableBytesCarrying { (memory) throws(Errno) in
      try systemCall {
        unsafe cipc_file_handle(descriptor, memory.baseAddress, memory.count)
      }
    }
    return Array(bytes.prefix(Int(count)))
  }
}
