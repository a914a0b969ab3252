internal import CLinuxIPC
internal import SystemPackage

extension POSIXSemaphore: Sending {
  package static var sendingOptions: Set<VerbOption> { [.value] }

  /// The largest value (SEM_VALUE_MAX).
  static var valueLimit: UInt64 { UInt64(cipc_semaphore_value_max) }

  /// How many are added or taken before anybody asks whether to stop: some milliseconds' worth.
  private static let step: UInt64 = 1 << 18

  /// Adds all of the value or nothing.
  package static func send(
    _ input: inout some DataInput & ~Copyable, to name: Name, _ request: SendRequest,
    in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    try check(request.value, subject)
    let semaphore = try map(name, in: context)
    let value = try attempt("sem_getvalue", subject) { () throws(Errno) in
      try semaphore.value()
    }
    guard request.value <= valueLimit - min(value, valueLimit) else {
      throw error(
        "sem_post", .overflow, subject,
        detail:
          "the value is \(value); \(request.value) more would be above \(valueLimit) (SEM_VALUE_MAX)"
      )
    }
    var added: UInt64 = 0
    do throws(WaitFailure) {
      while added < request.value {
        if let signal = Waiting.terminationSignal { throw .interrupted(signal: signal) }
        let (done, failure) = semaphore.post(upTo: min(step, request.value - added))
        added += done
        if let failure { throw .failed(failure) }
      }
    } catch {
      let (returned, _) = semaphore.take(upTo: added)
      let lost = added - returned
      // What went with the file nobody has taken.
      let isGone = error == .failed(.badAddress)
      let rest = lost == 0 || isGone ? "" : "; \(lost) were added, which others have taken"
      let cause = Self.error("sem_post", error, subject, timedOut: .tooLarge) { nil }
      throw cause.adding(rest)
    }
  }

  /// The semaphore, mapped to be changed.
  private static func map(
    _ name: Name, in context: Context
  ) throws(IPCError) -> SemaphoreMapping {
    let file = try open(name, .readWrite, in: context)
    return try attempt("mmap", address(name)) { () throws(Errno) in try SemaphoreMapping(file) }
  }

  private static func check(_ value: UInt64, _ subject: String) throws(IPCError) {
    guard value > 0 else {
      throw IPCError(.usage, subject: "--value", reason: "it takes a number above 0")
    }
    guard value <= valueLimit else {
      throw IPCError(
        .tooLarge, subject: subject,
        reason: "a semaphore never holds more than \(valueLimit) (SEM_VALUE_MAX)")
    }
  }
}

extension POSIXSemaphore: Receiving {
  package static var receivingOptions: Set<VerbOption> { [.value] }

  /// Takes all of the value or nothing: what had been taken when it ends early is added again.
  package static func receive(
    from name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    try check(request.value, subject)
    let semaphore = try map(name, in: context)
    try output.checkReader()
    var taken: UInt64 = 0
    do throws(WaitFailure) {
      try take(request.value, from: semaphore, until: request.deadline, &taken)
    } catch {
      let call = request.deadline == .immediate ? "sem_trywait" : "sem_wait"
      let back = giveBack(taken, to: semaphore)
      throw Self.error(call, error, subject, timedOut: .empty) {
        "the value is 0"
          + (taken == 0 ? "" : "; \(taken) of \(request.value) were taken and \(back)")
      }
    }
    do throws(IPCError) {
      try output.write(taken: taken)
    } catch {
      // Nobody learned that it was taken.
      throw error.adding("; what was taken was \(giveBack(taken, to: semaphore))")
    }
  }

  private static func take(
    _ value: UInt64, from semaphore: borrowing SemaphoreMapping, until deadline: Deadline,
    _ taken: inout UInt64
  ) throws(WaitFailure) {
    while taken < value {
      // One call waits for one; what else is there already needs no time limit set.
      try semaphore.takeOne(until: deadline)
      taken += 1
      let (done, failure) = semaphore.take(upTo: min(step, value - taken))
      taken += done
      if let failure, failure != .resourceTemporarilyUnavailable { throw .failed(failure) }
    }
  }

  /// - Returns: What became of it, in words.
  private static func giveBack(_ taken: UInt64, to semaphore: borrowing SemaphoreMapping) -> String
  {
    let (done, _) = semaphore.post(upTo: taken)
    return done == taken ? "given back" : "\(done) of them given back: no more fit"
  }
}

extension IPCError {
  /// The same error with more words.
  fileprivate func adding(_ words: String) -> IPCError {
    IPCError(
      kind, subject: subject, operation: operation, errno: errno, reason: reason + words,
      hint: hint)
  }
}
