internal import CLinuxIPC
internal import SystemPackage

extension SysVSemaphore: Creating {
  package static var creationOptions: Set<VerbOption> { [.mode, .count, .value, .existOk] }

  package static func create(
    _ name: SystemVName?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: SystemVName, isNew: Bool) {
    let subject = name.map(address) ?? keyword
    let value = try firstValue(request, subject)
    guard request.count != 0 else {
      throw IPCError(.usage, subject: subject, reason: "a set has at least one member")
    }
    if request.acceptsExisting, case .key(let key)? = name, let id = try? find(key: key) {
      return (.id(id), false)
    }
    let members = try membersCount(request, subject)
    let mode = request.mode ?? CreationRequest.defaultMode
    // SETALL asks for write permission, also of the owner.
    var making = request
    making.mode = value > 0 ? mode | 0o200 : mode
    let created = try create(name, making) { key, flags in cipc_semget(key, members, flags) }
    // New members are 0. To set that would be an operation, which names us as the last to do one.
    guard created.isNew, value > 0, case .id(let id) = created.name else { return created }
    do throws(Errno) {
      _ = try systemCall { cipc_sem_set_values(id, value, Int(members)) }
      if making.mode != mode { _ = try systemCall { cipc_sem_set_mode(id, mode) } }
    } catch {
      _ = cipc_sem_remove(id)
      throw Self.error("semctl", error, subject)
    }
    return created
  }

  private static func membersCount(
    _ request: CreationRequest, _ subject: String
  ) throws(IPCError) -> Int32 {
    let count = request.count ?? 1
    let limit = (try? usage().limits.set_members_limit) ?? .max
    guard count <= limit, let members = Int32(exactly: count) else {
      throw IPCError(
        .limit, subject: subject,
        reason: "\(count) members are above the limit of \(limit) in one set",
        hint: "raise the first number of kernel.sem (SEMMSL)")
    }
    return members
  }

  private static func firstValue(
    _ request: CreationRequest, _ subject: String
  ) throws(IPCError) -> UInt16 {
    let value = request.value ?? 0
    guard value <= highestValue else {
      throw IPCError(
        .usage, subject: subject, reason: "a value is from 0 to \(highestValue), not \(value)")
    }
    return UInt16(value)
  }
}
