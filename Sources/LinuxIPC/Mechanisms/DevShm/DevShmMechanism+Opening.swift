internal import SystemPackage

extension DevShmMechanism {
  /// Opens the file of an object.
  ///
  /// It is looked at through a handle, and then that very file is opened: its name may lead to a FIFO by
  /// now, and to open that would set a blocked writer free (KERNEL-NOTES section 3.2).
  ///
  /// - Parameter flags: `readOnly` leaves the access time as it is, where the kernel lets us.
  static func open(
    _ name: Name, _ flags: OpenFlags, in context: Context
  ) throws(IPCError) -> Descriptor {
    let subject = address(name)
    let directory = try openDirectory(subject, in: context)
    let handle = try attempt("open", subject, opening: flags, orNeeding: openingRights) {
      () throws(Errno) in
      try Descriptor(opening: name.file, in: directory, flags: [.path, .noFollow])
    }
    let status = try attempt("fstat", subject) { () throws(Errno) in
      try FileStatus(ofEntry: handle)
    }
    guard use.fits(status) else { throw foreign(status, name) }
    return try attempt("open", subject, opening: flags, orNeeding: openingRights) {
      () throws(Errno) in try handle.reopened(flags)
    }
  }
}
