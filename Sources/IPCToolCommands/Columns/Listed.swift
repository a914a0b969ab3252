internal import LinuxIPC
internal import Tabulate

/// One row: an object, with what was found out about it.
struct Listed<Object: IPCObject>: Sendable {
  let object: Object
  /// nil: not looked for.
  let holders: [Holder]?
  let context: Context
  let users: UserNames
  /// Whether processes that the kernel recorded are looked up, to say which are dead.
  let examinesProcesses: Bool
}

extension Listed {
  /// A process that the kernel recorded at `time`; absent for 0, nobody or not visible here.
  func process(_ pid: Int32, at time: Int64) -> Cell {
    guard pid > 0 else { return .absent }
    let last = examinesProcesses ? LastProcess(pid, at: time) : nil
    return .process(pid, note: last?.note)
  }

  /// The same process for JSON, with what became of it.
  func role(_ role: String, _ pid: Int32, at time: Int64) -> Cell? {
    guard let last = LastProcess(pid, at: time) else { return nil }
    return .record([
      Field("role", .text(role)),
      Field("pid", .number(Int64(pid))),
      Field("state", .text(last.state.rawValue)),
      Field("command", last.command.map { .text($0) } ?? .absent),
    ])
  }
}

extension ColumnInputs {
  /// Who holds the objects: a walk over /proc.
  static let holders = ColumnInputs(rawValue: 1 << 0)
  /// One object looked at closely, as `show` does: its limits, the processes it names.
  static let inspection = ColumnInputs(rawValue: 1 << 1)
}
