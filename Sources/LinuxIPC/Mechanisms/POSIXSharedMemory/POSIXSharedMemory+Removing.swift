internal import Glibc
internal import SystemPackage

extension POSIXSharedMemory: Removing {
  /// The kernel unlinks by name only. The object is held open meanwhile, compared with its name right
  /// before, and its link count right after tells whether it was the one that went.
  package static func remove(
    _ object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    guard !object.isForeign else { throw foreign(object.file.type, name) }
    let subject = address(name)
    let directory = try openDirectory(subject)
    let held = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: name.file, in: directory, flags: [.path, .noFollow])
    }
    let before = try attempt("fstat", subject) { () throws(Errno) in try held.status() }
    guard before.device == object.file.device, before.inode == object.file.inode else {
      throw IPCError(.gone, subject: subject, reason: "the name belongs to another file by now")
    }
    _ = try attempt("unlinkat", subject) { () throws(Errno) in
      try unsafe name.file.withCPath { (path) throws(Errno) in
        try systemCall { unsafe unlinkat(directory.rawValue, path, 0) }
      }
    }
    let after = try attempt("fstat", subject) { () throws(Errno) in try held.status() }
    guard after.links < before.links else {
      throw IPCError(
        .gone, subject: subject, operation: "unlinkat",
        reason: "another file was given this name at the moment of removal, and was removed")
    }
  }

  /// Who may write to the directory may unlink, but in a sticky one only what is his (unlink(2)).
  package static func checkRemoval(
    of object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    guard !object.isForeign else { throw foreign(object.file.type, name) }
    let subject = address(name)
    let directory = try openDirectory(subject)
    _ = try attempt("unlinkat", subject) { () throws(Errno) in
      try systemCall { unsafe faccessat(directory.rawValue, ".", W_OK | X_OK, AT_EACCESS) }
    }
    let parent = try attempt("fstat", subject) { () throws(Errno) in try directory.status() }
    let isSticky = parent.mode & 0o1000 != 0
    let isOurs = [object.file.uid, parent.uid].contains(context.effectiveUID)
    guard !isSticky || isOurs || Capabilities.current().has(.fileOwner) else {
      throw Self.error("unlinkat", .notPermitted, subject)
    }
  }
}
