internal import LinuxIPC
internal import Tabulate

extension FIFO: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    PipeColumns.columns { $0.file }
      + FileColumns.paths() + [
        Column(heading: .openers, inputs: .holders) { row in
          row.waiters.map { .list($0.map(Record<Waiter>.waiter.cell)) } ?? .absent
        }.abbreviated { row in row.waiters.map { .text(HolderText.brief($0)) } ?? .absent }
      ]
  }

  static var tableColumns: [String] {
    ["address", "user", "mode", "bytes", "capacity_bytes", "state", "holders", "openers"]
  }
}
