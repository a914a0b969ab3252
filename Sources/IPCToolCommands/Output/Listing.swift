internal import Glibc
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// Objects of several kinds, each a row of the same columns.
struct Listing {
  let mechanisms: [any Presented.Type]
  /// What is shown, in this order.
  let headings: [Heading]
  /// Whether JSON rows have every column: those of all kinds, and their own.
  let isWhole: Bool
  let sortKey: SortKey?
  let output: OutputOptions

  /// What a row of `mechanism` may show in a listing.
  static func headings(of mechanism: any Presented.Type) -> [Heading] {
    func own<Kind: Presented>(_ kind: Kind.Type) -> [Heading] {
      kind.columns.filter { !$0.inputs.contains(.inspection) }.map(\.heading)
    }
    return Headings.ordered(own(mechanism))
  }

  func run(in context: Context) throws(IPCError) {
    let snapshot = Snapshot(
      Snapshot.Request(kinds: mechanisms, includesHolders: needsHolders), in: context)
    try StandardOutput.writing { () throws(OutputError) in
      var writer = try RowWriter(output, array: "objects", headings: headings)
      if let sortKey {
        for row in try sorted(by: sortKey, snapshot, context) {
          try writer.add(row.headings, row.cells)
        }
      } else {
        for mechanism in mechanisms {
          let shown = shown(of: mechanism)
          try mechanism.forEachRow(of: shown.map(\.name), in: snapshot, context) {
            (cells) throws(OutputError) in try writer.add(shown, cells)
          }
        }
      }
      try writer.end(snapshot.coverage)
    }
    if !output.json { Diagnostics.report(snapshot.coverage) }
  }

  /// What is shown of `mechanism`: a row of JSON has the columns of its own kind and the common ones,
  /// not those of other kinds.
  private func shown(of mechanism: any Presented.Type) -> [Heading] {
    guard isWhole else { return headings }
    let names = Set((Self.headings(of: mechanism) + Heading.common).map(\.name))
    return headings.filter { names.contains($0.name) }
  }

  private struct Row {
    let headings: [Heading]
    let cells: [Cell]
    let key: Cell
  }

  private func sorted(
    by sortKey: SortKey, _ snapshot: Snapshot, _ context: Context
  ) throws(OutputError) -> [Row] {
    var rows: [Row] = []
    for mechanism in mechanisms {
      let shown = shown(of: mechanism)
      let names = shown.map(\.name) + [sortKey.column]
      try mechanism.forEachRow(of: names, in: snapshot, context) { cells in
        rows.append(
          Row(headings: shown, cells: cells.dropLast(), key: cells.last ?? .absent))
      }
    }
    // Stable: what compares equal stays as the kernel gave it.
    let order = rows.indices.sorted {
      if sortKey.places(rows[$0].key, before: rows[$1].key) { return true }
      return !sortKey.places(rows[$1].key, before: rows[$0].key) && $0 < $1
    }
    return order.map { rows[$0] }
  }

  /// Whether a column that is shown, or sorted by, needs them.
  private var needsHolders: Bool {
    var names = Set(headings.map(\.name))
    if let sortKey { names.insert(sortKey.column) }
    func asks<Kind: Presented>(_ kind: Kind.Type) -> Bool {
      kind.columns.contains { $0.inputs.contains(.holders) && names.contains($0.heading.name) }
    }
    return mechanisms.contains { asks($0) }
  }
}
