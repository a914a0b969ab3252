internal import SystemPackage

extension POSIXSharedMemory {
  /// /dev/shm, open: every name is looked up in it, so that no path is walked twice.
  static func openDirectory(_ subject: String) throws(IPCError) -> Descriptor {
    do throws(Errno) {
      return try Descriptor(opening: [UInt8](path: directory), flags: .directory)
    } catch {
      guard error == .noSuchFileOrDirectory || error == .notDirectory else {
        throw Self.error("open", error, subject)
      }
      throw IPCError(
        .unsupported, subject: subject, operation: "open", errno: error,
        reason: "there is no \(directory)", hint: "needs a tmpfs on \(directory)")
    }
  }

  /// The object called `name` as it is now, whatever kind of file it is.
  static func status(
    of name: Name, in directory: borrowing Descriptor
  ) throws(IPCError) -> FileStatus {
    return try attempt("stat", address(name)) { () throws(Errno) in
      try FileStatus(ofLink: name.file, in: directory)
    }
  }

  /// The error for a file that is not shared memory.
  static func foreign(_ type: FileStatus.FileType, _ name: Name) -> IPCError {
    IPCError(
      .notFound, subject: address(name), reason: "a \(type.rawValue), not shared memory")
  }
}
