internal import IPCDiagnosis
internal import LinuxIPC

/// Removes objects that nobody was found to use, each only if that is still so.
struct OrphanRemoval {
  private let condition: OrphanSearch.Condition
  /// How many have gone.
  private(set) var removed = 0
  /// Why nothing can be told any more of what goes.
  private var unreported: IPCError?

  init(condition: OrphanSearch.Condition) {
    self.condition = condition
  }

  /// To look for users takes a walk over all processes: some objects are looked for together, right before they go.
  /// Of files and queues that can be opened the kernel tells at the moment of removal that nobody has them open, and
  /// of segments and semaphores that nobody is attached or waits: those do not depend on how long ago the walk was.
  private static let batch = 64

  mutating func run(_ orphans: [Orphan], in context: Context) throws {
    Waiting.deferTermination()
    var operands = Operands(count: orphans.count)
    for start in stride(from: 0, to: orphans.count, by: Self.batch) {
      let batch = orphans[start..<min(start + Self.batch, orphans.count)]
      let found = Dictionary(
        OrphanSearch(condition(for: batch), in: context).objects.map { ($0.identity, $0) },
        uniquingKeysWith: { first, _ in first })
      for orphan in batch {
        try operands.attempt { () throws(IPCError) in
          if Waiting.terminationSignal != nil {
            throw IPCError(
              .interrupted, subject: orphan.address, reason: "a signal asked to stop")
          }
          try remove(orphan, found[orphan.identity])
        }
        if let unreported { throw unreported }
      }
    }
    try operands.finish()
  }

  private func condition(for batch: ArraySlice<Orphan>) -> OrphanSearch.Condition {
    OrphanSearch.Condition(
      kinds: condition.kinds.filter { kind in batch.contains { $0.kind == kind } },
      named: Dictionary(
        batch.map { ($0.identity, $0.address) }, uniquingKeysWith: { first, _ in first }),
      namespaces: condition.namespaces)
  }

  /// - Parameter current: What was found of it right before; nil when it was not found again.
  private mutating func remove(
    _ orphan: Orphan, _ current: Orphan?
  ) throws(IPCError) {
    guard let current else {
      return orphan.mayBeThere()
        ? Self.tellKept(orphan, "could not be looked at again") : Self.tellGone(orphan)
    }
    if let objection = Self.objection(to: current, since: orphan) {
      return Self.tellKept(orphan, objection)
    }
    do throws(IPCError) {
      if let objection = try current.remove() { return Self.tellKept(orphan, objection) }
    } catch {
      guard error.meansAbsence else { throw error }
      return Self.tellGone(orphan)
    }
    removed += 1
    do throws(IPCError) {
      try StandardOutput.write(line: "removed \(orphan.address)")
    } catch  where error.kind == .outputClosed {
      // Nobody listens any more; what was asked for is done all the same.
    } catch {
      // What went without a record could not be made good.
      Diagnostics.write("removed \(orphan.address)")
      unreported = error
    }
  }

  /// What speaks against removing an object that was to go before; nil for nothing.
  private static func objection(to current: Orphan, since earlier: Orphan) -> String? {
    switch current.abandonment {
    case .used(let words): "\(words) by now"
    case .forgotten: current.traces == earlier.traces ? nil : "was used meanwhile"
    case .expected(let process, _): "may be used by process \(process.pid) by now"
    case .unrecorded: "is another by now"
    case .untold(let needs): "cannot be told any more who uses it (needs \(needs))"
    }
  }

  private static func tellKept(_ orphan: Orphan, _ objection: String) {
    Diagnostics.write("kept \(orphan.address): it \(objection)")
  }

  private static func tellGone(_ orphan: Orphan) {
    Diagnostics.write("\(orphan.address) has gone meanwhile")
  }
}
