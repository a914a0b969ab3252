internal import CLinuxIPC
internal import SystemPackage

extension POSIXMessageQueue: Removing {
  /// The kernel unlinks by name only, and this file system knows neither rename(2) nor link(2), with
  /// which a file could be set aside before (ipc/mqueue.c, mqueue_dir_inode_operations). So the name is
  /// looked at right before, which is as near as one can come: a queue that gets the name in between is
  /// removed in its place, and nothing tells afterwards.
  package static func remove(
    _ object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    let queue = try pin(name)
    let current = try attempt("fstat", subject) { () throws(Errno) in try queue.status() }
    guard current.isSameFile(as: object.file) else {
      throw IPCError(.gone, subject: subject, reason: "the name belongs to another queue by now")
    }
    try unlink(name)
  }

  /// The corresponding C function is `mq_unlink`.
  static func unlink(_ name: Name) throws(IPCError) {
    try attempt("mq_unlink", address(name)) { () throws(Errno) in
      try unsafe name.text.withCPath { (path) throws(Errno) in
        _ = try systemCall { unsafe cipc_mq_unlink(path) }
      }
    }
  }

  /// Anybody may write to the directory, but it is sticky: only what is his own may a user unlink
  /// (unlink(2)), or the directory's owner anything.
  package static func checkRemoval(
    of object: Object, named name: Name, in context: Context
  ) throws(IPCError) {
    var owners = [object.file.uid]
    if let root = try? Root.open(keyword), let status = try? root.directory.status() {
      owners.append(status.uid)
    }
    let isPrivileged = Capabilities.current().has(.fileOwner, overFilesOf: object.file.uid)
    guard owners.contains(context.effectiveUID) || isPrivileged else {
      throw error("mq_unlink", .permissionDenied, address(name))
    }
  }
}
