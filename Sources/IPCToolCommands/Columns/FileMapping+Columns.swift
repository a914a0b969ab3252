internal import LinuxIPC
internal import Tabulate

extension FileMapping: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    FileColumns.columns { $0.file } + FileColumns.paths()
  }

  static var tableColumns: [String] {
    ["address", "user", "mode", "bytes", "capacity_bytes", "holders"]
  }
}
