internal import IPCExercise
internal import Tabulate

/// What is told of the life of an object: to programs each thing by itself, to people in a sentence.
enum ExerciseColumns {
  static let table: [Column<Outcome>] = [
    kind,
    Column(heading: Heading(name: "result", title: "RESULT", help: "what came of it")) { outcome in
      guard let (step, why) = outcome.failure else { return .status("works", .normal) }
      let hint = why.hint.map { " (\($0))" } ?? ""
      return .status("fails at \(step.rawValue) because \(why.reason)\(hint)", .critical)
    },
  ]

  static let members: [Column<Outcome>] = [
    kind,
    Column(
      heading: Heading(
        name: "works", title: "WORKS", help: "whether every step succeeded", shape: .flag,
        isOptional: false)
    ) { .flag($0.failure == nil) },
    Column(
      heading: Heading(name: "failed_step", title: "FAILED-STEP", help: "the step that did not")
    ) { $0.failure.map { .text($0.step.rawValue) } ?? .absent },
    Column(
      heading: Heading(
        name: "reason", title: "REASON", help: "what the command of that step said", shape: .text)
    ) { $0.failure.map { .text($0.why.reason) } ?? .absent },
    Column(
      heading: Heading(
        name: "hint", title: "HINT", help: "what may help, if anything is known to", shape: .text)
    ) { $0.failure?.why.hint.map { .text($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "steps", title: "STEPS",
        help:
          "the steps that were taken, in this order; those that the kind does not have are left out",
        shape: .list(step.shape), isOptional: false)
    ) { outcome in
      let failed = outcome.failure.map { [(step: $0.step, isDone: false)] } ?? []
      return .list((outcome.steps.map { (step: $0, isDone: true) } + failed).map(step.cell))
    },
  ]

  private static let kind = Column<Outcome>(heading: .kind) { .text($0.kind) }

  private static let step = Record<(step: Step, isDone: Bool)>([
    Column(
      heading: Heading(
        name: "step", title: "STEP", help: "create, ls, show, send, peek, recv, rm or gone",
        isOptional: false)
    ) { .text($0.step.rawValue) },
    Column(
      heading: Heading(
        name: "ok", title: "OK", help: "whether it succeeded", shape: .flag, isOptional: false)
    ) { .flag($0.isDone) },
  ])
}
