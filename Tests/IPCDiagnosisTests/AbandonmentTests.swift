import Testing

@testable import IPCDiagnosis
@testable import LinuxIPC

/// Who is left of the users of an object, on machines written by hand.
struct AbandonmentTests {
  /// Of these pids the processes live, or their numbers are those of later processes; all others are dead.
  private func survivors(
    alive: Set<Int32> = [], reused: Set<Int32> = [], hidden: Set<Int32> = [],
    _ processes: [LivingProcess] = [], areAllKnown: Bool = true, own: Int32 = 0
  ) -> Survivors {
    var survivors = Survivors(processes, areAllKnown: areAllKnown, own: own)
    survivors.bootTime = 0
    survivors.lastProcess = { pid, _ in
      alive.contains(pid)
        ? .alive : reused.contains(pid) ? .reused : hidden.contains(pid) ? .hidden : .dead
    }
    return survivors
  }

  private func process(
    _ pid: Int32, parent: Int32 = 1, since start: Double = 10, uids: Set<UInt32> = [1000],
    group: Int32? = nil, session: Int32? = nil
  ) -> LivingProcess {
    LivingProcess(
      pid: pid, parent: parent, command: [], startTime: start, uids: uids, group: group ?? pid,
      session: session ?? pid)
  }

  /// A segment: its maker is recorded.
  private func segment(maker: Int32, user: Int32? = nil, at time: Int64 = 100) -> Traces {
    var traces = Traces(owner: 1000, lastTime: time)
    traces.recordsMaker = true
    traces.recordsUsers = true
    traces.users = [Traces.User("made", by: maker, at: time)]
    if let user { traces.users.append(Traces.User("last used", by: user, at: time)) }
    return traces
  }

  /// A queue: its maker is not.
  private func queue(user: Int32?, owner: UInt32 = 0, at time: Int64 = 100) -> Traces {
    var traces = Traces(owner: owner, lastTime: time)
    traces.recordsUsers = true
    if let user { traces.users = [Traces.User("last sent to", by: user, at: time)] }
    return traces
  }

  private func isForgotten(_ traces: Traces, _ survivors: Survivors) -> Bool {
    Abandonment(of: traces, among: survivors) == .forgotten
  }

  @Test func takesAllWhoAreRecorded() {
    #expect(isForgotten(segment(maker: 7, user: 8), survivors()))
    #expect(isForgotten(segment(maker: 7, user: 8), survivors(reused: [7, 8])))
    #expect(!isForgotten(segment(maker: 7, user: 8), survivors(alive: [7])))
    #expect(!isForgotten(segment(maker: 7, user: 8), survivors(alive: [8])))
    #expect(!isForgotten(segment(maker: 7, user: 8), survivors(hidden: [8])))
    // Somebody of another pid namespace.
    #expect(!isForgotten(segment(maker: 0), survivors()))
    #expect(!isForgotten(segment(maker: 7, user: 0), survivors()))
  }

  @Test func believesTheKernelsCount() {
    var traces = segment(maker: 7)
    traces.use = "attached"
    #expect(Abandonment(of: traces, among: survivors()) == .used("is attached"))
    traces.use = nil
    traces.obstacle = "CAP_IPC_OWNER"
    #expect(Abandonment(of: traces, among: survivors()) == .untold("CAP_IPC_OWNER"))
  }

  /// What /proc does not show is not always hidden.
  @Test func saysWhatHidesAUser() {
    var survivors = survivors(hidden: [8])
    #expect(
      Abandonment(of: segment(maker: 7, user: 8), among: survivors)
        != .untold("more open files than may be had"))
    survivors.needs = { pid, _ in pid == 8 ? "more open files than may be had" : nil }
    #expect(
      Abandonment(of: segment(maker: 7, user: 8), among: survivors)
        == .untold("more open files than may be had"))
  }

  @Test func saysWhatSpeaksForAnObject() {
    let maybe = Abandonment.expected(process(9), .user(1000))
    #expect(Abandonment.forgotten.advocate() == nil)
    #expect(Abandonment.used("is open").advocate() == "it is open")
    #expect(Abandonment.unrecorded.advocate() == "nobody is recorded to have used it")
    #expect(Abandonment.untold("/proc").advocate() == "to tell who uses it takes /proc")
    #expect(maybe.advocate() == "process 9 may come back to it")
    #expect(maybe.advocate { process, _ in "only \(process.pid)" } == "only 9")
  }

  @Test func takesNothingThatNobodyIsRecordedToHaveUsed() {
    #expect(Abandonment(of: queue(user: nil), among: survivors()) == .unrecorded)
  }

  /// Whoever holds or awaits it is asked for last, and has to be known.
  @Test(arguments: [true, false, nil] as [Bool?], [true, false, nil] as [Bool?])
  func needsToKnowWhoUsesIt(_ isHeld: Bool?, _ isAwaited: Bool?) {
    let found = Abandonment(
      of: queue(user: 7), among: survivors(), isHeld: { isHeld }, isAwaited: { isAwaited })
    #expect((found == .forgotten) == (isHeld == false && isAwaited == false))
  }

  /// Who made it is not recorded: any process of its owner that was there may have.
  @Test func waitsForElders() {
    let file = Traces(owner: 1000, lastTime: 100)
    #expect(isForgotten(file, survivors()))
    let login = process(4, since: 50, uids: [0])
    #expect(isForgotten(file, survivors([login, process(5, parent: 4, since: 101)])))
    #expect(isForgotten(file, survivors([process(5, uids: [2000])])))
    for process in [process(5, since: 100.9), process(5, uids: [0, 1000])] {
      #expect(
        Abandonment(of: file, among: survivors([process]))
          == .expected(process, .user(1000)))
    }
    // Of a segment who made it is known.
    #expect(isForgotten(segment(maker: 7), survivors([process(5)])))
    // The superuser's daemons are always there.
    #expect(isForgotten(queue(user: 7), survivors([process(5, uids: [0])])))
    // Who gave the object away may come back as well.
    var given = Traces(owner: 0, creator: 1000, lastTime: 100)
    given.recordsUsers = false
    #expect(!isForgotten(given, survivors([process(5)])))
    // Where not all processes are known, none is known not to be there.
    #expect(!isForgotten(file, survivors(areAllKnown: false)))
    #expect(isForgotten(queue(user: 7), survivors(areAllKnown: false)))
  }

  /// A daemon leaves its parent, who may have made the objects; the younger process of a login has one.
  @Test func waitsForHeirs() {
    let file = Traces(owner: 1000, lastTime: 100)
    let start = LivingProcess(
      pid: 1, parent: 0, command: [], startTime: 0, uids: [0], group: 1, session: 1, isInit: true)
    let daemon = process(7, parent: 6, since: 105, uids: [0])
    let worker = process(8, parent: 7, since: 110)
    for parent in [start, process(6, parent: 1, since: 101, uids: [0])] {
      var own = daemon
      if parent.isInit {
        own = LivingProcess(
          pid: 7, parent: 1, command: [], startTime: 105, uids: [0], group: 7, session: 7)
      }
      #expect(
        Abandonment(of: file, among: survivors([start, parent, own, worker]))
          == .expected(worker, .heir(1000)))
    }
    // The parent that was there before has not ended.
    let login = process(6, parent: 1, since: 50, uids: [0])
    #expect(isForgotten(file, survivors([start, login, daemon, worker])))
    #expect(isForgotten(queue(user: 9), survivors([start, daemon])))
  }

  /// A server of the superuser's makes a set for his workers, and starts those again.
  @Test func waitsForPatrons() {
    var given = Traces(owner: 1000, creator: 0, lastTime: 100)
    given.recordsUsers = true
    given.users = [Traces.User("last operated", by: 9, at: 100)]
    let server = process(7, since: 50, uids: [0])
    let worker = process(8, parent: 7, since: 110)
    #expect(
      Abandonment(of: given, among: survivors([server, worker]))
        == .expected(server, .patron(1000)))
    #expect(isForgotten(given, survivors([server])))
    // What is theirs from the beginning they made themselves.
    #expect(isForgotten(queue(user: 9, owner: 1000), survivors([server, worker])))
  }

  /// A clock that was set makes every process look younger than what it made.
  @Test func comparesNothingWithTimesBeforeTheStart() {
    let login = process(4, since: 50, uids: [0])
    var machine = survivors([login, process(5, parent: 4, since: 5000)])
    let file = Traces(owner: 1000, lastTime: 100)
    #expect(isForgotten(file, machine))
    machine.bootTime = 4000
    #expect(!isForgotten(file, machine))
  }

  @Test func doesNotCountWhoAsks() {
    let asking = [
      process(20, parent: 19), process(19, parent: 18), process(18, parent: 1, uids: [0]),
    ]
    let file = Traces(owner: 1000, lastTime: 100)
    #expect(isForgotten(file, survivors(asking, own: 20)))
    #expect(!isForgotten(file, survivors(asking + [process(21, parent: 18)], own: 20)))
  }

  /// Who starts a daemon makes its objects, and ends.
  @Test func waitsForDescendants() {
    for daemon in [process(8, group: 7), process(8, session: 7)] {
      #expect(
        Abandonment(of: segment(maker: 7), among: survivors([daemon]))
          == .expected(daemon, .descendant(of: 7)))
      // The group of a number that was given out again is the later process's.
      #expect(isForgotten(segment(maker: 7), survivors(reused: [7], [daemon])))
    }
  }
}
