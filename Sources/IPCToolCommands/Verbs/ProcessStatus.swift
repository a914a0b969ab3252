internal import ArgumentParser
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `ps`: what processes hold, and who is at the other end.
struct ProcessStatus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ps", abstract: "List what processes hold, and who is at the other end.",
    discussion: """
      A row for each descriptor and mapping that leads to an object. Without a pid: every process that \
      holds one. Looking changes nothing. What may not be seen is counted on standard error, and in \
      JSON under 'coverage'.
      """)

  @Argument(help: ArgumentHelp("Those processes alone.", valueName: "pid"))
  var pids: [Int32] = []

  @OptionGroup var columnOptions: ColumnOptions<HeldColumns>
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if pids.contains(where: { $0 <= 0 }) { throw ValidationError("a pid is a positive number") }
  }

  func run() throws {
    let headings = HeldRow.columns.map(\.heading)
    if columnOptions.columns { return try ColumnTable.write(headings, output) }
    let names =
      output.isMachineReadable && columnOptions.selection == nil
      ? headings.map(\.name)
      : try columnOptions.names(from: headings, defaults: HeldRow.tableColumns)
    let sortKey = try columnOptions.sortKey(from: headings)
    let context = Context.current()
    var operands = Operands(count: pids.count)
    var wanted: Set<Int32> = []
    for pid in pids {
      try operands.attempt { () throws(IPCError) in
        try ProcessScanner([], in: context).check(pid)
        wanted.insert(pid)
      }
    }
    var request = Snapshot.Request(
      kinds: Catalog.mechanisms, details: .fill, includesHolders: true)
    request.spansNetworks = true
    let snapshot = Snapshot(request, in: context)
    let rows = HeldRow.all(in: snapshot, of: pids.isEmpty ? nil : wanted)
    let columns = names.compactMap { name in HeldRow.columns.first { $0.heading.name == name } }
    try StandardOutput.writing { () throws(OutputError) in
      if output.isMachineReadable {
        try writeProcesses(rows, columns, asked: wanted, snapshot.coverage)
      } else {
        try writeTable(rows, columns, sortKey, snapshot.coverage)
      }
    }
    if !output.json { Diagnostics.report(snapshot.coverage) }
    try operands.finish()
  }

  private func writeTable(
    _ rows: [HeldRow], _ columns: [Column<HeldRow>], _ sortKey: SortKey?, _ coverage: Coverage
  ) throws(OutputError) {
    var writer = try RowWriter(
      output, array: .processes, headings: columns.map(\.heading),
      narrowing: columnOptions.selection == nil ? .hide : .cut)
    for row in sorted(rows, by: sortKey) {
      try writer.add(columns.map(\.heading), columns.map { $0.brief(row) })
    }
    try writer.end(coverage)
  }

  /// An object for each process, its holdings in it.
  ///
  /// - Parameter asked: Who is there also when he holds nothing.
  private func writeProcesses(
    _ rows: [HeldRow], _ columns: [Column<HeldRow>], asked: Set<Int32>, _ coverage: Coverage
  ) throws(OutputError) {
    let own = HeldRow.processColumns.filter { column in
      columns.contains { $0.heading.name == column.heading.name }
    }
    let names = Set(HeldRow.processColumns.map(\.heading.name))
    let holding = Record(columns.filter { !names.contains($0.heading.name) })
    let headings = own.map(\.heading) + [.holdings]
    var holdings: [Int32: [HeldRow]] = [:]
    for row in rows { holdings[row.process.pid, default: []].append(row) }
    var writer = try RowWriter(output, array: .processes, headings: [])
    for pid in asked.union(holdings.keys).sorted() {
      let held = holdings[pid] ?? []
      guard let process = held.first?.process ?? HolderProcess(pid) else { continue }
      let cells = own.map { $0.value(process) } + [.list(held.map(holding.cell))]
      try writer.add(headings, cells)
    }
    try writer.end(coverage)
  }

  private func sorted(_ rows: [HeldRow], by sortKey: SortKey?) -> [HeldRow] {
    guard let sortKey,
      let column = HeldRow.columns.first(where: { $0.heading.name == sortKey.column })
    else { return rows }
    let keyed = rows.enumerated().map { (place: $0.offset, key: column.value($0.element)) }
    // Stable: what compares equal stays in the order of processes and descriptors.
    let order = keyed.sorted {
      if sortKey.places($0.key, before: $1.key) { return true }
      return !sortKey.places($1.key, before: $0.key) && $0.place < $1.place
    }
    return order.map { rows[$0.place] }
  }
}
