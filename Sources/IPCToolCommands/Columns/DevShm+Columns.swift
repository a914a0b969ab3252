internal import LinuxIPC
internal import Tabulate

/// The columns of a file in /dev/shm.
enum DevShmColumns {
  static func columns<Object: DevShmObject>(
    of object: Object.Type = Object.self
  ) -> [Column<Listed<Object>>] {
    FileColumns.columns { $0.file } + [
      Column(heading: .objectName) { .text($0.object.name.text) },
      Column(heading: .path) { .text($0.object.name.path) },
      Column(heading: .mountNamespace) { row in
        let namespace = row.object.elsewhere?.inode ?? row.context.mountNamespace
        return namespace == 0 ? .absent : .count(namespace)
      },
      Column(heading: .type) {
        $0.object.isForeign ? .text($0.object.file.type.rawValue) : .absent
      },
      Column(heading: .state) { $0.object.isForeign ? .status("foreign", .warning) : .absent },
    ]
  }
}
