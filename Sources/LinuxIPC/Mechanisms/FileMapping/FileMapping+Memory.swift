internal import SystemPackage

extension FileMapping: MemoryMechanism {
  package static var sendingOptions: Set<VerbOption> { [.offset, .force] }
  package static var receivingOptions: Set<VerbOption> { [.offset, .length, .force] }

  /// What has a path is open to whom its permissions let in. What has none is somebody's own, and reached
  /// through him.
  package static func withMemory(
    of name: Name, for access: MemoryAccess, isForced: Bool, in context: Context,
    _ body: (borrowing MemoryRegion) throws(IPCError) -> Void
  ) throws(IPCError) {
    let subject = address(name)
    let file: Descriptor
    switch name {
    case .path(let path):
      file = try open(path, for: access, subject, in: context)
    case .inode, .file:
      let object = try HeldObject.find(
        Self.self, subject, where: { name.isNumber(of: $0) }, in: context)
      try object.checkUse(isForced: isForced)
      file = try object.memory(for: access)
    }
    try FileMemory.with(file, for: access, Self.self, subject, body)
  }

  /// Opens the file at a path that is shared memory: made to be, or mapped so. Any other file is none of ours,
  /// and a slip of the hand must not overwrite it.
  private static func open(
    _ path: [UInt8], for access: MemoryAccess, _ subject: String, in context: Context
  ) throws(IPCError) -> Descriptor {
    let handle = try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: path, flags: [.path, .noFollow])
    }
    let object = try object(at: path, handle, subject)
    if !object.isMade {
      let held = HeldObject.known(object.identity, as: Self.self, subject, in: context)
      if let objection = objection(to: object, heldBy: held.holders) {
        throw held.coverage.missing(subject, objection, isSeen: !held.holders.isEmpty)
      }
    }
    if access == .read, let file = object.file { try FileLease.check(file, subject) }
    let flags = FileMemory.flags(handle, for: access)
    return try attempt("open", subject) { () throws(Errno) in
      try handle.reopened(access == .read ? flags.union(.nonBlocking) : flags)
    }
  }
}
