internal import LinuxIPC
internal import Tabulate

/// What is said of a process wherever one stands, in a row or in a record: each defined once.
enum ProcessColumns {
  static func pid<Row>(
    _ process: @escaping @Sendable (Row) -> HolderProcess
  ) -> Column<Row> {
    Column(heading: .pid) { .process(process($0).pid, note: nil) }
  }

  static func command<Row>(
    _ process: @escaping @Sendable (Row) -> HolderProcess
  ) -> Column<Row> {
    Column(heading: .command) { .text(process($0).command) }
  }

  /// All that is known of it.
  static func all<Row>(
    _ process: @escaping @Sendable (Row) -> HolderProcess
  ) -> [Column<Row>] {
    [
      pid(process), command(process),
      Column(heading: .processUID) { .number(Int64(process($0).uid)) },
    ]
  }
}

extension Heading {
  static let pid = Heading(
    name: "pid", title: "PID", help: "the process", shape: .process, isOptional: false,
    alignment: .right)
  fileprivate static let command = Heading(
    name: "command", title: "COMMAND", help: "the name of the process", shape: .text,
    isOptional: false)
  fileprivate static let processUID = Heading(
    name: "uid", title: "UID", help: "the effective user id of the process", shape: .number,
    isOptional: false, alignment: .right)
  static let fd = Heading(
    name: "fd", title: "FD", help: "the descriptor; absent for a mapping", shape: .number,
    alignment: .right)
  static let access = Heading(
    name: "access", title: "ACCESS", help: "what it may do: r, w, rw, listen, map-r, map-rw",
    isOptional: false)
}
