package import LinuxIPC

/// The life of one object, from `create` to its removal, each step by a command of ours and checked.
package struct Life {
  let kind: any Mechanism.Type
  let load: Load
  let name: ChosenName?
  /// How long one step may take, in seconds.
  let patience: Double
  private var outcome: Outcome
  /// What is being done.
  private var step = Step.create
  /// The object's, once it is there.
  private var address: String?

  private init(of kind: any Mechanism.Type, _ patience: Double) {
    self.kind = kind
    self.patience = patience
    load = Load(of: kind)
    name = ChosenName(for: kind)
    outcome = Outcome(of: kind)
  }

  /// Leads one of an object of a kind that has `create` and `rm`.
  ///
  /// - Parameter patience: How long one step may take, in seconds.
  /// - Throws: `interrupted`. Nothing is left of it, whatever happened.
  package static func lead(
    of kind: any Mechanism.Type, patience: Double
  ) throws(IPCError) -> Outcome {
    var life = Life(of: kind, patience)
    do throws(Stop) {
      try life.lead()
      life.outcome.steps.append(life.step)
    } catch {
      switch error {
      case .failed(let why): life.outcome.failure = (life.step, try life.tellingOfRemains(why))
      case .interrupted(let error): throw error
      }
    }
    return life.outcome
  }

  private mutating func lead() throws(Stop) {
    let name = name
    let guardian = try Stop.carrying { () throws(IPCError) in try Guardian(of: name?.file) }
    let address = try create(guardian)
    self.address = address
    if isListed {
      begin(.ls)
      try checkListed(address)
    }
    begin(.show)
    try checkShown(address)
    begin(.send)
    if try keepsData(address) {
      try run(sending(to: address), input: load.input)
      if kind.has(.peek) {
        begin(.peek)
        try checkPeek(address)
      }
      begin(.recv)
      try check(run(receiving(from: address)), printed: load.output(of: .recv))
      try checkTaken(address)
    } else {
      try handOver(address)
    }
    begin(.rm)
    // While it removes a file, that has a name which no guardian knows (`FailureTable.unlink`).
    try run(["rm", address], isSpared: true)
    begin(.gone)
    try checkGone(address)
    guardian.dismiss()
  }

  /// The step before has succeeded.
  mutating func begin(_ next: Step) {
    outcome.steps.append(step)
    step = next
  }

  /// A failure, and whether the object is there all the same.
  private func tellingOfRemains(_ failure: StepFailure) throws(IPCError) -> StepFailure {
    guard let address else { return failure }
    do throws(Stop) {
      guard try attempt(["show", address]).ending == .status(0) else { return failure }
      return StepFailure("\(failure.reason); \(address) stays", hint: "'ipctool rm \(address)'")
    } catch {
      if case .interrupted(let error) = error { throw error }
      return failure
    }
  }
}
