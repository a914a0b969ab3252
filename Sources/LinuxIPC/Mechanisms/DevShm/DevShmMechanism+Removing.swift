extension DevShmMechanism {
  package static func remove(
    _ object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    guard !object.isForeign else { throw foreign(object.file, name) }
    let subject = address(name)
    let directory = try openDirectory(subject, in: context)
    // The name tells what it is (glibc, shm-directory.c): nothing may stand before it.
    try unlink(name.file, in: directory, onlyIf: object.file, asidePrefix: "", subject)
  }

  package static func checkRemoval(
    of object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    guard !object.isForeign else { throw foreign(object.file, name) }
    let subject = address(name)
    try checkUnlinking(
      of: object.file, in: try openDirectory(subject, in: context), subject, in: context)
  }
}
