package import IPCSnapshot
package import LinuxIPC

/// What becomes of every thread of the machine, and which of them wait for each other for ever.
///
/// Why what is called proved is so. Let M be the members of a part that the first reduction leaves, and what it
/// leaves beside them.
///
/// - *They waited all at one time.* Each was seen asleep in one call before and after who holds what was read, with
///   the same start, arguments, stack pointer and counts of context switches: it did not run in between, so it did
///   not leave the call. All these spans have the second half of the first look and the first half of the second in
///   common.
/// - *Who can end such a wait is known.* Each alternative names all who hold what it takes, or counts as open: so
///   does one that a name, a time limit, the kernel or another host may end, and one of which the kernel counts more
///   references than were seen. An alternative that is open releases who has it.
/// - *Nobody outside becomes one of those.* To hold an end one has to inherit, receive or open it. Nobody in M forks or
///   sends, as they sleep; whoever else held an end would be among the wakers, and would have released them.
/// - So whatever all others do, no member's call returns, but for a signal, or who opens an end of another's anew
///   through /proc.
///
/// What is taken on trust: that members have no handler whose signal comes by itself (`assumes` tells of timers), that
/// no other child joins a process group for whose members its parent waits, that the kernel does not use an end by
/// itself beyond what it counts, and that the C library's locks are what they look like.
package struct Diagnosis: Sendable {
  package let observation: Observation
  package private(set) var deadlocks: [Deadlock] = []
  package private(set) var verdicts: [Verdict] = []
  package private(set) var faults: [Set<Fault>] = []
  /// Whom nobody who is seen can wake, while not everybody may be looked into: the places of these threads.
  private(set) var unjudged: Set<Int> = []
  /// By place: the part that is proved and has the thread in it.
  private(set) var circles: [Int: Set<Int>] = [:]
  let groups: WakerGroups
  /// Who can still move when all is judged.
  private(set) var movers: Movers

  package init(_ observation: Observation) {
    self.init(judging: observation)
    let proved = graph { $0.openness }
    for circle in proved.circles() { note(circle, isLikely: false) }
    if !observation.seesEverything {
      var observation = observation
      observation.seesEverything = true
      unjudged = Diagnosis(judging: observation)
        .graph(endsAreSeen: false) { $0.openness }.reduced()
        .subtracting(proved.reduced())
    }
    findLikely()
    for deadlock in deadlocks where deadlock.isProved {
      for place in deadlock.members { circles[place] = deadlock.members }
    }
    judge()
    let rules = FaultRules(self)
    faults = threads.indices.map { rules.faults(of: $0) }
  }

  private init(judging observation: Observation) {
    self.observation = observation
    groups = WakerGroups(observation.threads)
    movers = Movers(observation.threads, groups)
  }

  var threads: [ThreadWaits] { observation.threads }

  package func place(of id: ThreadID) -> Int? { groups.places[id] }

  /// The places of the threads of a process.
  package func places(of pid: Int32) -> [Int] { groups.members[pid] ?? [] }

  /// The places of the threads that one waker stands for.
  package func places(of waker: Waker) -> [Int] {
    guard waker.isAlive else { return [] }
    guard let tid = waker.tid else { return places(of: waker.pid) }
    return [place(of: ThreadID(pid: waker.pid, tid: tid))].compactMap(\.self)
  }

  /// Those who may end a wait, as far as they are known: their places.
  package func wakers(of wait: Wait) -> [Int] { groups[wait].places }

  /// The threads that the first reduction leaves: those of which more has to be known before that is believed.
  package static func candidates(in observation: Observation) -> Set<ThreadID> {
    var observation = observation
    observation.seesEverything = true
    var diagnosis = Diagnosis(judging: observation)
    // Taking out the least leaves the most: who is left by the second is so by the first, too.
    let left = diagnosis.graph(Self.likelyOpenness).reduced()
    return Set(left.union(diagnosis.stuck(behind: left)).map { observation.threads[$0].id })
  }

  // MARK: - The two reductions

  /// - Parameters:
  ///   - endsAreSeen: Whether who waits for what nobody is seen to hold is about to be told so.
  ///   - openness: Why a wait may be ended by somebody unknown, of what is to count.
  private func graph(
    endsAreSeen: Bool = true, _ openness: (Wait) -> Set<Wait.Openness>
  ) -> WaitGraph {
    WaitGraph(
      threads.map { thread in
        if thread.sample.hasEnded {
          return WaitGraph.Node(id: thread.id, isFree: false, alternatives: [])
        }
        return WaitGraph.Node(
          id: thread.id, isFree: isFree(thread),
          alternatives: thread.waits.map { wait in
            isClosed(wait, of: thread, openness) && !(endsAreSeen && wait.wakers.isEmpty)
              ? .group(groups.number(of: wait)) : .open
          })
      },
      groups.groups.map { group in
        WaitGraph.Group(
          processes: group.processes.sorted(), threads: group.threads.map { threads[$0].id })
      })
  }

  /// Whether nobody but its wakers can end a wait.
  private func isClosed(
    _ wait: Wait, of thread: ThreadWaits, _ openness: (Wait) -> Set<Wait.Openness>
  ) -> Bool {
    openness(wait).isEmpty && !wait.isTimeLimited && isWhole(wait) && !groups[wait].hasUnknown
      && !isForSignals(wait, of: thread)
  }

  /// Whether a thread goes on whatever others do, or may: it runs, or sleeps on something that is no object, or for
  /// a time; or that cannot be told.
  private func isFree(_ thread: ThreadWaits) -> Bool {
    !thread.sample.isAsleep || thread.hasOtherCause || thread.waits.isEmpty
      || thread.isTimeLimited || !thread.isKnown || thread.id.pid == observation.own
      || observation.moved.contains(thread.id)
      || thread.awaitsSignals && hasHandlers(thread.id.pid)
  }

  /// Whether all are known who may end a wait, but for those who are open to do so.
  private func isWhole(_ wait: Wait) -> Bool {
    // Who else there may be is left out with those who may come.
    observation.seesEverything || !wait.openness.isEmpty
      || wait.sources.allSatisfy(observation.accounted.contains)
  }

  /// The second reduction: who may come from outside is left out where that is most unlikely, and holders, mappers
  /// and last operators stand for all.
  private mutating func findLikely() {
    let known = Set(deadlocks.flatMap(\.members))
    for circle in graph(Self.likelyOpenness).circles()
    where known.isDisjoint(with: circle) && isCredible(circle) {
      note(circle, isLikely: true)
    }
  }

  /// Who may end a wait from outside, without those who are most unlikely to.
  private static func likelyOpenness(_ wait: Wait) -> Set<Wait.Openness> {
    switch wait.need {
    case .message, .value, .room, .otherEnd:
      wait.openness.subtracting([.anybody, .named, .unrecorded])
    case .data: wait.openness.subtracting([.named])
    case .event: wait.openness.subtracting([.unrecorded])
    case .lock, .client, .child: wait.openness
    }
  }

  /// A process alone at its own object is an idle server, and several that wait for messages may be, too.
  private func isCredible(_ circle: [Int]) -> Bool {
    Set(circle.map { threads[$0].id.pid }).count > 1
      && circle.contains { place in
        threads[place].waits.contains { [.room, .lock, .value].contains($0.need) }
      }
  }

  private mutating func note(_ circle: [Int], isLikely: Bool) {
    let pids = Set(circle.map { threads[$0].id.pid }).sorted()
    let commands = circle.map { (threads[$0].id.pid, threads[$0].sample.command) }
    var deadlock = Deadlock(
      pids: pids, members: Set(circle), isProved: !isLikely, assumes: [],
      commands: Dictionary(commands) { first, _ in first })
    let openness = circle.flatMap { threads[$0].waits }.reduce(into: Set()) {
      $0.formUnion($1.openness)
    }
    if isLikely, !openness.isDisjoint(with: [.anybody, .named]) {
      deadlock.assumes.append("that nobody else opens or operates what they wait for")
    }
    if isLikely, openness.contains(.unrecorded) {
      deadlock.assumes.append("that nobody ends a wait in memory but who is seen to share it")
    }
    for pid in pids {
      let traits = observation.traits[pid]
      if traits?.caught?.isDisjoint(with: Self.alarms) == false || traits?.hasTimers == true {
        deadlock.isProved = false
        deadlock.assumes.append("that no timer of process \(pid) ends it")
      }
    }
    if observation.inFlight > 0, circle.contains(where: waitsAtDescriptor) {
      deadlock.isProved = false
      deadlock.assumes.append("that no descriptor in flight leads to what they wait for")
    }
    deadlocks.append(deadlock)
  }

  /// Whether a thread waits for something that a descriptor leads to, which may be on its way through a socket.
  private func waitsAtDescriptor(_ place: Int) -> Bool {
    threads[place].waits.contains { wait in
      if case .object = wait.subject.identity { true } else { false }
    }
  }

  /// SIGALRM, SIGVTALRM and SIGPROF, signal(7).
  private static let alarms: Set<Int32> = [14, 26, 27]

  /// Whether a handler of a signal may end a wait: a healthy event loop waits, beside others, at a pipe or socket of
  /// its own, to which that writes.
  private func isForSignals(_ wait: Wait, of thread: ThreadWaits) -> Bool {
    guard wait.subject.isStream, hasHandlers(thread.id.pid) else { return false }
    let pids = groups[wait].pids
    if pids == [thread.id.pid] { return true }
    // Children inherit such an end, and have no use for it.
    return pids.contains(thread.id.pid) && wait.need == .data && thread.waits.count > 1
  }

  private func hasHandlers(_ pid: Int32) -> Bool {
    observation.traits[pid]?.caught?.isDisjoint(with: Self.telling) == false
  }

  /// Of SIGINT and of those of the C library every interpreter has a handler.
  private static let telling = Set(1...64 as ClosedRange<Int32>).subtracting([2, 32, 33])

  // MARK: - Verdicts

  private mutating func judge() {
    let deadlocked = Set(deadlocks.flatMap(\.members))
    let stuck = stuck(behind: deadlocked)
    verdicts = threads.indices.map { place in
      let thread = threads[place]
      if deadlocked.contains(place) { return .deadlocked }
      if stuck.contains(place) { return .stuck }
      if !thread.isKnown { return .unknown }
      return thread.sample.isAsleep || thread.sample.isStopped
        || thread.sample.state == UInt8(ascii: "D")
        ? .waiting : .running
    }
  }

  /// Whom only those can wake who cannot move: the dead, the stopped, the deadlocked, and who is stuck behind them.
  private mutating func stuck(behind deadlocked: Set<Int>) -> Set<Int> {
    for (place, thread) in threads.enumerated()
    where thread.sample.isStopped || thread.sample.hasEnded || deadlocked.contains(place) {
      movers.remove(place)
    }
    var waiting = threads.indices.filter { movers.contains($0) && mayBeStuck(threads[$0]) }
    var stuck: Set<Int> = []
    var isChanged = true
    while isChanged {
      let before = waiting.count
      waiting.removeAll { place in
        guard !threads[place].waits.contains(where: { movers.canWake(place, from: $0) }) else {
          return false
        }
        movers.remove(place)
        stuck.insert(place)
        return true
      }
      isChanged = waiting.count < before
    }
    return stuck
  }

  /// Whether nobody but its wakers can end what a thread waits for, and some of them are others.
  private func mayBeStuck(_ thread: ThreadWaits) -> Bool {
    !isFree(thread)
      && thread.waits.allSatisfy { wait in
        let group = groups[wait]
        // Who waits at an end that nobody holds is about to be told so.
        return isClosed(wait, of: thread) { $0.openness.subtracting([.named, .unrecorded]) }
          && (group.hasDead || group.places.contains { threads[$0].id != thread.id })
      }
  }
}

extension Subject {
  var isPipe: Bool { kind == Pipe.keyword || kind == FIFO.keyword }
  var isStream: Bool { isPipe || kind == UnixSocket.keyword || kind == TCPSocket.keyword }
}
