internal import Glibc
package import LinuxIPC

/// Who is alive that may have made an object, or used it.
package struct Survivors: Sendable {
  /// What became of a process that the kernel recorded at a time; nil for nobody.
  package var lastProcess: @Sendable (_ pid: Int32, _ time: Int64) -> LastProcess.State? = {
    LastProcess($0, at: $1)?.state
  }
  /// When the machine started, in seconds since the epoch by the clock of now.
  package var bootTime = LastProcess.bootTime
  /// Whether there are no others than `processes` on the machine.
  package let areAllKnown: Bool
  /// By the number of a group or session, the first process in it.
  private let descendants: [Int32: LivingProcess]
  /// By user, the process that was there first.
  private let elders: [UInt32: LivingProcess]

  /// - Parameters:
  ///   - processes: Those that are alive.
  ///   - own: Of whom the ancestors do not count, nor he himself: they ask, and made nothing that is asked about.
  package init(_ processes: [LivingProcess] = [], areAllKnown: Bool = false, own: Int32 = 0) {
    self.areAllKnown = areAllKnown
    let parents = Dictionary(processes.map { ($0.pid, $0.parent) }) { first, _ in first }
    var asking: Set<Int32> = []
    var pid = own
    while pid > 0, asking.insert(pid).inserted { pid = parents[pid] ?? 0 }
    var descendants: [Int32: LivingProcess] = [:]
    var elders: [UInt32: LivingProcess] = [:]
    for process in processes where !asking.contains(process.pid) {
      for leader in [process.group, process.session] where descendants[leader] == nil {
        descendants[leader] = process
      }
      for uid in process.uids where elders[uid].map({ process.startTime < $0.startTime }) ?? true {
        elders[uid] = process
      }
    }
    self.descendants = descendants
    self.elders = elders
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
    // The clock has been set since: nothing can be compared with that time.
    let isComparable = Double(time) + 1 >= bootTime
    return uids.sorted().lazy.compactMap { elders[$0] }
      .first { !isComparable || $0.startTime < Double(time) + 1 }
  }
}
