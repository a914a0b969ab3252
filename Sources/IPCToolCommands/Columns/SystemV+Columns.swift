internal import LinuxIPC
internal import Tabulate

/// The columns of `struct ipc_perm`, which all System V mechanisms share.
enum SystemVColumns {
  static func columns<Object: IPCObject>(
    _ attributes: @escaping @Sendable (Object) -> SystemVAttributes
  ) -> [Column<Listed<Object>>] {
    [
      Column(heading: .key) { .text(SystemVKey.text(attributes($0.object).key)) },
      Column(heading: .id) { .number(Int64(attributes($0.object).id)) },
      Column(heading: .ipcNamespace) { row in
        let namespace = attributes(row.object).namespace
        return namespace == 0 ? .absent : .count(namespace)
      },
      Column(heading: .uid) { .number(Int64(attributes($0.object).uid)) },
      Column(heading: .gid) { .number(Int64(attributes($0.object).gid)) },
      Column(heading: .user) { .text($0.users.name(attributes($0.object).uid)) },
      Column(heading: .mode) { .mode(attributes($0.object).mode & 0o777) },
      Column(heading: .creatorUID) { .number(Int64(attributes($0.object).creatorUID)) },
      Column(heading: .creatorGID) { .number(Int64(attributes($0.object).creatorGID)) },
      Column(heading: .creatorUser) { .text($0.users.name(attributes($0.object).creatorUID)) },
    ]
  }
}

extension Heading {
  static let creatorUID = Heading(
    name: "creator_uid", title: "CUID", help: "the creator's user id", alignment: .right)
  static let creatorGID = Heading(
    name: "creator_gid", title: "CGID", help: "the creator's group id", alignment: .right)
  static let creatorUser = Heading(
    name: "creator_user", title: "CREATED-BY", help: "the user who created it")
  static let processes = Heading(
    name: "processes", title: "PROCESSES",
    help: "the processes that the kernel recorded, and what became of them")
}

extension Cell {
  /// A time of the kernel, where 0 is never.
  static func moment(_ time: Int64) -> Cell {
    time == 0 ? .absent : .time(time)
  }
}
