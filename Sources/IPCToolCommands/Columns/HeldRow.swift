internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// A row of `ps`: something that a process holds.
struct HeldRow: Sendable {
  let process: HolderProcess
  let fd: Int32?
  let access: Holder.Access
  let object: ObjectDirectory.Entry
  /// Who is at the other end.
  let others: [Holder]

  /// What the processes of `snapshot` hold that are wanted, by process and descriptor.
  static func all(in snapshot: Snapshot, where isWanted: (Int32) -> Bool) -> [HeldRow] {
    let directory = ObjectDirectory(of: snapshot, Catalog.mechanisms)
    var rows: [HeldRow] = []
    snapshot.holdings.forEachProcess { process, holds in
      guard isWanted(process.pid) else { return }
      for hold in holds {
        guard let object = directory[hold.object] else { continue }
        rows.append(
          HeldRow(
            process: process, fd: hold.fd, access: object.access(hold.access), object: object,
            others: directory.others(of: hold, by: process)))
      }
    }
    return rows
  }

  /// What is said of the process itself: in JSON its members, beside its holdings.
  static let processColumns: [Column<HolderProcess>] = ProcessColumns.all { $0 }

  static let columns: [Column<HeldRow>] = ProcessColumns.all(\.process) + holdingColumns

  /// What is said of something that it holds.
  static let holdingColumns: [Column<HeldRow>] = [
    Column(heading: .fd) { $0.fd.map { .number(Int64($0)) } ?? .absent },
    Column(heading: .address) { .text($0.object.address) },
    Column(heading: .kind) { .text($0.object.kind) },
    Column(heading: .access) { .text($0.access.rawValue) },
    Column(heading: .bytes) { $0.object.fill.bytes.map { .bytes($0) } ?? .absent },
    Column(heading: .capacityBytes) {
      $0.object.fill.capacityBytes.map { .bytes($0) } ?? .absent
    },
    Column(heading: .others) { .list($0.others.map(Record<Holder>.holder.cell)) }
      .abbreviated { HolderText.named($0.others) },
  ]

  static let tableColumns = [
    "pid", "command", "fd", "address", "access", "bytes", "others",
  ]
}

extension Heading {
  static let others = Heading(
    name: "others", title: "OTHERS", help: "the processes at the other end",
    shape: .list(Record<Holder>.holder.shape), isOptional: false)
  static let holdings = Heading(
    name: "holdings", title: "HOLDINGS", help: "what the process holds, one for each",
    shape: .list(
      .record(HeldRow.holdingColumns.map(\.heading))),
    isOptional: false)
}
