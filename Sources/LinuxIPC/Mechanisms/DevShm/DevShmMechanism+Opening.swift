internal import SystemPackage

extension DevShmMechanism {
  /// Opens the file of an object.
  ///
  /// It is looked at through a handle, and then that very file is opened: its name may lead to a FIFO by
  /// now, and to open that would set a blocked writer free (KERNEL-NOTES section 3.2).
  ///
  /// - Parameter flags: `readOnly` leaves the access time as it is, where the kernel lets us: for the
  ///   owner and CAP_FOWNER (O_NOATIME, open(2)).
  static func open(_ name: Name, _ flags: OpenFlags) throws(IPCError) -> Descriptor {
    let subject = address(name)
    let directory = try openDirectory(subject)
    let handle = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: name.file, in: directory, flags: [.path, .noFollow])
    }
    let status = try attempt("fstat", subject) { () throws(Errno) in try handle.status() }
    guard use.fits(status) else { throw foreign(status, name) }
    return try attempt("open", subject) { () throws(Errno) in
      do throws(Errno) {
        return try reopen(handle, flags)
      } catch .noSuchFileOrDirectory {
        // The file is held, so it is /proc that is missing.
        throw .notSupported
      }
    }
  }

  private static func reopen(
    _ handle: borrowing Descriptor, _ flags: OpenFlags
  ) throws(Errno) -> Descriptor {
    let path = [UInt8](path: "/proc/thread-self/fd/\(handle.rawValue)")
    guard flags == .readOnly else { return try Descriptor(opening: path, flags: flags) }
    do throws(Errno) {
      return try Descriptor(opening: path, flags: [.readOnly, .noAccessTime])
    } catch .notPermitted {
      return try Descriptor(opening: path, flags: .readOnly)
    }
  }
}
