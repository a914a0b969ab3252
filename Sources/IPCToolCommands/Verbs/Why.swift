internal import ArgumentParser
internal import Glibc
internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `why`: what a process that hangs waits for, and who could end that.
struct Why: SeeingCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Explain why a process hangs.",
    discussion: """
      What each thread waits for, who could end that, what they wait for themselves, and so on to the end of \
      the chain. With an address: who waits at that object. With --all: every deadlock on the machine. \
      Nothing is stopped, signalled or traced.
      """)

  @Argument(
    help: ArgumentHelp("Processes, or an object.", valueName: "pid|address"),
    completion: .processes)
  var subjects: [String] = []

  @Flag(help: "Every deadlock on the machine, and all who wait behind it.")
  var all = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The time between the two looks, within which nobody concerned may have moved. Default: \(Inquiry.usualInterval).",
      valueName: "seconds"))
  var interval: Double?

  @OptionGroup var namespaceOptions: NamespaceOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let interval, !(interval >= 0 && interval <= 3600) {
      throw ValidationError("--interval takes a number of seconds from 0 to 3600")
    }
    guard subjects.isEmpty == all else {
      throw ValidationError(
        all ? "--all takes no processes" : "a pid, an address or --all is wanted")
    }
  }

  func run() throws {
    let context = Context.current()
    var operands = Operands(count: subjects.count)
    var pids: [Int32] = []
    var waitedFor: Set<Subject.Identity> = []
    var handles: [NamespaceHandle] = []
    for subject in subjects {
      try operands.attempt { () throws(IPCError) in
        if let pid = Int32(subject), pid > 0 {
          try ProcessScanner([], in: context).check(pid)
          pids.append(pid)
        } else {
          let found = try WhySubject.find(subject, in: context)
          waitedFor.insert(found.identity)
          if let handle = found.namespace { handles.append(handle) }
        }
      }
    }
    let namespaces = try namespaces(of: handles, in: context)
    let inquiry = Inquiry(
      interval: interval ?? Inquiry.usualInterval, namespaces: namespaces, in: context)
    var coverage = inquiry.coverage
    coverage.hideIPCNamespaces(of: pids, besides: namespaces, in: context)
    let report = WhyReport(
      inquiry.diagnosis, pids: pids, objects: waitedFor, isOfAll: all, coverage)
    try StandardOutput.writing { () throws(OutputError) in
      try report.write(output, coverage)
    }
    if !output.json { Diagnostics.report(coverage) }
    // What was found outranks what was not there to be looked at.
    if report.status == .critical { throw SilentExit(status: .critical) }
    try operands.finish()
    if report.status != .success { throw SilentExit(status: report.status) }
  }

  /// Those that the option chose, or else those of the objects that were named.
  private func namespaces(
    of handles: [NamespaceHandle], in context: Context
  ) throws(IPCError) -> NamespaceSelection? {
    if let chosen = try namespaceOptions.selection(in: context) { return chosen.everywhere }
    return handles.isEmpty ? nil : NamespaceSelection(of: handles, seenFrom: context)
  }
}
