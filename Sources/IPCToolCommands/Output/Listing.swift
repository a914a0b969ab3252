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
    var rows = mechanisms.flatMap { self.rows(of: $0, snapshot, context) }
    if let sortKey {
      // Stable: what compares equal stays as the kernel gave it.
      let order = rows.indices.sorted {
        let (first, second) = (rows[$0].sortCell, rows[$1].sortCell)
        if sortKey.places(first, before: second) { return true }
        return !sortKey.places(second, before: first) && $0 < $1
      }
      rows = order.map { rows[$0] }
    }
    do throws(OutputError) {
      try write(rows, snapshot.coverage)
    } catch {
      throw error.asIPCError
    }
    if !output.json { Diagnostics.report(snapshot.coverage) }
  }

  private struct Row {
    let headings: [Heading]
    let cells: [Cell]
    let sortCell: Cell

    var fields: [Field] {
      zip(headings, cells).map { Field($0.name, $1) }
    }
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

  private func rows<Kind: Presented>(
    of kind: Kind.Type, _ snapshot: Snapshot, _ context: Context
  ) -> [Row] {
    let columns = kind.columns.filter { !$0.inputs.contains(.inspection) }
    let names = Set(columns.map(\.heading.name))
    let common = Set(Heading.common.map(\.name))
    // A row of JSON has the columns of its own kind and the common ones, not those of other kinds.
    let shown =
      isWhole
      ? headings.filter { common.contains($0.name) || names.contains($0.name) } : headings
    let makers = shown.map { heading in columns.first { $0.heading.name == heading.name } }
    let sorter = sortKey.flatMap { key in columns.first { $0.heading.name == key.column } }
    let users = UserNames()
    return snapshot.objects(of: kind).map { object in
      let listed = Listed(
        object: object, holders: snapshot.holders(of: object), context: context, users: users,
        examinesProcesses: false)
      return Row(
        headings: shown, cells: makers.map { $0?.value(listed) ?? .absent },
        sortCell: sorter?.value(listed) ?? .absent)
    }
  }

  private func write(_ rows: [Row], _ coverage: Coverage) throws(OutputError) {
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    if output.json {
      var document = JSONDocumentWriter(version: jsonVersion)
      try document.begin(into: &sink)
      try document.beginArray("objects", into: &sink)
      for row in rows { try document.element(row.fields, into: &sink) }
      try document.endArray(into: &sink)
      try document.member("coverage", coverage.cell, into: &sink)
      try document.end(into: &sink)
    } else if output.jsonl {
      for row in rows { try JSONLines.write(row.fields, into: &sink) }
    } else {
      var table = TableRenderer(headings: headings, style: output.style)
      for row in rows { table.add(row.cells) }
      try table.render(into: &sink)
    }
    try sink.flush()
  }
}
