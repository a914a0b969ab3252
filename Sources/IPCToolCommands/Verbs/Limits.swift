internal import ArgumentParser
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `limits`: each kernel limit of IPC, what is used of it, and what raises it.
struct Limits: SeeingCommand {
  static let configuration = CommandConfiguration(
    commandName: "limits",
    abstract: "List the kernel's limits of IPC, what is used, and what raises them.",
    discussion: """
      Without a kind: those of all kinds, of processes and of the machine. A limit that each user has \
      is told of each user who uses some, one that each process has of the process that is nearest to \
      its own. Looking changes nothing.
      """)

  @Argument(
    help: ArgumentHelp(
      "Whose limits to list: \(Catalog.limited.map { $0.keyword }.joined(separator: ", ")).",
      valueName: "kind"),
    completion: .list(Catalog.limited.map { $0.keyword }))
  var kinds: [String] = []

  @Option(
    name: .customLong("filter"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Those for which this holds, in the language of 'ipctool ls': 'percent>=80'.",
      valueName: "expr"))
  var expressions: [String] = []

  @OptionGroup var namespaceOptions: NamespaceOptions
  @OptionGroup var columnOptions: ColumnOptions<LimitColumns>
  @OptionGroup var output: OutputOptions

  func run() throws {
    let kinds = try limitedKinds()
    let headings = LimitColumns.headings
    if columnOptions.columns { return try ColumnTable.write(headings, output) }
    let names =
      output.isMachineReadable && columnOptions.selection == nil
      ? headings.map(\.name)
      : try columnOptions.names(from: headings, defaults: usual)
    let sortKey = try columnOptions.sortKey(from: headings)
    let context = Context.current()
    let filters = try expressions.map { (expression) throws(IPCError) in
      try Filter(
        option: "--filter", expression, headings: headings, now: context.now,
        unknown: { "no such column: \($0) ('ipctool limits --columns' lists them)" })
    }
    let namespaces = try namespaceOptions.selection(in: context)
    let report = LimitReport(
      of: kinds, includesCommon: self.kinds.isEmpty, namespaces: namespaces, in: context)
    var coverage = report.coverage
    if let namespaces { coverage.unite(namespaces.coverage) }
    let users = UserNames()
    var rows = report.entries.map {
      LimitColumns.Row(entry: $0, users: users, exactBytes: output.bytes)
    }
    rows.removeAll { row in !filters.allSatisfy { $0.holds(for: row, LimitColumns.columns) } }
    if let sortKey,
      let column = LimitColumns.columns.first(where: { $0.heading.name == sortKey.column })
    {
      rows = sortKey.sorted(rows, by: column.value)
    }
    try StandardOutput.writing { () throws(OutputError) in
      try write(rows, names, coverage)
    }
    if !output.json { Diagnostics.report(coverage) }
  }

  /// The columns of a table when none are chosen.
  private var usual: [String] {
    LimitColumns.usual + (namespaceOptions.namespace == nil ? [] : ["namespace"])
  }

  /// - Throws: `usage` for a kind that has none.
  private func limitedKinds() throws(IPCError) -> [any Limited.Type] {
    if kinds.isEmpty { return Catalog.limited }
    return try Catalog.mechanisms(named: kinds).map { (kind) throws(IPCError) in
      guard let limited = kind as? any Limited.Type else {
        throw Reference.misuse(
          kind.keyword, "the kernel has no limit for this kind alone",
          hint: "'ipctool limits' lists those of processes and of the machine, too")
      }
      return limited
    }
  }

  private func write(
    _ rows: [LimitColumns.Row], _ names: [String], _ coverage: Coverage
  ) throws(OutputError) {
    let columns = names.compactMap { name in
      LimitColumns.columns.first { $0.heading.name == name }
    }
    let headings = columns.map(\.heading)
    var writer = try RowWriter(output, array: .limits, headings: headings)
    for row in rows {
      let cells = columns.map { output.isMachineReadable ? $0.value(row) : $0.brief(row) }
      try writer.add(headings, cells)
    }
    try writer.end(coverage)
  }
}
