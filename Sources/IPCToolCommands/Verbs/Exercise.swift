internal import ArgumentParser
internal import IPCExercise
internal import LinuxIPC
internal import Tabulate

/// `exercise`: the whole life of one object of each kind.
struct Exercise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exercise",
    abstract: "Try out which kinds work here, and tell what forbids the others.",
    discussion: """
      One object of each kind is created, listed, shown, sent to, looked into, received from and \
      removed, each step by the command of that name, and what comes back is compared with what was \
      sent. A kind works when all steps do. Nothing is left behind, also when this is interrupted.
      """)

  @Argument(
    help: ArgumentHelp("What to try out. Default: all that can be created.", valueName: "kind"),
    completion: .list(Self.usual.map { $0.keyword }))
  var kinds: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long a step may take. Default: 10.", valueName: "seconds"))
  var timeout: Double?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let timeout, !(timeout > 0 && timeout <= 3600) {
      throw ValidationError("--timeout takes a number of seconds above 0 and up to 3600")
    }
  }

  func run() throws {
    let kinds = try kinds.isEmpty ? Self.usual : Catalog.mechanisms(named: kinds)
    for kind in kinds {
      for verb in [Verb.create, .rm] where !kind.has(verb) {
        throw Reference.refusal(of: verb, kind, kind.keyword)
      }
    }
    Waiting.deferTermination()
    var outcomes: [Outcome] = []
    for kind in kinds { outcomes.append(try Life.lead(of: kind, patience: timeout ?? 10)) }
    try StandardOutput.writing { () throws(OutputError) in try write(outcomes) }
    let failed = outcomes.count { $0.failure != nil }
    if failed > 0 { throw SilentExit(status: failed < outcomes.count ? .partial : .unavailable) }
  }

  /// Those that can be created.
  private static var usual: [any Presented.Type] {
    Catalog.mechanisms.filter { $0.has(.create) && $0.has(.rm) }
  }

  private func write(_ outcomes: [Outcome]) throws(OutputError) {
    let columns = output.isMachineReadable ? ExerciseColumns.members : ExerciseColumns.table
    let headings = columns.map(\.heading)
    var writer = try RowWriter(output, array: .kinds, headings: headings, narrowing: .wrap)
    for outcome in outcomes { try writer.add(headings, columns.map { $0.value(outcome) }) }
    try writer.end(Coverage())
  }
}
