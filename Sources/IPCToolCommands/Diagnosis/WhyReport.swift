internal import Glibc
internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// What `why` tells: to programs all of the chain, to people its story.
struct WhyReport {
  private let diagnosis: Diagnosis
  /// The places of the threads that were asked for.
  private let starts: [Int]
  private let chain: Chain
  private let deadlocks: [Deadlock]
  /// What is said when nobody waits.
  private let nothing: String
  /// Whether somebody may end it who is not seen.
  private let endsUnseen: Bool
  let status: ExitStatus

  /// - Parameters:
  ///   - pids: The processes that were asked for.
  ///   - objects: The objects that were asked for.
  ///   - isOfAll: Whether every deadlock was.
  init(
    _ diagnosis: Diagnosis, pids: [Int32], objects: Set<Subject.Identity>, isOfAll: Bool,
    _ coverage: Coverage
  ) {
    self.diagnosis = diagnosis
    let isSeen = !coverage.hidesProcesses
    nothing =
      isOfAll
      ? isSeen
        ? "nothing hangs: no deadlock, and nobody is stuck"
        : "nothing is seen to hang, among the processes that may be looked into"
      : isSeen ? "nobody waits there" : "nobody is seen to wait there"
    if isOfAll {
      // Whoever is stuck is so behind one of them, or behind somebody who is dead or stopped.
      starts = diagnosis.verdicts.indices.filter {
        [.deadlocked, .stuck].contains(diagnosis.verdicts[$0])
      }
    } else {
      starts = pids.flatMap { diagnosis.places(of: $0) } + diagnosis.waiters(at: objects)
    }
    chain = Chain(behind: starts, in: diagnosis)
    let places = Set(chain.places)
    deadlocks =
      isOfAll
      ? diagnosis.deadlocks
      : diagnosis.deadlocks.filter { !$0.members.isDisjoint(with: places) }
    let severity = diagnosis.severity(of: chain)
    endsUnseen = severity == .unseen && !isOfAll
    if isOfAll {
      status = deadlocks.contains(where: \.isProved) ? .critical : .success
    } else {
      status =
        switch severity {
        // Whom we may not look at may wait there.
        case .healthy: pids.isEmpty && starts.isEmpty && !isSeen ? .unknown : .success
        case .warning: .partial
        case .critical: .critical
        case .unseen: .unknown
        }
    }
  }

  func write(_ output: OutputOptions, _ coverage: Coverage) throws(OutputError) {
    let sleep = SleepTime()
    let threads = chain.places.map { place in
      WhyThread(
        thread: diagnosis.observation.threads[place], verdict: diagnosis.verdicts[place],
        faults: diagnosis.faults[place].sorted(),
        seconds: sleep.seconds(diagnosis.observation.threads[place].id))
    }
    if output.json {
      try writeDocument(threads, coverage)
    } else if output.jsonl {
      var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
      for thread in threads {
        try JSONLines.write(Record<WhyThread>.thread.fields(of: thread), into: &sink)
      }
      try sink.flush()
    } else {
      var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
      let story = WhyStory(
        diagnosis, starts: starts, chain, threads: threads, deadlocks: deadlocks,
        ifNothing: nothing)
      for line in story.lines {
        try sink.write(WrappedText.paragraph(line, width: Terminal.width) + "\n")
      }
      if endsUnseen {
        try sink.write("it cannot be told whether this ends: others may, whom we may not look at\n")
      }
      try sink.flush()
    }
  }

  private func writeDocument(
    _ threads: [WhyThread], _ coverage: Coverage
  ) throws(OutputError) {
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    var document = JSONDocumentWriter(version: JSONDocument.version)
    try document.begin(into: &sink)
    try document.beginArray(JSONDocument.Member.threads.rawValue, into: &sink)
    for thread in threads {
      try document.element(Record<WhyThread>.thread.fields(of: thread), into: &sink)
    }
    try document.endArray(into: &sink)
    try document.member(
      JSONDocument.Member.deadlocks.rawValue,
      .list(deadlocks.map(Record<Deadlock>.deadlock.cell)), into: &sink)
    try document.member(
      JSONDocument.Member.coverage.rawValue, Record<Coverage>.coverage.cell(coverage), into: &sink)
    try document.end(into: &sink)
    try sink.flush()
  }
}

/// A thread of the chain.
struct WhyThread {
  let thread: ThreadWaits
  let verdict: Verdict
  let faults: [Fault]
  /// How long it has been asleep; nil when that is not known.
  let seconds: Double?
}
