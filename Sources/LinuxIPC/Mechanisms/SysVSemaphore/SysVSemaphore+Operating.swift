internal import CLinuxIPC
internal import SystemPackage

/// To send is to add to a member's value, to receive is to take from it, waiting until it is high
/// enough.
///
/// Nothing is done with SEM_UNDO: the kernel would take it back as soon as ipctool ends.
extension SysVSemaphore: Sending, Receiving {
  package static var sendingOptions: Set<VerbOption> { [.value, .index] }
  package static var receivingOptions: Set<VerbOption> { [.value, .index] }

  /// SEMVMX of the kernel (include/uapi/linux/sem.h), also the largest change that one operation can
  /// carry.
  static let highestValue = UInt64(Int16.max)

  package static func send(
    _ input: inout some DataInput & ~Copyable, to name: SystemVName, _ request: SendRequest,
    in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    // To the kernel a change by 0 is something else: to wait until the value is zero.
    guard request.value > 0 else {
      throw IPCError(.usage, subject: subject, reason: "at least 1 is added")
    }
    guard let change = Int16(exactly: request.value) else {
      throw tooLarge(request.value, subject)
    }
    let member = try operand(request.index, of: name, in: context)
    do throws(WaitFailure) {
      // Adding never waits: a value that would pass the limit is refused.
      try operate(member, by: change, until: .immediate)
    } catch {
      guard case .failed(.outOfRange) = error, let value = value(of: member),
        value + Int32(change) > highestValue
      else { throw Self.error("semop", error, subject, timedOut: .full) { nil } }
      throw Self.error(
        "semop", .outOfRange, subject,
        detail: "value is \(value), \(change) more would pass the limit of \(highestValue)")
    }
  }

  /// - Parameter request: A `value` of 0 waits until the member's is zero, and takes nothing.
  package static func receive(
    from name: SystemVName, _ request: ReceiveRequest,
    into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    guard let wanted = Int16(exactly: request.value) else {
      throw tooLarge(request.value, subject)
    }
    let member = try operand(request.index ?? 0, of: name, in: context)
    try output.checkReader()
    do throws(WaitFailure) {
      try operate(member, by: -wanted, until: request.deadline)
    } catch {
      throw Self.error("semop", error, subject, timedOut: .empty) {
        guard let value = value(of: member), wanted == 0 ? value > 0 : value < wanted else {
          return nil
        }
        return "value is \(value), \(wanted) wanted"
      }
    }
    do throws(IPCError) {
      try output.write(taken: request.value)
    } catch {
      throw IPCError(
        .system, subject: subject, operation: error.operation, errno: error.errno,
        reason: "\(wanted) was taken, and \(error.subject) could not be written: \(error.reason)")
    }
  }

  /// A member that semop(2) can reach.
  private struct Operand {
    let id: Int32
    let index: UInt16
  }

  /// The member at `index`.
  private static func operand(
    _ index: UInt64, of name: SystemVName, in context: Context
  ) throws(IPCError) -> Operand {
    let object = try inspect(name, in: context)
    try check(index, of: object, address(name))
    guard let reached = UInt16(exactly: index) else {
      // A set may be larger (SEMMSL); the kernel would take the index modulo 65536.
      throw IPCError(
        .usage, subject: address(name),
        reason: "semop reaches the members 0 to \(UInt16.max), not \(index)")
    }
    return Operand(id: object.attributes.id, index: reached)
  }

  /// Checks that there is a member at `index`.
  static func check(_ index: UInt64, of object: Object, _ subject: String) throws(IPCError) {
    guard index < object.count else {
      let members =
        object.count == 1 ? "1 member, 0" : "\(object.count) members, 0 to \(object.count - 1)"
      throw IPCError(
        .usage, subject: subject, reason: "no member \(index): the set has \(members)")
    }
  }

  /// The corresponding C function is `semop`; where the time is limited a timer ends it, as for every
  /// kind.
  private static func operate(
    _ member: Operand, by change: Int16, until deadline: Deadline
  ) throws(WaitFailure) {
    _ = try Waiting.call(until: deadline) { nonblocking in
      cipc_semop(member.id, member.index, change, nonblocking ? cipc_ipc_nowait : 0)
    }
  }

  /// For an error: what the value is a moment after; nil when that may not be read.
  ///
  /// The corresponding C function is `semctl` with GETVAL.
  private static func value(of member: Operand) -> Int32? {
    try? systemCall { cipc_sem_value(member.id, Int32(member.index)) }
  }

  private static func tooLarge(_ value: UInt64, _ subject: String) -> IPCError {
    IPCError(
      .tooLarge, subject: subject,
      reason: "\(value) is more than one operation can carry, which is \(highestValue)")
  }
}
