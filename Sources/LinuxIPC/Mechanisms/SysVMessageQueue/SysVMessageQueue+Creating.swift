internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .size, .existOk] }

  /// - Parameter request: `size` is the queue's capacity, msg_qbytes.
  package static func create(
    _ name: SystemVName?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: SystemVName, isNew: Bool) {
    guard request.size != 0 else {
      throw IPCError(
        .usage, subject: name.map(address) ?? keyword, reason: "a queue holds at least one byte")
    }
    let created = try create(name, request) { key, flags in cipc_msgget(key, flags) }
    guard created.isNew, let size = request.size, case .id(let id) = created.name else {
      return created
    }
    do throws(Errno) {
      _ = try systemCall { cipc_msg_set_capacity(id, size) }
    } catch {
      _ = cipc_msg_remove(id)
      throw capacityRefused(error, size, name.map(address) ?? keyword)
    }
    return created
  }

  private static func capacityRefused(
    _ errno: Errno, _ size: UInt64, _ subject: String
  ) -> IPCError {
    let limit = (try? systemLimits())?.queue_bytes_limit
    guard errno == .notPermitted, let limit else { return error("msgctl", errno, subject) }
    return IPCError(
      .limit, subject: subject, operation: "msgctl", errno: errno,
      reason: "a capacity of \(size) bytes is above the limit of \(limit)",
      hint: Capabilities.needs("a higher kernel.msgmnb,", or: .systemResource))
  }
}
