internal import LinuxIPC
internal import Tabulate

extension POSIXSemaphore: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    DevShmColumns.columns() + [
      Column(heading: .values, inputs: .values) {
        .list($0.object.state.map { [.number(Int64($0.value))] } ?? [])
      },
      Column(heading: .waiters, inputs: .values) {
        $0.object.state.map { .count(UInt64($0.waiters)) } ?? .absent
      },
    ]
  }

  static var tableColumns: [String] {
    ["address", "user", "mode", "values", "waiters", "state", "type"]
  }
}

extension Heading {
  static let waiters = Heading(
    name: "waiters", title: "WAITERS",
    help: "how many wait, as the C library counts; a waiter that was killed is still counted",
    shape: .count, alignment: .right)
}
