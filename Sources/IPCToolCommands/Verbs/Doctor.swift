internal import ArgumentParser
internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC
internal import SystemPackage
internal import Tabulate

/// `doctor`: what is wrong on this machine, and what mends it.
struct Doctor: SeeingCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, nagios
  }

  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Find what is wrong, and say what mends it.",
    discussion: """
      Each finding has a severity, what was seen, and where a safe command exists, that command. Exit \
      status: 2 when something is critical, 1 for a warning, else 0. Looking changes nothing.
      """)

  @Flag(help: "List the rules, with the worst that each finds.")
  var list = false

  @Option(
    name: .customLong("rule"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Look with this rule only; may be repeated.", valueName: "name"),
    completion: .list(DoctorRules.all.map { $0.name }))
  var wanted: [String] = []

  @Option(
    name: .customLong("ignore"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Leave out this rule; may be repeated.", valueName: "name"),
    completion: .list(DoctorRules.all.map { $0.name }))
  var ignored: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Look for files of sockets below this directory, too; may be repeated.", valueName: "dir"),
    completion: .directory)
  var search: [String] = []

  @Option(help: ArgumentHelp("Above how much of a limit to warn.", valueName: "percent"))
  var warning = Examination.Thresholds().warningPercent

  @Option(
    help: ArgumentHelp(
      "Above how much of a limit it is critical; all of it always is.", valueName: "percent"))
  var critical = Examination.Thresholds().criticalPercent

  @Option(
    help: ArgumentHelp("How many objects of a kind one user may make.", valueName: "count"))
  var maxObjects = Examination.Thresholds().objects

  @Option(
    help: ArgumentHelp(
      "How much memory may be kept without a use or a name. Default: 100M.",
      valueName: "size"))
  var minBytes: ByteCount?

  @Option(help: "text, or nagios: one line with performance data.")
  var format = Format.text

  @OptionGroup var namespaceOptions: NamespaceOptions
  @OptionGroup var output: OutputOptions

  /// Where files of sockets are looked for anyway.
  static let directories = ["/run", "/tmp"]

  func validate() throws {
    for name in wanted + ignored where !DoctorRules.all.contains(where: { $0.name == name }) {
      throw ValidationError("there is no rule '\(name)' ('ipctool doctor --list' lists them)")
    }
    guard !rules.isEmpty else { throw ValidationError("--ignore leaves no rule") }
    guard warning <= critical else {
      throw ValidationError("--warning (\(warning)) may not be above --critical (\(critical))")
    }
    if format == .nagios, output.isMachineReadable || list {
      throw ValidationError("--format nagios excludes --json, --jsonl and --list")
    }
  }

  private var rules: [any DoctorRule.Type] {
    DoctorRules.all.filter { rule in
      (wanted.isEmpty || wanted.contains(rule.name)) && !ignored.contains(rule.name)
    }
  }

  /// What is to be searched has to be there.
  private func checkDirectories() throws(IPCError) {
    for directory in search { _ = try DirectoryArgument.path(directory) }
  }

  func run() throws {
    let rules = rules
    if list {
      return try StandardOutput.writing { () throws(OutputError) in
        try DoctorReport.writeList(rules, output)
      }
    }
    try checkDirectories()
    let context = Context.current()
    var (machine, coverage) = look(
      for: rules, try namespaceOptions.selection(in: context), in: context)
    var fixes: Set<[UInt8]> = []
    let findings = rules.flatMap { rule in
      let (found, gaps) = rule.examine(machine)
      coverage.merge(gaps)
      return found.map { finding in
        let isNew = finding.fix.map { fixes.insert($0).inserted } ?? true
        return RuleFinding(rule: rule.name, finding: isNew ? finding : finding.withoutFix)
      }
    }
    let report = DoctorReport(
      findings: findings, rules: rules, coverage: coverage, isBlind: !machine.maySeeProcesses)
    try StandardOutput.writing { () throws(OutputError) in
      if output.isMachineReadable { return try report.writeRows(output) }
      switch format {
      case .text: try report.writeText(output.style)
      case .nagios: try report.writeNagios()
      }
    }
    if !output.json { Diagnostics.report(coverage) }
    let status = format == .nagios ? report.monitoredStatus : report.status
    if status != .success { throw SilentExit(status: status) }
  }

  /// Looks at no more than the rules need.
  private func look(
    for rules: [any DoctorRule.Type], _ namespaces: NamespaceSelection?, in context: Context
  ) -> (Examination, Coverage) {
    let needs = rules.reduce(into: Examination.Needs()) { $0.formUnion($1.needs) }
    let details = rules.reduce(into: Details()) { $0.formUnion($1.details) }
    var machine: Examination
    var coverage: Coverage
    if needs.contains(.waits) {
      let inquiry = Inquiry(details: details, namespaces: namespaces, in: context)
      machine = Examination(inquiry.snapshot, in: context)
      machine.diagnosis = inquiry.diagnosis
      coverage = inquiry.coverage
    } else {
      let kinds = Catalog.mechanisms.filter { kind in
        rules.contains { $0.kinds.contains { $0 == kind } }
      }
      var request = Snapshot.Request(
        kinds: kinds, details: details, includesHolders: needs.contains(.holders))
      // A socket of another network may be bound to a file here.
      request.spansNetworks = true
      request.namespaces = namespaces
      machine = Examination(Snapshot(request, in: context), in: context)
      coverage = machine.snapshot.coverage
    }
    machine.thresholds.objects = maxObjects
    machine.thresholds.warningPercent = warning
    machine.thresholds.criticalPercent = critical
    if let minBytes { machine.thresholds.bytes = minBytes.value }
    if needs.contains(.limits) {
      let report = LimitReport(
        of: Catalog.limited, includesCommon: true, namespaces: namespaces, in: context)
      machine.limits = report.entries
      coverage.unite(report.coverage)
    }
    if let namespaces, !namespaces.isWhole {
      machine.concerns = { namespaces.has(process: $0) }
    }
    if needs.contains(.socketFiles) {
      let files = socketFiles(namespaces)
      machine.socketFiles = files.entries
      coverage.merge(files.coverage)
    }
    let capabilities = Capabilities.current()
    machine.strangers = UserMap.strangers
    machine.maySeeProcesses = capabilities.has(.systemPtrace) && machine.strangers == nil
    machine.mayMount = capabilities.has(.systemAdmin, for: .reaching)
    machine.seesNetworks = !coverage.hidesNetworks(from: capabilities)
    if needs.contains(.users) { machine.survivors = .current() }
    if needs.contains(.hugePages) { machine.reservedHugePages = HugePages.reserved }
    machine.hasQueueDirectory = POSIXMessageQueue.isMounted
    machine.mountedDevices = namespaces?.mountedDevices
    return (machine, coverage)
  }

  /// Those of our own root directory, where it is asked about, and of other mount namespaces.
  private func socketFiles(_ namespaces: NamespaceSelection?) -> SocketFiles {
    let runtime = Terminal.environment("XDG_RUNTIME_DIR").map { [$0] } ?? []
    let isOwn = namespaces?.wantsOwn(.mount) ?? true
    var files = SocketFiles(below: isOwn ? paths(Self.directories + runtime + search) : [])
    let others = namespaces?.others(.mount) ?? []
    if !others.isEmpty { files.look(below: paths(Self.directories + search), in: others) }
    return files
  }

  private func paths(_ arguments: [String]) -> [[UInt8]] {
    var paths: [[UInt8]] = []
    for path in arguments.map({ RawArgument.decode($0) })
    where !path.isEmpty && !paths.contains(path) {
      paths.append(path)
    }
    return paths
  }
}
