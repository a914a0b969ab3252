internal import LinuxIPC
internal import Tabulate

extension EventCounter: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    [
      Column(heading: .id) { .number(Int64(clamping: $0.object.identity.inode)) },
      Column(heading: .values) { .list([.count($0.object.count)]) },
      Column(heading: .type) { row in
        row.object.isSemaphore.map { .text($0 ? "semaphore" : "counter") } ?? .absent
      },
    ]
  }

  static var tableColumns: [String] { ["address", "values", "type", "holders"] }
}
