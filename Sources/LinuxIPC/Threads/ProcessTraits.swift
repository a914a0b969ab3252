internal import SystemPackage

/// What of a process bears on whether it may be woken by itself.
package struct ProcessTraits: Sendable {
  /// The signals that it has a handler for, by their numbers, signal(7); nil when that may not be read.
  package let caught: Set<Int32>?
  /// Whether it has a timer of its own, timer_create(2); nil when that may not be read.
  package let hasTimers: Bool?

  init(caught: Set<Int32>?, hasTimers: Bool?) {
    self.caught = caught
    self.hasTimers = hasTimers
  }

  package init(_ pid: Int32) {
    var caught: Set<Int32>?
    var hasTimers: Bool?
    if let process = try? ProcessDirectory(pid) {
      func read(_ name: String) -> [UInt8]? {
        LentCapabilities.raising([.systemPtrace]) {
          try? WholeFile.read([UInt8](path: name), in: process.descriptor)
        }
      }
      if let text = read("status"),
        let mask = ByteScanner.number(behind: "SigCgt:\t", in: text.span, radix: 16)
      {
        caught = Set((0..<64).filter { mask >> UInt64($0) & 1 != 0 }.map { $0 + 1 })
      }
      // Needs CONFIG_CHECKPOINT_RESTORE (proc_pid_timers(5)).
      hasTimers = read("timers").map { !$0.isEmpty }
    }
    self.caught = caught
    self.hasTimers = hasTimers
  }
}
