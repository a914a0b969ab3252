internal import SystemPackage

/// Pipes: what would wait for the lock of one, and could not be ended, is done when it is known to be free.
extension HeldObject {
  /// Sees that a pipe is not locked, as by who sleeps in splice(2): then who opens, reads, writes or closes it waits
  /// where no signal reaches him. It may be locked again a moment later.
  ///
  /// - Throws: `locked`, and nothing where that can't be told.
  func checkUnlocked() throws(IPCError) {
    guard !holders.isEmpty else { return }
    let answer = PipeGauge.ask([PipeQuestion(identity, holders)], looksFirst: true)[0]
    if case .locked(let lock, _) = answer { throw error(lock) }
  }

  /// A copy of what is in a pipe, and whether that is not all of it.
  ///
  /// - Parameter lenders: Those of its holders that have it open for reading.
  /// - Throws: `locked`; `gone` and the like where nobody lends it.
  func copy(from lenders: [Holder]) throws(IPCError) -> (bytes: [UInt8], isCut: Bool) {
    // Who has it locked may be one that does not lend it.
    var question = PipeQuestion(identity, holders)
    question.lenders = lenders
    let first = try state(PipeGauge.ask([question], looksFirst: true)[0])
    guard let capacity = first?.capacity else { return ([], false) }
    let copy: (answer: PipeAnswer, bytes: [UInt8], isCut: Bool)
    do throws(Errno) {
      copy = try PipeGauge.copy(question, upTo: Int(clamping: capacity))
    } catch {
      throw GeneralFailures.error("tee", error, subject)
    }
    _ = try state(copy.answer)
    return (copy.bytes, copy.isCut)
  }

  private func state(_ answer: PipeAnswer) throws(IPCError) -> PipeState? {
    switch answer {
    case .state(let state): return state
    case .locked(let lock, _): throw error(lock)
    case .gone: throw error(Borrower.Refusal.gone)
    case .refused(let errno): throw error(Borrower.Refusal.refused(errno))
    case .unasked:
      throw IPCError(
        .limit, subject: subject, operation: "fork",
        reason: "no process could be started that would not be missed, should it be locked")
    }
  }

  private func error(_ lock: PipeLocks.Lock) -> IPCError {
    IPCError(
      .locked, subject: subject,
      reason: lock.owner.map { "it is locked by process \($0.pid), which sleeps in \($0.call)" }
        ?? "it is locked by a process that sleeps in splice or the like")
  }
}
