/// A resource limit of processes, getrlimit(2), that IPC meets.
package enum Resource: Sendable, CaseIterable {
  case openFiles, lockedMemory, queueBytes

  /// How its line in /proc/PID/limits begins (fs/proc/base.c, lnames).
  var label: StaticString {
    switch self {
    case .openFiles: "Max open files"
    case .lockedMemory: "Max locked memory"
    case .queueBytes: "Max msgqueue size"
    }
  }

  /// As getrlimit(2) has it.
  package var name: String {
    switch self {
    case .openFiles: "RLIMIT_NOFILE"
    case .lockedMemory: "RLIMIT_MEMLOCK"
    case .queueBytes: "RLIMIT_MSGQUEUE"
    }
  }

  /// Its name, and what sets it in a shell.
  package var setting: String {
    switch self {
    case .openFiles: "\(name) (ulimit -n)"
    case .lockedMemory: "\(name) (ulimit -l)"
    case .queueBytes: "\(name) (ulimit -q)"
    }
  }
}
