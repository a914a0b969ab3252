internal import ArgumentParser
internal import Glibc
internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `graph`: who talks to whom.
struct DrawGraph: SeeingCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draw who talks to whom, over what, and in which direction.",
    discussion: """
      Without a pid: all processes that talk to others. What connects nobody is counted, not drawn. Looking \
      changes nothing. What may not be seen is told on standard error, and in JSON under 'coverage'.
      """)

  @Argument(
    help: ArgumentHelp("Those processes, and to whom they talk.", valueName: "pid"),
    completion: .processes)
  // Read as text, so that an option that is none is refused by its name, and not by what follows it.
  var processes: [String] = []

  @Option(
    name: .customLong("pid"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("The same as an operand; may be repeated.", valueName: "pid"),
    completion: .processes)
  var others: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many steps to go from those processes; 0 is among them alone. Default: 1.",
      valueName: "steps"))
  var depth: Int?

  @Option(
    name: .customLong("kind"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Objects of this kind alone; may be repeated.", valueName: "kind"),
    completion: .list(Catalog.mechanisms.map { $0.keyword }))
  var kinds: [String] = []

  @Option(help: "text; dot, for Graphviz; mermaid; json, the same as --json.")
  var format = GraphForm.text

  @Flag(help: "Draw every process and object by itself, however alike they are.")
  var expand = false

  @OptionGroup var namespaceOptions: NamespaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if output.isMachineReadable, format != .text, format != .json {
      throw ValidationError("--format \(format.rawValue) excludes --json and --jsonl")
    }
    if output.jsonl, format == .json {
      throw ValidationError("--json and --jsonl exclude each other")
    }
    guard let depth else { return }
    if processes.isEmpty, others.isEmpty {
      throw ValidationError("--depth takes a pid to start at")
    }
    if depth < 0 { throw ValidationError("--depth takes a number from 0 on") }
  }

  func run() throws {
    let context = Context.current()
    let kinds = kinds.isEmpty ? Catalog.mechanisms : try Catalog.mechanisms(named: kinds)
    let asked = processes + others
    var operands = Operands(count: asked.count)
    let pids = try operands.processes(asked, in: context)
    let namespaces = try namespaceOptions.selection(in: context)
    let inquiry = Inquiry(
      details: [.values, .operators], namespaces: namespaces?.everywhere, in: context)
    var graph = GraphBuilder.graph(
      of: inquiry.snapshot, inquiry.diagnosis, kinds, otherWaits: self.kinds.isEmpty,
      own: getpid())
    if asked.isEmpty, let namespaces, !namespaces.isWhole {
      let inside = graph.nodes.compactMap(\.pid).filter { namespaces.has(process: $0) }
      graph = graph.around(inside.compactMap { HolderProcess($0) }, depth: 1)
    }
    if !asked.isEmpty {
      graph = graph.around(pids.compactMap { HolderProcess($0) }, depth: depth ?? 1)
    }
    let report = GraphReport(
      graph: graph, isExpanded: expand, isOfAll: asked.isEmpty, isClosed: depth == 0,
      kinds: self.kinds.isEmpty ? [] : kinds.map { $0.keyword }, coverage: inquiry.coverage)
    let form: any GraphFormat.Type =
      output.json ? GraphJSON.self : output.jsonl ? GraphJSONLines.self : format.writer
    try StandardOutput.writing { () throws(OutputError) in
      var sink = StandardOutput.sink
      try form.write(report, into: &sink)
      try sink.flush()
    }
    if form != GraphJSON.self { Diagnostics.report(inquiry.coverage) }
    try operands.finish()
  }
}
