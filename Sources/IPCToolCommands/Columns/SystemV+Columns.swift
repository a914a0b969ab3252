internal import LinuxIPC
internal import Tabulate

/// The columns of `struct ipc_perm`, which all System V mechanisms share.
enum SystemVColumns {
  static func columns<Object: SystemVObject>(
    of object: Object.Type = Object.self
  ) -> [Column<Listed<Object>>] {
    [
      Column(heading: .key) { .text(SystemVKey.text($0.object.attributes.key)) },
      Column(heading: .id) { .number(Int64($0.object.attributes.id)) },
      Column(heading: .ipcNamespace) { row in
        let namespace = row.object.attributes.namespace
        return namespace == 0 ? .absent : .count(namespace)
      },
      Column(heading: .uid) { .number(Int64($0.object.attributes.uid)) },
      Column(heading: .gid) { .number(Int64($0.object.attributes.gid)) },
      Column(heading: .user) { .text($0.users.name($0.object.attributes.uid)) },
      Column(heading: .mode) { .mode($0.object.attributes.mode & 0o777) },
      Column(heading: .creatorUID) { .number(Int64($0.object.attributes.creatorUID)) },
      Column(heading: .creatorGID) { .number(Int64($0.object.attributes.creatorGID)) },
      Column(heading: .creatorUser) { .text($0.users.name($0.object.attributes.creatorUID)) },
    ]
  }
}

extension Heading {
  static let creatorUID = Heading(
    name: "creator_uid", title: "CUID", help: "the creator's user id", shape: .number,
    alignment: .right)
  static let creatorGID = Heading(
    name: "creator_gid", title: "CGID", help: "the creator's group id", shape: .number,
    alignment: .right)
  static let creatorUser = Heading(
    name: "creator_user", title: "CREATED-BY", help: "the user who created it", shape: .text)
  static let processes = Heading(
    name: "processes", title: "PROCESSES",
    help: "the processes that the kernel recorded, and what became of them",
    shape: .list(Record<Role>.role.shape))
}

extension Cell {
  /// A time of the kernel, where 0 is never.
  static func moment(_ time: Int64) -> Cell {
    time == 0 ? .absent : .time(time)
  }
}
