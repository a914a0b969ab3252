internal import Glibc
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// Objects of several kinds, each a row of the same columns.
struct Listing {
  let mechanisms: [any Presented.Type]
  /// What is shown, in this order.
  let headings: [Heading]
  let sortKey: SortKey?
  /// Whether nobody chose the columns.
  let areUsual: Bool
  /// What each row has to satisfy.
  let filters: [Filter]
  /// Of one process, when only what it holds is listed.
  let holdings: ProcessHoldings?
  /// Below which files are looked for that nobody may hold.
  let directory: [UInt8]?
  /// The namespaces that are looked into besides our own; nil for none.
  let namespaces: NamespaceSelection?
  let output: OutputOptions

  /// What a row of `mechanism` may show in a listing.
  static func headings(of mechanism: any Presented.Type) -> [Heading] {
    func own<Kind: Presented>(_ kind: Kind.Type) -> [Heading] {
      kind.columns.filter { !$0.inputs.contains(.inspection) }.map(\.heading)
    }
    return Headings.ordered(own(mechanism))
  }

  /// The columns that only `show` fills, as they take a look at every object, and no listing of
  /// `mechanisms`. One that another kind fills in a listing is none of them.
  static func inspectionNames(
    of mechanisms: [any Presented.Type] = Catalog.mechanisms
  ) -> Set<String> {
    func all<Kind: Presented>(_ kind: Kind.Type) -> [String] { kind.columns.map(\.heading.name) }
    return Set(mechanisms.flatMap { all($0) })
      .subtracting(mechanisms.flatMap { headings(of: $0) }.map(\.name))
  }

  /// Why a listing of `mechanisms` has no column called `name`; nil when nothing has one.
  static func lack(of name: String, in mechanisms: [any Presented.Type]) -> String? {
    let all = Headings.ordered(Heading.common + Catalog.headings)
    guard let known = try? ColumnSelection.find(name, in: all) else { return nil }
    return inspectionNames(of: mechanisms).contains(known.name)
      ? "\(known.name) is not read for a listing ('ipctool show' tells it)"
      : lack(known.name, mechanisms)
  }

  /// That none of `mechanisms` has `what`.
  static func lack(_ what: String, _ mechanisms: [any Presented.Type]) -> String {
    let keywords = mechanisms.map { $0.keyword }.joined(separator: ", ")
    return "\(keywords) \(mechanisms.count == 1 ? "has" : "have") no \(what)"
  }

  func run(in context: Context) throws(IPCError) {
    let inputs = inputs
    let looking = Looking(context: context)
    var request = Snapshot.Request(
      kinds: mechanisms, details: inputs.details, includesHolders: inputs.contains(.holders))
    request.includesPeers = inputs.contains(.peers)
    request.heldBy = holdings
    request.spansNetworks = holdings != nil
    request.directory = directory
    request.namespaces = namespaces
    if namespaces != nil { request.spansNetworks = true }
    request.includesCommands = output.isMachineReadable || sortKey != nil || !filters.isEmpty
    if !filters.isEmpty {
      for mechanism in mechanisms { mechanism.sift(&request, by: filters, looking) }
    }
    let snapshot = Snapshot(request, in: context)
    // Without a walk for the holders the sieves have said all.
    let rest = request.includesHolders ? filters : []
    try StandardOutput.writing { () throws(OutputError) in
      var writer = try RowWriter(
        output, array: .objects, headings: headings, narrowing: areUsual ? .hide : .cut)
      if let sortKey {
        for row in sorted(by: sortKey, where: rest, snapshot, looking) {
          try writer.add(headings, row.cells)
        }
      } else {
        for mechanism in mechanisms {
          try writer.add(
            headings,
            mechanism.rows(
              of: headings.map(\.name), where: rest, isBrief: !output.isMachineReadable,
              in: snapshot, looking))
        }
      }
      try writer.end(snapshot.coverage)
    }
    if !output.json { Diagnostics.report(snapshot.coverage) }
  }

  private struct Row {
    let cells: [Cell]
    let key: Cell
  }

  private func sorted(
    by sortKey: SortKey, where filters: [Filter], _ snapshot: Snapshot, _ looking: Looking
  ) -> [Row] {
    var rows: [Row] = []
    for mechanism in mechanisms {
      let found = mechanism.rows(
        of: headings.map(\.name), where: filters, isBrief: !output.isMachineReadable, in: snapshot,
        looking)
      // What a table shows may be an abridgement, which is no order.
      let keys = mechanism.rows(
        of: [sortKey.column], where: [], isBrief: false, in: snapshot, looking)
      for index in 0..<found.count {
        guard let cells = found.cells(index) else { continue }
        rows.append(Row(cells: cells, key: keys.cells(index)?.first ?? .absent))
      }
    }
    return sortKey.sorted(rows) { $0.key }
  }

  /// What the columns that are shown, sorted by or asked about need.
  private var inputs: ColumnInputs {
    var names = Set(headings.map(\.name))
    if let sortKey { names.insert(sortKey.column) }
    for filter in filters { names.formUnion(filter.headings.map(\.name)) }
    func inputs<Kind: Presented>(_ kind: Kind.Type) -> ColumnInputs {
      kind.columns.reduce(into: []) {
        if names.contains($1.heading.name) { $0.formUnion($1.inputs) }
      }
    }
    return mechanisms.reduce(into: []) { $0.formUnion(inputs($1)) }
  }
}
