internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension FailureTable {
  /// Makes a file. It has no name until it is complete, so that nobody ever opens half of it and a kill leaves
  /// nothing.
  ///
  /// The corresponding C functions are `open` with O_TMPFILE, `fchmod` and `linkat`.
  ///
  /// - Parameters:
  ///   - mode: Its permission bits, beyond the umask.
  ///   - complete: Fills what is new and empty.
  /// - Returns: false when the name was taken, and nothing was made.
  static func createFile(
    _ name: [UInt8], in directory: borrowing Descriptor, mode: UInt32?, _ subject: String,
    _ complete: (borrowing Descriptor) throws(IPCError) -> Void
  ) throws(IPCError) -> Bool {
    let mode = mode ?? CreationRequest.defaultMode
    let file = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(
        opening: [UInt8](path: "."), in: directory, flags: [.temporary, .readWrite], mode: mode)
    }
    _ = try attempt("fchmod", subject) { () throws(Errno) in
      try systemCall { fchmod(file.rawValue, mode_t(mode)) }
    }
    try complete(file)
    do throws(Errno) {
      try unsafe name.withCPath { (path) throws(Errno) in
        _ = try systemCall {
          unsafe cipc_link_descriptor(file.rawValue, directory.rawValue, path)
        }
      }
      return true
    } catch .fileExists {
      return false
    } catch {
      throw self.error("linkat", error, subject)
    }
  }

  /// Gives a file of memory its size.
  ///
  /// - Parameter size: In bytes.
  static func setSize(
    of file: borrowing Descriptor, to size: UInt64, _ subject: String
  ) throws(IPCError) {
    _ = try attempt("ftruncate", subject) { () throws(Errno) in
      guard let length = off_t(exactly: size) else { throw .fileTooLarge }
      return try systemCall { ftruncate(file.rawValue, length) }
    }
  }

  /// What it means when `setSize` fails.
  static func sizeFailure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("ftruncate", .fileTooLarge), ("ftruncate", .invalidArgument):
      Failure(.limit, "the size is above what the file system allows")
    default: nil
    }
  }
}
