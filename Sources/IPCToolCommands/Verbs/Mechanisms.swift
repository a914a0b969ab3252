internal import ArgumentParser
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `mechanisms`: the guide to all kinds.
struct Mechanisms: SeeingCommand {
  static let configuration = CommandConfiguration(
    commandName: "mechanisms", abstract: "Tell which kind to use when, and what each does.",
    discussion: Self.introduction + "\n\n" + """
      Without a kind: a table of all. With kinds: a page for each, with its limits here and how many \
      exist now.
      """)

  /// Why there is anything to choose.
  static let introduction = """
    Work is split among processes because one that dies does not take the others with it, as a thread \
    would; because each can have rights, limits and a user of its own, and be replaced while the others \
    run; and because a runtime that keeps one core busy, like Python's, uses the others through \
    processes. But each has its memory for itself: what they tell each other goes through one of these.
    """

  @Argument(
    help: ArgumentHelp("What to tell about: \(Catalog.keywords).", valueName: "kind"),
    completion: .list(Catalog.mechanisms.map { $0.keyword }))
  var kinds: [String] = []

  @OptionGroup var output: OutputOptions

  func run() throws {
    let mechanisms = try kinds.isEmpty ? Catalog.mechanisms : Catalog.mechanisms(named: kinds)
    if kinds.isEmpty, !output.isMachineReadable {
      return try StandardOutput.writing { () throws(OutputError) in try writeTable(mechanisms) }
    }
    let context = Context.current()
    let snapshot = Snapshot(Snapshot.Request(kinds: mechanisms), in: context)
    var coverage = snapshot.coverage
    let rows = mechanisms.map { row($0, snapshot, &coverage, context) }
    try StandardOutput.writing { () throws(OutputError) in
      if output.isMachineReadable {
        try write(rows, coverage)
      } else {
        try writePages(rows, context)
      }
    }
    if !output.json { Diagnostics.report(coverage) }
  }

  private func row<Kind: Presented>(
    _ kind: Kind.Type, _ snapshot: Snapshot, _ coverage: inout Coverage, _ context: Context
  ) -> GuideRow {
    let objects =
      snapshot.isWhole(kind) ? UInt64(snapshot.objects(of: kind).count) : nil
    guard let limited = kind as? any Limited.Type else {
      return GuideRow(kind, limits: [], objects: objects)
    }
    do throws(IPCError) {
      return GuideRow(kind, limits: try limited.limits(in: context), objects: objects)
    } catch {
      coverage.hide("limits of \(Kind.title)", because: error)
      return GuideRow(kind, objects: objects)
    }
  }

  private func write(_ rows: [GuideRow], _ coverage: Coverage) throws(OutputError) {
    let columns = GuideColumns.columns
    var writer = try RowWriter(output, array: .mechanisms, headings: [])
    for row in rows { try writer.add(columns.map(\.heading), columns.map { $0.value(row) }) }
    try writer.end(coverage)
  }

  /// How wide text is that nobody scrolls sideways to read.
  private static var width: Int { Terminal.width ?? 80 }

  private func writeTable(_ kinds: [any Presented.Type]) throws(OutputError) {
    var sink = StandardOutput.sink
    if !output.noHeader {
      for line in WrappedText.lines(of: Self.introduction, width: Self.width) {
        try sink.write(line + "\n")
      }
      try sink.write("\n")
    }
    var table = AnnotatedTable(
      titles: ["KIND", "MEDIUM", "UNIT", "DIRECTION", "REACH"], style: output.style,
      width: Self.width)
    for kind in kinds {
      let guide = kind.guide
      table.add(
        [
          kind.keyword, guide.medium.rawValue, guide.unit, guide.direction.rawValue,
          guide.reach.rawValue,
        ], note: guide.use)
    }
    try table.render(into: &sink)
    try sink.flush()
  }

  private func writePages(_ rows: [GuideRow], _ context: Context) throws(OutputError) {
    var sink = StandardOutput.sink
    let renderer = PropertyListRenderer(
      style: output.style, now: context.now, wrapping: Self.width)
    for (index, row) in rows.enumerated() {
      if index > 0 { try sink.write("\n") }
      try renderer.render(
        GuideColumns.page.map { ($0.digestHeading, $0.digest(row)) }, into: &sink)
    }
    try sink.flush()
  }
}
