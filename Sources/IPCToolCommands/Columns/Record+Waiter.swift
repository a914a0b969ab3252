internal import LinuxIPC
internal import Tabulate

extension Record<Waiter> {
  /// A thread that waits: the table shows the pid alone.
  static let waiter = Record([
    ProcessColumns.pid(\.process),
    Column(
      heading: Heading(
        name: "tid", title: "TID", help: "the thread", shape: .number, isOptional: false)
    ) { .number(Int64($0.thread)) },
    ProcessColumns.command(\.process),
    Column(
      heading: Heading(
        name: "access", title: "ACCESS", help: "what it wants to do: r, w, rw", isOptional: false)
    ) { .text($0.access.rawValue) },
  ])
}

extension Heading {
  static let openers = Heading(
    name: "openers", title: "OPENERS",
    help: "threads that wait in open for somebody at the other end",
    shape: .list(Record<Waiter>.waiter.shape))
}
