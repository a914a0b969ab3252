internal import CLinuxIPC
internal import SystemPackage

extension FailureTable {
  /// The error for a call that may wait.
  ///
  /// - Parameters:
  ///   - operation: The C function.
  ///   - failure: Why it did not succeed.
  ///   - subject: The object's address.
  ///   - timedOut: What it means that the time ran out: `full` or `empty`.
  ///   - detail: Words about the object when it would have had to wait, nil for the table's.
  static func error(
    _ operation: String, _ failure: WaitFailure, _ subject: String, timedOut: IPCError.Kind,
    detail: () -> String?
  ) -> IPCError {
    switch failure {
    case .failed(let errno):
      let meaning = Self.failure(of: operation, errno: errno)
      return error(
        operation, errno, subject, detail: meaning?.kind == timedOut ? detail() : nil)
    case .noTimer(let errno):
      return IPCError(
        .limit, subject: subject, operation: "timer_create", errno: errno,
        reason: "no timer for the time limit", hint: "raise RLIMIT_SIGPENDING (ulimit -i)")
    case .timedOut:
      return IPCError(
        timedOut, subject: subject, operation: operation, errno: .timedOut,
        reason: [detail(), "the time limit passed"].compactMap { $0 }.joined(separator: "; "))
    case .interrupted:
      return IPCError(
        .interrupted, subject: subject, operation: operation, errno: .interrupted,
        reason: "a signal asked to stop")
    }
  }

  /// Runs a call that moves data through a descriptor. Whose it is may have it not wait (O_NONBLOCK): then it is
  /// waited for before the call is made again.
  ///
  /// - Parameters:
  ///   - timedOut: `full` of what waits for room, `empty` of what waits for data.
  ///   - call: Told whether it must not wait.
  /// - Throws: `timedOut` when the time limit ends the waiting.
  static func transfer(
    through number: Int32, until deadline: Deadline, _ operation: String, _ subject: String,
    timedOut: IPCError.Kind, detail: () -> String? = { nil },
    _ call: (_ nonblocking: Bool) -> Int64
  ) throws(IPCError) -> Int {
    var pause: Int32 = 0
    while true {
      do throws(WaitFailure) {
        return Int(try Waiting.call(until: deadline, call))
      } catch .failed(.resourceTemporarilyUnavailable) where deadline != .immediate {
        if deadline.hasPassed {
          throw Self.error(operation, .timedOut, subject, timedOut: timedOut, detail: detail)
        }
        // Ready it was, and not for this: of a counter poll(2) tells whether 1 can be added.
        if pause > 0 { _ = cipc_wait_a_moment(-1, pause) }
        pause = min(max(1, pause * 2), 16)
        try wait(until: deadline, operation, subject, timedOut: timedOut, detail: detail) {
          timedOut == .full
            ? cipc_wait_writable(number, $0 ? 1 : 0) : cipc_wait_readable(number, $0 ? 1 : 0)
        }
      } catch {
        throw Self.error(operation, error, subject, timedOut: timedOut, detail: detail)
      }
    }
  }

  /// Runs a call of poll(2), which waits unless its argument is true.
  ///
  /// - Throws: `timedOut` when nothing comes before the deadline.
  static func wait(
    until deadline: Deadline, _ operation: String, _ subject: String, timedOut: IPCError.Kind,
    detail: () -> String?, _ call: (_ nonblocking: Bool) -> Int32
  ) throws(IPCError) {
    do throws(WaitFailure) {
      let ready = try Waiting.call(until: deadline, call)
      if ready == 0 { throw .failed(.resourceTemporarilyUnavailable) }
    } catch {
      throw Self.error(operation, error, subject, timedOut: timedOut, detail: detail)
    }
  }
}
