internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// A mechanism that can be shown: the columns of its objects.
protocol Presented: Inspecting {
  /// What it fills besides the columns of every mechanism, in any order.
  static var ownColumns: [Column<Listed<Object>>] { get }
  /// The names of the columns in a table of this kind alone.
  static var tableColumns: [String] { get }

  /// Calls `visit` with the cells of each of its objects under the columns called `names`; absent
  /// where there is no such column here. Nobody implements it but the extension: as a requirement it
  /// is compiled for each mechanism's own types, and a listing spends its time here.
  static func forEachRow(
    of names: [String], in snapshot: Snapshot, _ context: Context,
    _ visit: ([Cell]) throws(OutputError) -> Void
  ) throws(OutputError)
}

extension Presented {
  static func forEachRow(
    of names: [String], in snapshot: Snapshot, _ context: Context,
    _ visit: ([Cell]) throws(OutputError) -> Void
  ) throws(OutputError) {
    let columns = columns
    let values = names.map { name in columns.first { $0.heading.name == name }?.value }
    let users = UserNames()
    for object in snapshot.objects(of: Self.self) {
      let listed = Listed(
        object: object, holders: snapshot.holders(of: object), context: context, users: users,
        examinesProcesses: false)
      try visit(values.map { $0?(listed) ?? .absent })
    }
  }
}

extension Presented {
  /// All columns of one object, each name once: those of every mechanism, then its own.
  static var columns: [Column<Listed<Object>>] {
    [
      Column(heading: .kind) { _ in .text(keyword) },
      Column(heading: .address) {
        .text(Address.bytes(kind: keyword, name: $0.object.name.text))
      },
      Column(heading: .bytes, inputs: .fill) { $0.object.fill.bytes.map { .bytes($0) } ?? .absent },
      Column(heading: .capacityBytes, inputs: .fill) {
        $0.object.fill.capacityBytes.map { .bytes($0) } ?? .absent
      },
      Column(heading: .limits, inputs: .inspection) { row in
        .list(limits(of: row.object, in: row.context).map(Record<Limit>.limit.cell))
      },
    ] + holderColumns + valueColumns + ownColumns
  }

  /// In JSON always an array: empty for what has no counters.
  private static var valueColumns: [Column<Listed<Object>>] {
    unit == .counter ? [] : [Column(heading: .values) { _ in .list([]) }]
  }

  /// The holders, for what can be held.
  private static var holderColumns: [Column<Listed<Object>>] {
    guard self is any Sighted.Type else { return [] }
    return [
      Column(heading: .holders, inputs: .holders) { row in
        row.holders.map { .list($0.map(Record<Holder>.holder.cell)) } ?? .absent
      }
    ]
  }
}

extension Heading {
  static let limits = Heading(
    name: "limits", title: "LIMITS", help: "what the kernel allows this object",
    shape: .list(Record<Limit>.limit.shape))
}
