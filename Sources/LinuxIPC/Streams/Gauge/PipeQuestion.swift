internal import CLinuxIPC
internal import SystemPackage

/// A pipe that is to be asked how full it is, and who has it open.
struct PipeQuestion: Sendable {
  let pipe: ObjectIdentity
  let holders: [Holder]
  /// Those of them that are asked; nil for all.
  var lenders: [Holder]?
  /// Whether only what takes no lock is to be asked.
  var isSpared = false
  /// Whether its holders' threads are asked instead, which may have tables of their own, or be left of a process
  /// whose leader has ended (KERNEL-NOTES section 6.4).
  var isOfThreads = false

  init(_ pipe: ObjectIdentity, _ holders: [Holder]) {
    self.pipe = pipe
    self.holders = holders
  }

  /// Whether both ends are known to be held.
  var hasBothEnds: Bool {
    holders.contains { $0.access.canWrite } && holders.contains { $0.access.canRead }
  }

  /// Whether one of those may hold it who did not come back from it.
  var mayHoldSomebodyUp: Bool {
    holders.contains { holder in
      holder.fd.map { $0 >= cipc_gauge_first_descriptor && $0 <= cipc_gauge_last_descriptor }
        ?? false
    }
  }

  /// Adds those that may be asked. A write end comes first: it also tells whether there is room, and whether anybody
  /// reads.
  func addEnds(to ends: inout [cipc_gauge_end]) {
    let lenders = lenders ?? holders
    for holder in lenders where holder.access.canWrite { add(holder, to: &ends) }
    for holder in lenders where !holder.access.canWrite { add(holder, to: &ends) }
  }

  private func add(_ holder: Holder, to ends: inout [cipc_gauge_end]) {
    guard let fd = holder.fd else { return }
    var end = cipc_gauge_end()
    end.pid = holder.pid
    end.fd = fd
    end.can_read = holder.access.canRead ? 1 : 0
    end.can_write = holder.access.canWrite ? 1 : 0
    guard isOfThreads else { return ends.append(end) }
    end.is_thread = 1
    for thread in (try? ProcessDirectory(holder.pid).threads()) ?? [] where thread != holder.pid {
      end.pid = thread
      ends.append(end)
    }
  }
}

/// What a pipe told.
enum PipeAnswer: Sendable {
  /// nil for nothing.
  case state(PipeState?)
  /// What it told without its lock.
  case locked(PipeLocks.Lock, PipeState?)
  /// Nobody holds it any more.
  case gone
  /// Somebody does, and may not be asked.
  case refused(Errno)
  /// Nobody could be sent to ask, or too many did not come back.
  case unasked
}
