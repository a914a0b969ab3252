internal import CLinuxIPC
internal import SystemPackage

extension SysVSharedMemory: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .size, .existOk] }

  package static func create(
    _ name: SystemVName?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: SystemVName, isNew: Bool) {
    let subject = name.map(address) ?? keyword
    guard request.size != 0 else {
      throw IPCError(.usage, subject: subject, reason: "a segment has at least one byte")
    }
    guard let size = Int(exactly: request.size ?? context.pageSize) else {
      throw Self.error("shmget", .invalidArgument, subject)
    }
    return try create(name, request) { key, flags in cipc_shmget(key, size, flags) }
  }
}
