internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension DevShmMechanism {
  /// The kernel unlinks by name only, and a name may be given to another file at any moment. So the file
  /// is first renamed to one that nobody else knows, looked at there, and then unlinked or given back.
  package static func remove(
    _ object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    guard !object.isForeign else { throw foreign(object.file, name) }
    let subject = address(name)
    let directory = try openDirectory(subject)
    let current = try status(of: name, in: directory)
    guard current.isSameFile(as: object.file) else { throw swapped(subject) }
    let aside = try randomName()
    try rename(name, to: aside, in: directory, subject)
    guard let moved = try? FileStatus(ofLink: aside.file, in: directory),
      moved.isSameFile(as: object.file)
    else {
      guard (try? rename(aside, to: name, in: directory, subject)) != nil else {
        throw IPCError(
          .system, subject: subject, operation: "renameat2",
          reason:
            "the name was given away twice meanwhile; one of its files is \(address(aside)) now")
      }
      throw swapped(subject)
    }
    _ = try attempt("unlinkat", subject) { () throws(Errno) in
      try unsafe aside.file.withCPath { (path) throws(Errno) in
        try systemCall { unsafe unlinkat(directory.rawValue, path, 0) }
      }
    }
  }

  private static func swapped(_ subject: String) -> IPCError {
    IPCError(.gone, subject: subject, reason: "the name belongs to another file by now")
  }

  /// The corresponding C function is `renameat2` with RENAME_NOREPLACE.
  private static func rename(
    _ name: Name, to other: Name, in directory: borrowing Descriptor, _ subject: String
  ) throws(IPCError) {
    let directory = directory.rawValue
    _ = try attempt("renameat2", subject) { () throws(Errno) in
      try unsafe name.file.withCPath { (from) throws(Errno) in
        try unsafe other.file.withCPath { (to) throws(Errno) in
          try systemCall { unsafe cipc_rename_noreplace(directory, from, to) }
        }
      }
    }
  }

  /// Who may write to the directory may unlink, but in a sticky one only what is his (unlink(2)).
  package static func checkRemoval(
    of object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    guard !object.isForeign else { throw foreign(object.file, name) }
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
