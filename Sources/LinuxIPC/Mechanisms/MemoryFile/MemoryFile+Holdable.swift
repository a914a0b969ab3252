internal import CLinuxIPC
package import SystemPackage

extension MemoryFile: Holdable {
  package static var creationOptions: Set<VerbOption> { [.size, .ttl] }

  /// The corresponding C functions are `memfd_create` and `ftruncate`.
  package static func make(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> Held<Name> {
    guard name == nil else {
      throw IPCError(
        .usage, subject: keyword,
        reason: "a memory file has no name to choose: the kernel gives it a number")
    }
    let file = try attempt("memfd_create", keyword) { () throws(Errno) in
      Descriptor(adopting: try systemCall { unsafe cipc_memfd("ipctool", 0) })
    }
    let status = try attempt("fstat", keyword) { () throws(Errno) in try file.status() }
    let made = InodeName(status.inode)
    try setSize(of: file, to: request.size ?? context.pageSize, keyword)
    return Held(
      made, ObjectIdentity(.file, device: status.device, inode: status.inode),
      adopting: [file.release()])
  }
}

extension MemoryFile: HeldMechanism {}

extension MemoryFile: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("pwrite", .notPermitted), ("mmap", .notPermitted):
      Failure(.denied, "it is sealed: nobody may write to it any more (F_SEAL_WRITE)")
    default: sizeFailure(of: operation, errno: errno)
    }
  }
}
