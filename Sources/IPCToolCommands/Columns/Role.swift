internal import LinuxIPC
internal import Tabulate

/// A process that the kernel recorded with an object, and what it did.
struct Role {
  let name: String
  let process: LastProcess

  init(_ name: String, _ process: LastProcess) {
    self.name = name
    self.process = process
  }

  /// nil for nobody, and for a process outside our pid namespace.
  init?(_ name: String, _ pid: Int32, at time: Int64) {
    guard let process = LastProcess(pid, at: time) else { return nil }
    self.name = name
    self.process = process
  }
}

extension Record<Role> {
  /// A recorded process, with what became of it.
  static let role = Record([
    Column(
      heading: Heading(name: "role", title: "ROLE", help: "what it did", isOptional: false)
    ) { .text($0.name) },
    Column(
      heading: Heading(
        name: "pid", title: "PID", help: "its process id", shape: .process, isOptional: false)
    ) { .number(Int64($0.process.pid)) },
    Column(
      heading: Heading(
        name: "state", title: "STATE", help: "what became of it: alive, dead, reused, hidden",
        isOptional: false)
    ) { .text($0.process.state.rawValue) },
    Column(
      heading: Heading(
        name: "command", title: "COMMAND", help: "its name while it is alive", shape: .text)
    ) { $0.process.command.map { .text($0) } ?? .absent },
  ])
}
