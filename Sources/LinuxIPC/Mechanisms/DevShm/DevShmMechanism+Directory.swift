internal import SystemPackage

extension DevShmMechanism {
  /// /dev/shm, open: every name is looked up in it, so that no path is walked twice.
  static func openDirectory(
    _ subject: String, in context: Context
  ) throws(IPCError) -> Descriptor {
    do throws(Errno) {
      return try DevShmUse.openDirectory(in: context)
    } catch {
      guard error == .noSuchFileOrDirectory || error == .notDirectory else {
        throw Self.error("open", error, subject)
      }
      throw IPCError(
        .unsupported, subject: subject, operation: "open", errno: error,
        reason: "there is no \(DevShmUse.directory)",
        hint: "needs a tmpfs on \(DevShmUse.directory)")
    }
  }

  /// The names of this kind's files, as the directory gives them.
  static func names(in directory: borrowing Descriptor) throws(Errno) -> [Name] {
    var names: [Name] = []
    try DirectoryEntries.forEach(in: directory) { entry in
      if DevShmUse(ofFile: entry) == use {
        names.append(Name(file: entry.bytes(0..<entry.count)))
      }
      return true
    }
    return names
  }

  /// The object called `name` as it is now, whatever kind of file it is.
  static func status(
    of name: Name, in directory: borrowing Descriptor
  ) throws(IPCError) -> FileStatus {
    return try attempt("stat", address(name)) { () throws(Errno) in
      try FileStatus(ofEntry: name.file, in: directory)
    }
  }

  /// The error for a file that is none of this kind's objects.
  static func foreign(_ file: FileStatus, _ name: Name) -> IPCError {
    let what = file.type == .regular ? "file of \(file.size) bytes" : file.type.rawValue
    return IPCError(.notFound, subject: address(name), reason: "a \(what), not \(indefiniteNoun)")
  }
}
