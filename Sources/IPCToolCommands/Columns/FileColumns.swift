internal import CLinuxIPC
internal import LinuxIPC
internal import Tabulate

/// The columns of an object that is a file, or has an inode of its own.
enum FileColumns {
  static func columns<Object: IPCObject>(
    _ file: @escaping @Sendable (Object) -> FileStatus?
  ) -> [Column<Listed<Object>>] {
    func column(
      _ heading: Heading, inputs: ColumnInputs = [],
      _ cell: @escaping @Sendable (FileStatus, Listed<Object>) -> Cell
    ) -> Column<Listed<Object>> {
      Column(heading: heading, inputs: inputs) { row in
        file(row.object).map { cell($0, row) } ?? .absent
      }
    }
    return [
      Column(heading: .inode) { .count($0.object.identity.inode) },
      Column(heading: .device) { .text(DeviceText.text($0.object.identity.device)) },
      column(.uid) { file, _ in .number(Int64(file.uid)) },
      column(.gid) { file, _ in .number(Int64(file.gid)) },
      column(.user) { file, row in .text(row.users.name(file.uid)) },
      column(.mode) { file, _ in .mode(file.mode) },
      column(.changeTime) { file, _ in .moment(file.changeTime) },
      column(.accessTime) { file, _ in .moment(file.accessTime) },
      column(.modifyTime) { file, _ in .moment(file.modifyTime) },
    ]
  }
}

/// A device as `ls -l` and lsfd(1) write it.
enum DeviceText {
  static func text(_ device: UInt64) -> String {
    "\(cipc_major(device)):\(cipc_minor(device))"
  }
}
