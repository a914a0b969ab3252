internal import CLinuxIPC
internal import LinuxIPC
internal import Tabulate

/// The columns of a file in /dev/shm.
enum DevShmColumns {
  static func columns<Object: DevShmObject>(
    of object: Object.Type = Object.self
  ) -> [Column<Listed<Object>>] {
    [
      Column(heading: .objectName) { .text($0.object.name.text) },
      Column(heading: .path) { .text($0.object.name.path) },
      Column(heading: .inode) { .count($0.object.file.inode) },
      Column(heading: .device) { .text(DeviceText.text($0.object.file.device)) },
      Column(heading: .uid) { .number(Int64($0.object.file.uid)) },
      Column(heading: .gid) { .number(Int64($0.object.file.gid)) },
      Column(heading: .user) { .text($0.users.name($0.object.file.uid)) },
      Column(heading: .mode) { .mode($0.object.file.mode) },
      Column(heading: .type) {
        $0.object.isForeign ? .text($0.object.file.type.rawValue) : .absent
      },
      Column(heading: .state) { $0.object.isForeign ? .status("foreign", .warning) : .absent },
      Column(heading: .changeTime) { .moment($0.object.file.changeTime) },
      Column(heading: .accessTime) { .moment($0.object.file.accessTime) },
      Column(heading: .modifyTime) { .moment($0.object.file.modifyTime) },
    ]
  }
}

/// A device as `ls -l` and lsfd(1) write it.
enum DeviceText {
  static func text(_ device: UInt64) -> String {
    "\(cipc_major(device)):\(cipc_minor(device))"
  }
}
