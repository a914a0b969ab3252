internal import SystemPackage

/// How long threads have been asleep, by the scheduler's own clock.
package struct SleepTime: Sendable {
  /// Now, by that clock: in milliseconds. nil where the kernel does not tell (CONFIG_SCHED_DEBUG).
  private let now: Double?

  /// The moment is that at which we were given the processor last, which is this one.
  package init() {
    now = Self.start("/proc/thread-self/sched")
  }

  /// In seconds; nil when the kernel does not tell.
  package func seconds(_ thread: ThreadID) -> Double? {
    guard let now, let start = Self.start("/proc/\(thread.pid)/task/\(thread.tid)/sched") else {
      return nil
    }
    return max(now - start, 0) / 1000
  }

  private static func start(_ path: String) -> Double? {
    guard let text = try? WholeFile.read([UInt8](path: path)) else { return nil }
    return start(in: text)
  }

  /// `se.exec_start : 1234567.890123` (kernel/sched/debug.c, proc_sched_show_task).
  static func start(in text: [UInt8]) -> Double? {
    for line in text.split(separator: UInt8(ascii: "\n"))
    where line.starts(with: Array("se.exec_start".utf8)) {
      guard let colon = line.lastIndex(of: UInt8(ascii: ":")) else { return nil }
      let word = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") }
      // Of a thread that was just moved to another processor it is 0.
      return Double(String(decoding: word, as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
    }
    return nil
  }
}
