internal import LinuxIPC
internal import Tabulate

extension Record<Holder> {
  /// A holder: the table shows the pid alone.
  static let holder = Record([
    Column(
      heading: Heading(
        name: "pid", title: "PID", help: "its process", shape: .process, isOptional: false)
    ) { .number(Int64($0.pid)) },
    Column(
      heading: Heading(
        name: "command", title: "COMMAND", help: "its name", shape: .text, isOptional: false)
    ) { .text($0.command) },
    Column(
      heading: Heading(
        name: "uid", title: "UID", help: "its user id", shape: .number, isOptional: false)
    ) { .number(Int64($0.uid)) },
    Column(
      heading: Heading(
        name: "fd", title: "FD", help: "the descriptor; null for a mapping", shape: .number)
    ) { $0.fd.map { .number(Int64($0)) } ?? .absent },
    Column(
      heading: Heading(
        name: "access", title: "ACCESS", help: "what it may do: r, w, rw, listen, map-r, map-rw",
        isOptional: false)
    ) { .text($0.access.rawValue) },
  ])
}
