internal import CLinuxIPC
internal import SystemPackage

extension SysVMessageQueue: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .size, .existOk] }

  /// - Parameter request: `size` is the queue's capacity, msg_qbytes.
  package static func create(
    _ name: SystemVName?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: SystemVName, isNew: Bool) {
    let key = try SystemVCreation.key(of: name, kind: keyword)
    let subject = name.map(address) ?? keyword
    let mode = Int32(request.mode ?? CreationRequest.defaultMode)
    let id: Int32
    do throws(Errno) {
      id = try systemCall { cipc_msgget(key, cipc_ipc_creat | cipc_ipc_excl | mode) }
    } catch {
      guard error == .fileExists, request.acceptsExisting, let name else {
        throw Self.error("msgget", error, subject)
      }
      return (.id(try Self.id(of: name)), false)
    }
    if let size = request.size {
      do throws(Errno) {
        _ = try systemCall { cipc_msg_set_capacity(id, size) }
      } catch {
        _ = cipc_msg_remove(id)
        throw capacityRefused(error, size, subject)
      }
    }
    return (.id(id), true)
  }

  private static func capacityRefused(
    _ errno: Errno, _ size: UInt64, _ subject: String
  ) -> IPCError {
    let limit = (try? systemLimits())?.queue_bytes_limit
    guard errno == .notPermitted, let limit else { return error("msgctl", errno, subject) }
    return IPCError(
      .limit, subject: subject, operation: "msgctl", errno: errno,
      reason: "a capacity of \(size) bytes is above the limit of \(limit)",
      hint: "raise kernel.msgmnb, or use CAP_SYS_RESOURCE")
  }
}
