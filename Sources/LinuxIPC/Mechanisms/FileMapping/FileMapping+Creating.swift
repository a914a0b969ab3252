internal import SystemPackage

extension FileMapping: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .size, .existOk] }

  package static func create(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: Name, isNew: Bool) {
    let path = try path(toCreate: name, "a file")
    let made = Name.path(path)
    let subject = address(made)
    let place = path.asPlace
    let directory = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: place.directory, flags: .directory)
    }
    try checkPlace(try? directory.status(), subject)
    let isNew = try createFile(place.name, in: directory, mode: request.mode, subject) {
      (file) throws(IPCError) in
      try setSize(of: file, to: request.size ?? context.pageSize, subject)
      try attempt("fsetxattr", subject) { () throws(Errno) in try OriginMark.set(on: file) }
    }
    if isNew { return (made, true) }
    guard request.acceptsExisting else { throw error("linkat", .fileExists, subject) }
    _ = try inspect(made, in: context)
    return (made, false)
  }

  /// Sees that a file, or a directory of files, is not on the file system of another kind.
  static func checkPlace(_ status: FileStatus?, _ subject: String) throws(IPCError) {
    guard let status, status.device == DevShmUse.device else { return }
    throw IPCError(
      .usage, subject: subject, reason: "what is in \(DevShmUse.directory) is POSIX shared memory",
      hint: "its address is posix-shm:/NAME")
  }
}

/// Only what `create` made is removed: any other file is somebody's data, and `rm` of the shell removes it.
extension FileMapping: FileRemoving {
  package static func checkRemoval(
    ofFile file: borrowing Descriptor, _ subject: String
  ) throws(IPCError) {
    let isMade = try attempt("getxattr", subject) { () throws(Errno) in
      try OriginMark.isSet(on: file)
    }
    if isMade { return }
    throw IPCError(
      .usage, subject: subject, reason: "'create' did not make this file",
      hint: "rm(1) removes any file")
  }
}
