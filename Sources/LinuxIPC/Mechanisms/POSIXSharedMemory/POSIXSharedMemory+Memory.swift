internal import SystemPackage

extension POSIXSharedMemory: MemoryMechanism {
  /// The file is read and written, never mapped: reading fills no hole, and what others cut off the
  /// file meanwhile cannot kill us (SIGBUS).
  package static func withMemory(
    of name: Name, for access: MemoryAccess, in context: Context,
    _ body: (borrowing MemoryRegion) throws(IPCError) -> Void
  ) throws(IPCError) {
    let subject = address(name)
    let directory = try openDirectory(subject)
    let handle = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: name.file, in: directory, flags: [.path, .noFollow])
    }
    let status = try attempt("fstat", subject) { () throws(Errno) in try handle.status() }
    guard status.type == .regular else { throw foreign(status.type, name) }
    let file = try attempt("open", subject) { () throws(Errno) in
      do throws(Errno) {
        return try open(handle, for: access)
      } catch .noSuchFileOrDirectory {
        // The file is held, so it is /proc that is missing.
        throw .notSupported
      }
    }
    try body(MemoryRegion(size: status.size, subject: subject, storage: .file(file)))
  }

  /// Opens the very file that was looked at: its name may lead to a FIFO by now, and to open that
  /// would set a blocked writer free (KERNEL-NOTES section 3.2).
  ///
  /// To read without moving the access time, where the kernel lets us: for the owner and CAP_FOWNER
  /// (O_NOATIME, open(2)).
  private static func open(
    _ handle: borrowing Descriptor, for access: MemoryAccess
  ) throws(Errno) -> Descriptor {
    let path = [UInt8](path: "/proc/thread-self/fd/\(handle.rawValue)")
    switch access {
    case .write:
      return try Descriptor(opening: path, flags: .writeOnly)
    case .read:
      do throws(Errno) {
        return try Descriptor(opening: path, flags: [.readOnly, .noAccessTime])
      } catch .notPermitted {
        return try Descriptor(opening: path, flags: .readOnly)
      }
    }
  }
}
