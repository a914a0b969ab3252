internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// What became of a process that the kernel recorded: it keeps the pid for ever, and pids are given
/// out again.
package struct LastProcess: Sendable, Equatable {
  package enum State: String, Sendable {
    case alive
    case dead
    /// The pid belongs to a process that started after the recorded moment: the one meant is dead.
    case reused
    /// It exists, but /proc does not show it.
    case hidden
  }

  package let pid: Int32
  package let state: State
  /// Of a process that is alive.
  package let command: [UInt8]?
  /// What there was too little of to tell more of one that is hidden; nil for nothing.
  private let scarcity: String?

  /// Finds out about `pid`, recorded at `time`.
  ///
  /// - Parameters:
  ///   - pid: As the kernel gave it; 0, nobody or somebody outside our pid namespace, gives nil.
  ///   - time: In seconds since the epoch, cut to the second as the kernel does; 0 if not known.
  package init?(_ pid: Int32, at time: Int64) {
    guard pid > 0 else { return nil }
    self.pid = pid
    do throws(Errno) {
      let process = try ProcessDirectory(pid)
      let status = try process.status()
      // What lies before the machine's start was told by a clock that has been set since: no start of a process
      // can be compared with it.
      let end = Double(time) + 1
      let isComparable = time != 0 && end >= Self.bootTime
      let isLater = isComparable && Self.seconds(sinceEpoch: status.startTime) >= end
      state = isLater ? .reused : try process.hasEnded() ? .dead : .alive
      command = state == .alive ? status.command : nil
      scarcity = nil
    } catch {
      command = nil
      scarcity = error.scarcity
      do throws(Errno) {
        _ = Descriptor(adopting: try systemCall { cipc_pidfd_open(pid) })
        state = .hidden
      } catch {
        // Whatever else stands in the way, it is no proof that it has ended.
        state = error == .noSuchProcess ? .dead : .hidden
      }
    }
  }

  /// In words for a person: empty for one that is alive.
  package var note: String? {
    switch state {
    case .alive: nil
    case .dead: "dead"
    case .reused: "dead; the pid belongs to a later process"
    case .hidden: "hidden"
    }
  }

  /// What it would take to tell what became of one that is hidden.
  package var needs: String { scarcity ?? "/proc mounted without hidepid" }

  /// When the machine started, in seconds since the epoch by the clock of now.
  package static var bootTime: Double { seconds(sinceEpoch: 0) }

  /// A start time in clock ticks since boot, as time of day.
  static func seconds(sinceEpoch ticks: UInt64) -> Double {
    let sinceBoot = Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    return clock(CLOCK_REALTIME) - clock(CLOCK_BOOTTIME) + sinceBoot
  }

  private static func clock(_ id: clockid_t) -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(id, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
