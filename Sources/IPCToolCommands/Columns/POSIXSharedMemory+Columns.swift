internal import LinuxIPC
internal import Tabulate

extension POSIXSharedMemory: Presented {
  static var ownColumns: [Column<Listed<Object>>] { DevShmColumns.columns() }

  static var tableColumns: [String] {
    ["address", "user", "mode", "bytes", "capacity_bytes", "state", "type"]
  }
}
