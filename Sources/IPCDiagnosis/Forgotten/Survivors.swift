internal import Glibc
package import LinuxIPC

/// Who is alive that may have made an object, or used it.
package struct Survivors: Sendable {
  /// What became of a process that the kernel recorded at a time; nil for nobody.
  package var lastProcess: @Sendable (_ pid: Int32, _ time: Int64) -> LastProcess.State? = {
    LastProcess($0, at: $1)?.state
  }
  /// What it would take to tell that of one that /proc does not show.
  package var needs: @Sendable (_ pid: Int32, _ time: Int64) -> String? = {
    LastProcess($0, at: $1)?.needs
  }
  /// When the machine started, in seconds since the epoch by the clock of now.
  package var bootTime = LastProcess.bootTime
  /// Whether there are no others than `processes` on the machine.
  package let areAllKnown: Bool
  /// By the number of a group or session, the first process in it.
  private let descendants: [Int32: LivingProcess]
  /// By user, all of his, who was there first before the others.
  private let processes: [UInt32: [LivingProcess]]
  private let parents: [Int32: LivingProcess]

  /// - Parameters:
  ///   - processes: Those that are alive.
  ///   - own: Of whom the ancestors do not count, nor he himself: they ask, and made nothing that is asked about.
  package init(_ processes: [LivingProcess] = [], areAllKnown: Bool = false, own: Int32 = 0) {
    self.areAllKnown = areAllKnown
    let known = Dictionary(processes.map { ($0.pid, $0) }) { first, _ in first }
    var asking: Set<Int32> = []
    var pid = own
    while pid > 0, asking.insert(pid).inserted { pid = known[pid]?.parent ?? 0 }
    let others = processes.lazy.filter { !asking.contains($0.pid) }
    var descendants: [Int32: LivingProcess] = [:]
    var users: [UInt32: [LivingProcess]] = [:]
    for process in others.sorted(by: { $0.startTime < $1.startTime }) {
      for leader in [process.group, process.session] where descendants[leader] == nil {
        descendants[leader] = process
      }
      for uid in process.uids { users[uid, default: []].append(process) }
    }
    self.descendants = descendants
    self.processes = users
    parents = known
  }

  /// Those of this moment.
  package static func current() -> Survivors {
    let (processes, isWhole) = LivingProcess.all()
    return Survivors(processes, areAllKnown: isWhole, own: getpid())
  }

  /// Whether a process that the kernel recorded has ended.
  package func hasEnded(_ pid: Int32, at time: Int64) -> Bool {
    let state = lastProcess(pid, time)
    return state == .dead || state == .reused
  }

  /// A process of the group or session that `pid` led: its number is not given out again while one lives, so that
  /// they are its descendants, as a daemon is of who started it.
  func descendant(of pid: Int32) -> LivingProcess? {
    descendants[pid]
  }

  /// A process of one of these users that was there already at `time`.
  func elder(of uids: Set<UInt32>, at time: Int64) -> LivingProcess? {
    uids.sorted().lazy.compactMap { processes[$0]?.first }.first { wasThere($0, at: time) }
  }

  /// A process of one of these users that came later, and may be a descendant of one that has ended since: who loses
  /// his parent is given to an init, and with him all whom he starts.
  func heir(of uids: Set<UInt32>, at time: Int64) -> LivingProcess? {
    uids.sorted().lazy.flatMap { processes[$0] ?? [] }.first { ancestor(of: $0, at: time) == nil }
  }

  /// A process of user `maker` that was there already at `time`, and has descendants of user `uid`.
  func patron(of uid: UInt32, from maker: UInt32, at time: Int64) -> LivingProcess? {
    (processes[uid] ?? []).lazy.compactMap { ancestor(of: $0, at: time) }
      .first { $0.uids.contains(maker) }
  }

  /// The nearest ancestor that was there already at `time`; nil where an init comes first.
  private func ancestor(of process: LivingProcess, at time: Int64) -> LivingProcess? {
    var child = process
    // A number may be another's by the time that it is looked up.
    while let parent = parents[child.parent], !parent.isInit, parent.startTime <= child.startTime,
      parent.pid < child.pid || parent.startTime < child.startTime
    {
      if wasThere(parent, at: time) { return parent }
      child = parent
    }
    return nil
  }

  private func wasThere(_ process: LivingProcess, at time: Int64) -> Bool {
    // Where the clock has been set since, nothing can be compared with that time.
    Double(time) + 1 < bootTime || process.startTime < Double(time) + 1
  }
}
