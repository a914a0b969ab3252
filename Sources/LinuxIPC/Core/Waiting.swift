internal import CLinuxIPC
internal import Glibc
package import SystemPackage

/// Until when a call may wait.
package enum Deadline: Sendable, Equatable {
  /// As long as it takes.
  case never
  /// Not at all.
  case immediate
  /// Until a moment on CLOCK_MONOTONIC, in nanoseconds.
  case at(Int64)

  /// A moment from now; `immediate` for zero. What does not fit the clock is `never`.
  ///
  /// - Parameter seconds: Not negative.
  package static func after(seconds: Double) -> Deadline {
    guard seconds > 0 else { return .immediate }
    // 2^62 ns are 146 years; the sum stays within Int64.
    guard let nanoseconds = Int64(exactly: (seconds * 1e9).rounded(.up)), nanoseconds < 1 << 62
    else { return .never }
    return .at(now + nanoseconds)
  }

  var hasPassed: Bool {
    switch self {
    case .never: false
    case .immediate: true
    case .at(let moment): Self.now >= moment
    }
  }

  private static var now: Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Why a call that may wait did not succeed.
package enum WaitFailure: Error, Equatable {
  case failed(Errno)
  /// No timer could be made or set (RLIMIT_SIGPENDING).
  case noTimer(Errno)
  case timedOut
  case interrupted(signal: Int32)
}

/// Calls that wait for another process: with a time limit also where the kernel has no timed form
/// (msgsnd(2), msgrcv(2)), and ended by SIGINT, SIGTERM and SIGHUP at a moment when nothing is half
/// done.
package enum Waiting {
  /// From here on a signal that asks the process to end is remembered, and `call` reports it.
  /// A verb that changes anything calls this first.
  package static func deferTermination() {
    _ = cipc_interruption_begin()
  }

  /// The signal that asked the process to end.
  package static var terminationSignal: Int32? {
    let signal = cipc_interruption_signal()
    return signal == 0 ? nil : signal
  }

  /// Runs `body` until it succeeds, fails, or `deadline` passes.
  ///
  /// The call either happened or it did not: a timer interrupts it (the calls concerned are never
  /// restarted, signal(7)), and an interrupted one has taken and given nothing.
  ///
  /// - Parameter body: The call, told whether it must not wait (IPC_NOWAIT). Returns -1 and sets
  ///   `errno` when it fails.
  package static func call<Value: SignedInteger & FixedWidthInteger>(
    until deadline: Deadline, _ body: (_ nonblocking: Bool) -> Value
  ) throws(WaitFailure) -> Value {
    if case .at(let moment) = deadline {
      guard cipc_interruption_set_deadline(moment) == 0 else {
        throw .noTimer(Errno(rawValue: Glibc.errno))
      }
    }
    defer {
      if case .at = deadline { _ = cipc_interruption_set_deadline(0) }
    }
    while true {
      if let signal = terminationSignal { throw .interrupted(signal: signal) }
      let value = body(deadline == .immediate)
      let number = Glibc.errno
      if value != -1 { return value }
      if number != EINTR { throw .failed(Errno(rawValue: number)) }
      if deadline != .immediate, deadline.hasPassed, terminationSignal == nil { throw .timedOut }
    }
  }
}
