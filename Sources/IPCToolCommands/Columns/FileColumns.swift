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

extension FileColumns {
  /// Those of an object that has the path by which its holders opened it, and may have lost it.
  static func paths<Object: FileObject>() -> [Column<Listed<Object>>] {
    [
      Column(heading: .path) { $0.object.text?.current.map { .text($0) } ?? .absent },
      Column(heading: .deletedPath) { $0.object.text?.former.map { .text($0) } ?? .absent },
      atPath { $0.found },
    ]
  }

  static func atPath<Object: IPCObject>(
    _ found: @escaping @Sendable (Object) -> AtPath?
  ) -> Column<Listed<Object>> {
    Column(heading: .atPath, inputs: .inspection) { row in
      found(row.object).map { .text($0.word) } ?? .absent
    }
  }
}

extension Heading {
  fileprivate static let deletedPath = Heading(
    name: "deleted_path", title: "DELETED-PATH",
    help: "the path that its file had and has no more, when path is absent", shape: .text)
  fileprivate static let atPath = Heading(
    name: "at_path", title: "AT-PATH",
    help:
      "what is at its path now, as seen from here: itself, another, nothing; absent when not known")
}

/// A device as `ls -l` and lsfd(1) write it.
enum DeviceText {
  static func text(_ device: UInt64) -> String {
    "\(cipc_major(device)):\(cipc_minor(device))"
  }
}
