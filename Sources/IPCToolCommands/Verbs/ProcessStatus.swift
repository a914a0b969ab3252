internal import ArgumentParser
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `ps`: what processes hold, and who is at the other end.
struct ProcessStatus: SeeingCommand {
  static let configuration = CommandConfiguration(
    commandName: "ps", abstract: "List what processes hold, and who is at the other end.",
    discussion: """
      A row for each descriptor and mapping that leads to an object. Without a pid: every process that \
      holds one. Looking changes nothing. What may not be seen is counted on standard error, and in \
      JSON under 'coverage'.
      """)

  @Argument(
    help: ArgumentHelp("Those processes alone.", valueName: "pid"),
    completion: .processes)
  // Read as text, so that an option that is none is refused by its name, and not by what follows it.
  var processes: [String] = []

  @OptionGroup var namespaceOptions: NamespaceOptions
  @OptionGroup var columnOptions: ColumnOptions<HeldColumns>
  @OptionGroup var output: OutputOptions

  func run() throws {
    let headings = HeldRow.columns.map(\.heading)
    if columnOptions.columns { return try ColumnTable.write(headings, output) }
    let names =
      output.isMachineReadable && columnOptions.selection == nil
      ? headings.map(\.name)
      : try columnOptions.names(from: headings, defaults: HeldRow.tableColumns)
    let sortKey = try columnOptions.sortKey(from: headings)
    let context = Context.current()
    var operands = Operands(count: processes.count)
    let wanted = Set(try operands.processes(processes, in: context))
    var request = Snapshot.Request(
      kinds: Catalog.mechanisms, details: .fill, includesHolders: true)
    request.spansNetworks = true
    let namespaces = try namespaceOptions.selection(in: context)
    request.namespaces = namespaces?.everywhere
    let snapshot = Snapshot(request, in: context)
    let rows = HeldRow.all(in: snapshot) { pid in
      processes.isEmpty ? namespaces?.has(process: pid) ?? true : wanted.contains(pid)
    }
    var coverage = snapshot.coverage
    coverage.hideIPCNamespaces(of: wanted.sorted(), besides: namespaces, in: context)
    let columns = names.compactMap { name in HeldRow.columns.first { $0.heading.name == name } }
    try StandardOutput.writing { () throws(OutputError) in
      if output.isMachineReadable {
        try writeProcesses(rows, columns, asked: wanted, sortKey, coverage)
      } else {
        try writeTable(rows, columns, sortKey, coverage)
      }
    }
    if !output.json { Diagnostics.report(coverage) }
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
    _ rows: [HeldRow], _ columns: [Column<HeldRow>], asked: Set<Int32>, _ sortKey: SortKey?,
    _ coverage: Coverage
  ) throws(OutputError) {
    let own = HeldRow.processColumns
    let holding = Record(
      columns.filter { column in !own.contains { $0.heading == column.heading } })
    let members = Self.members(of: columns.map(\.heading))
    var writer = try RowWriter(output, array: .processes, headings: [])
    for (process, held) in processes(sorted(rows, by: sortKey), asked: asked, by: sortKey) {
      let cells = members.map { member in
        own.first { $0.heading == member }?.value(process) ?? .list(held.map(holding.cell))
      }
      try writer.add(members, cells)
    }
    try writer.end(coverage)
  }

  /// The members of a process, in the order in which columns were chosen: its holdings if any column of theirs
  /// was, and its pid whatever was, since without it nobody could tell whose holdings they are.
  private static func members(of columns: [Heading]) -> [Heading] {
    let own = HeldRow.processColumns.map(\.heading)
    var members = columns.contains(.pid) ? [] : [Heading.pid]
    for column in columns {
      let member = own.contains(column) ? column : .holdings
      if !members.contains(member) { members.append(member) }
    }
    return members
  }

  /// Processes with what they hold, by pid or in the order of the first of their sorted `rows`.
  private func processes(
    _ rows: [HeldRow], asked: Set<Int32>, by sortKey: SortKey?
  ) -> [(HolderProcess, [HeldRow])] {
    var holdings: [Int32: [HeldRow]] = [:]
    for row in rows { holdings[row.process.pid, default: []].append(row) }
    let processes = asked.union(holdings.keys).sorted().compactMap { pid in
      let held = holdings[pid] ?? []
      return (held.first?.process ?? HolderProcess(pid)).map { ($0, held) }
    }
    guard let sortKey else { return processes }
    let own = HeldRow.processColumns.first { $0.heading.name == sortKey.column }
    let held = HeldRow.columns.first { $0.heading.name == sortKey.column }
    return sortKey.sorted(processes) { process, rows in
      own?.value(process) ?? rows.first.flatMap { held?.value($0) } ?? .absent
    }
  }

  /// In the order of processes and descriptors where the key is the same, or there is none.
  private func sorted(_ rows: [HeldRow], by sortKey: SortKey?) -> [HeldRow] {
    guard let sortKey,
      let column = HeldRow.columns.first(where: { $0.heading.name == sortKey.column })
    else { return rows }
    return sortKey.sorted(rows, by: column.value)
  }
}
