internal import CLinuxIPC
internal import SystemPackage

extension SysVSharedMemory: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .size, .existOk] }

  package static func create(
    _ name: SystemVName?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: SystemVName, isNew: Bool) {
    let key = try SystemVCreation.key(of: name, kind: keyword)
    let subject = name.map(address) ?? keyword
    let mode = Int32(request.mode ?? CreationRequest.defaultMode)
    guard request.size != 0 else {
      throw IPCError(.usage, subject: subject, reason: "a segment has at least one byte")
    }
    guard let size = Int(exactly: request.size ?? context.pageSize) else {
      throw Self.error("shmget", .invalidArgument, subject)
    }
    do throws(Errno) {
      let id = try systemCall { cipc_shmget(key, size, cipc_ipc_creat | cipc_ipc_excl | mode) }
      return (.id(id), true)
    } catch {
      guard error == .fileExists, request.acceptsExisting, let name else {
        throw Self.error("shmget", error, subject)
      }
      return (.id(try Self.id(of: name)), false)
    }
  }
}
