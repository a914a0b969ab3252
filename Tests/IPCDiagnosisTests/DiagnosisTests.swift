import Testing

@testable import IPCDiagnosis
@testable import IPCSnapshot
@testable import LinuxIPC

/// Verdicts, deadlocks and faults, on machines written by hand.
struct DiagnosisTests {
  private func pair(_ one: Wait, _ other: Wait) -> Scene {
    var scene = Scene()
    scene.add(1, one)
    scene.add(2, other)
    return scene
  }

  @Test func provesWhatNobodyCanEnd() {
    let scene = pair(.pipe(1, .room, by: 2), .pipe(2, .room, by: 1))
    #expect(scene.diagnosis.deadlocks.map(\.pids) == [[1, 2]])
    #expect(scene.diagnosis.deadlocks.map(\.isProved) == [true])
    #expect(scene.finding(1)! == (.deadlocked, [.twoPipe]))
    #expect(scene.severity(1) == .critical)
  }

  /// Whatever may come from outside takes the proof away, and all of the deadlock with what may end it.
  @Test func provesNothingThatSomebodyMayEnd() {
    let closed = Wait.pipe(1, by: 2)
    var others: [Wait] = [closed.limited]
    for openness in [.anybody, .named, .outside] as [Wait.Openness] {
      var wait = closed
      wait.openness = [openness]
      others.append(wait)
    }
    for wait in others {
      let scene = pair(wait, .pipe(2, by: 1))
      #expect(scene.diagnosis.deadlocks.isEmpty)
      #expect(scene.finding(1)!.0 == .waiting)
      #expect(scene.severity(1) == .healthy)
    }
  }

  @Test func provesNothingOfWhoGoesOn() {
    for state in "RDTt" {
      var scene = Scene()
      scene.add(1, .pipe(1, by: 2))
      scene.add(2, state: state, .pipe(2, by: 1))
      #expect(scene.diagnosis.deadlocks.isEmpty)
    }
    var scene = pair(.pipe(1, by: 2), .pipe(2, by: 1))
    scene.change { $0.moved = [ThreadID(pid: 2, tid: 2)] }
    #expect(scene.diagnosis.deadlocks.isEmpty)
    scene.change {
      $0.moved = []
      $0.own = 1
    }
    #expect(scene.diagnosis.deadlocks.isEmpty)
  }

  /// Where not all are seen who may hold an end, the kernel's count has to agree.
  @Test func provesNothingOfHoldersThatAreNotSeen() {
    var scene = pair(.pipe(1, by: 2), .pipe(2, by: 1))
    scene.change { $0.seesEverything = false }
    #expect(scene.diagnosis.deadlocks.isEmpty)
    #expect(scene.finding(1)!.0 == .waiting)
    #expect(scene.severity(1) == .unseen)
    scene.change { $0.accounted = [HeldEnd(Wait.object(1), .any)] }
    #expect(scene.diagnosis.deadlocks.isEmpty)
    scene.change { $0.accounted.insert(HeldEnd(Wait.object(2), .any)) }
    #expect(scene.diagnosis.deadlocks.map(\.isProved) == [true])
  }

  /// What is in flight may lead to what is waited for; but no lock is in a descriptor.
  @Test func assumesThatNothingInFlightIsMeant() {
    var scene = pair(.pipe(1, by: 2), .pipe(2, by: 1))
    scene.change { $0.inFlight = 1 }
    #expect(scene.diagnosis.deadlocks.map(\.isProved) == [false])
    #expect(scene.diagnosis.deadlocks.map(\.assumes.count) == [1])
    #expect(scene.severity(1) == .warning)
    scene.change { $0.inFlight = 0 }
    #expect(scene.diagnosis.deadlocks.map(\.isProved) == [true])
    var locks = pair(.lock(2), .lock(1))
    locks.change { $0.inFlight = 1 }
    #expect(locks.diagnosis.deadlocks.map(\.isProved) == [true])
  }

  /// A call that lets signals through is there for them, if anybody handles one.
  @Test func leavesCallsThatLetSignalsThroughInPeace() {
    var scene = Scene()
    scene.add(1, .pipe(1, by: 1, 2), orSignal: true)
    scene.add(2, .pipe(1, by: 1, 2))
    #expect(scene.diagnosis.deadlocks.map(\.pids) == [[1, 2]])
    scene.change { $0.traits = [1: ProcessTraits(caught: [17], hasTimers: false)] }
    #expect(scene.diagnosis.deadlocks.isEmpty)
  }

  /// Thousands who wait for what they all hold are one deadlock.
  @Test func judgesManyWhoHoldTheSame() {
    let pids = Array(1...3000 as ClosedRange<Int32>)
    let wakers = Wakers(pids.map { Waker($0, .holder) })
    var scene = Scene()
    for pid in pids {
      var wait = Wait.pipe(1)
      wait.wakers = wakers
      scene.add(pid, wait)
    }
    let diagnosis = scene.diagnosis
    #expect(diagnosis.deadlocks.map(\.pids) == [pids])
    #expect(Chain(behind: [0], in: diagnosis).places.count == pids.count)
  }

  /// Who shares a semaphore in memory is all who can give it, unless it has a name, by which others may.
  @Test func findsSemaphoresInMemoryThatNobodyGives() {
    func semaphore(_ inode: UInt64, _ openness: Set<Wait.Openness>) -> Wait {
      .held("futex", inode, .value, by: 1, 2, openness: openness.union([.unrecorded]))
    }
    let crosswise = pair(semaphore(1, []), semaphore(2, [])).diagnosis
    #expect(crosswise.deadlocks.map(\.isProved) == [false])
    #expect(crosswise.deadlocks[0].assumes.count == 1)
    #expect(pair(semaphore(1, []), semaphore(1, [])).diagnosis.deadlocks.map(\.pids) == [[1, 2]])
    #expect(pair(semaphore(1, [.outside]), semaphore(2, [])).diagnosis.deadlocks.isEmpty)
    var pool = pair(semaphore(1, []), semaphore(1, []))
    pool.change { $0.threads[0].limit() }
    #expect(pool.diagnosis.deadlocks.isEmpty)
  }

  /// Conditions are waited for by idle programs, too: alone they are no deadlock.
  @Test func leavesWhoWaitsForConditionsInPeace() {
    func condition(_ inode: UInt64) -> Wait {
      .held("futex", inode, .event, by: 1, 2, openness: [.unrecorded])
    }
    #expect(pair(condition(1), condition(2)).diagnosis.deadlocks.isEmpty)
    #expect(
      pair(condition(1), .pipe(2, .room, by: 1)).diagnosis.deadlocks.map(\.isProved) == [false])
  }

  /// A supervisor that waits for its signals at a pipe of its own is idle, and so is who waits for it.
  @Test func leavesWhoWaitsForSignalsInPeace() {
    var scene = Scene()
    scene.add(1, .pipe(1, by: 1), .pipe(2, by: 2))
    scene.add(2, .pipe(3, by: 1))
    #expect(scene.diagnosis.deadlocks.map(\.pids) == [[1, 2]])
    scene.change { $0.traits = [1: ProcessTraits(caught: [2], hasTimers: false)] }
    #expect(scene.diagnosis.deadlocks.map(\.pids) == [[1, 2]])
    scene.change { $0.traits = [1: ProcessTraits(caught: [17], hasTimers: false)] }
    #expect(scene.diagnosis.deadlocks.isEmpty)
  }

  @Test func assumesWhatIsNotProved() {
    for traits in [
      ProcessTraits(caught: [14], hasTimers: false), ProcessTraits(caught: [26], hasTimers: nil),
      ProcessTraits(caught: [], hasTimers: true),
    ] {
      var scene = pair(.pipe(1, by: 2), .pipe(2, by: 1))
      scene.change { $0.traits = [2: traits] }
      #expect(scene.diagnosis.deadlocks.map(\.isProved) == [false])
      #expect(scene.diagnosis.deadlocks[0].assumes.count == 1)
    }
  }

  @Test func sparesEventLoops() {
    for (caught, isDeadlock) in [([2, 32, 33], true), ([2, 17], false), ([], true)]
      as [(Set<Int32>, Bool)]
    {
      var scene = Scene()
      scene.add(1, .pipe(1, by: 1))
      scene.change { $0.traits = [1: ProcessTraits(caught: caught, hasTimers: false)] }
      #expect(scene.diagnosis.deadlocks.isEmpty != isDeadlock)
      if isDeadlock { #expect(scene.finding(1)! == (.deadlocked, [.ownWriteEnd])) }
    }
  }

  /// Named objects crosswise are a likely deadlock where somebody waits for room, a lock or a value; for messages
  /// and data alone idle servers do, too.
  @Test func tellsLikelyDeadlocksFromIdleServers() {
    func crosswise(_ need: Wait.Need, _ kind: String) -> Scene {
      pair(
        .held(kind, 1, need, by: 2, openness: [.anybody]),
        .held(kind, 2, need, by: 1, openness: [.anybody]))
    }
    let full = crosswise(.room, "mqueue")
    #expect(full.diagnosis.deadlocks.map(\.isProved) == [false])
    #expect(full.finding(1)! == (.deadlocked, []))
    #expect(full.severity(1) == .warning)
    #expect(crosswise(.message, "mqueue").diagnosis.deadlocks.isEmpty)
    #expect(crosswise(.client, "unix").diagnosis.deadlocks.isEmpty)
    let semaphores = pair(.semaphore(1, last: 2), .semaphore(2, last: 1))
    #expect(semaphores.diagnosis.deadlocks.map(\.pids) == [[1, 2]])
    var alone = Scene()
    alone.add(1, .held("mqueue", 1, .room, by: 1, openness: [.anybody]))
    #expect(alone.diagnosis.deadlocks.isEmpty)
  }

  @Test func tellsWhoIsStuckBehindWhom() {
    var scene = Scene()
    scene.add(1, .pipe(1, by: 2))
    scene.add(2, .pipe(2, by: 3))
    scene.add(3, state: "T", .pipe(3, by: 4))
    scene.add(4)
    #expect(scene.finding(1)! == (.stuck, []))
    #expect(scene.finding(2)! == (.stuck, [.stopped]))
    #expect(scene.finding(3)! == (.waiting, []))
    #expect(scene.severity(1) == .warning)
    #expect(scene.severity(3) == .healthy)
    // One other who can is enough.
    var helped = Scene()
    helped.add(1, .pipe(1, by: 2, 3))
    helped.add(2, state: "T")
    helped.add(3)
    #expect(helped.finding(1)! == (.waiting, []))
  }

  @Test func tellsOfTheDead() {
    var owner = Scene()
    owner.add(1, .lock(9, isAlive: false))
    owner.add(2, .pipe(1, by: 1))
    #expect(owner.finding(1)! == (.stuck, [.ownerDead]))
    #expect(owner.finding(2)! == (.stuck, []))
    #expect(owner.severity(2) == .critical)
    var operator_ = Scene()
    operator_.add(1, .semaphore(1, last: 9, isAlive: false))
    #expect(operator_.finding(1)! == (.waiting, [.deadOperator]))
    #expect(operator_.severity(1) == .warning)
  }

  @Test func tellsLocksFromPipes() {
    let locks = pair(.lock(2), .lock(1))
    #expect(locks.finding(1)! == (.deadlocked, [.lockCycle]))
    let mixed = pair(.lock(2), .pipe(1, by: 1))
    #expect(mixed.diagnosis.deadlocks.count == 1)
    #expect(mixed.finding(1)!.1.isEmpty)
  }

  @Test func findsAllOfSeveral() {
    var scene = Scene()
    for first in [1, 3] as [Int32] {
      scene.add(first, .pipe(UInt64(first), by: first + 1))
      scene.add(first + 1, .pipe(UInt64(first + 1), by: first))
    }
    scene.add(5, .pipe(9, by: 1), .pipe(10, by: 3))
    #expect(scene.diagnosis.deadlocks.map(\.pids).sorted { $0[0] < $1[0] } == [[1, 2], [3, 4]])
    #expect(scene.finding(5)!.0 == .stuck)
  }

  /// Where the chain ends at somebody who may not be looked at, that is said.
  @Test func tellsWhereItMayNotLook() {
    var scene = Scene()
    scene.add(1, .pipe(1, by: 2))
    scene.add(2)
    scene.change { observation in
      let seen = observation.threads[1].sample
      observation.threads[1] = ThreadWaits(
        ThreadSample(
          id: seen.id, command: seen.command, state: seen.state, parent: 1, startTime: 0,
          place: .unreadable, switches: nil))
      observation.threads[1].isKnown = false
    }
    #expect(scene.finding(2)!.0 == .unknown)
    #expect(scene.severity(1) == .unseen)
  }
}
