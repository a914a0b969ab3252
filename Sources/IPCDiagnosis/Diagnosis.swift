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
/// the kernel does not use an end by itself beyond what it counts, and that the C library's locks are what they look
/// like.
package struct Diagnosis: Sendable {
  package let observation: Observation
  package private(set) var deadlocks: [Deadlock] = []
  package private(set) var verdicts: [Verdict] = []
  package private(set) var faults: [Set<Fault>] = []
  private var places: [ThreadID: Int] = [:]
  /// By pid: the places of its threads.
  private var members: [Int32: [Int]] = [:]

  package init(_ observation: Observation) {
    self.observation = observation
    for (place, thread) in observation.threads.enumerated() {
      places[thread.id] = place
      members[thread.id.pid, default: []].append(place)
    }
    let proved = graph { $0.openness }
    let stuck = proved.reduced()
    for circle in proved.circles(among: stuck) { note(circle, isLikely: false) }
    findLikely()
    judge()
    faults = (0..<threads.count).map { faults(of: $0) }
  }

  var threads: [ThreadWaits] { observation.threads }

  package func place(of id: ThreadID) -> Int? { places[id] }

  /// The places of the threads of a process.
  package func places(of pid: Int32) -> [Int] { members[pid] ?? [] }

  /// Those who may end a wait, as far as they are known: their places.
  package func wakers(of wait: Wait) -> [Int] {
    wait.wakers.flatMap { waker -> [Int] in
      guard waker.isAlive else { return [] }
      if let tid = waker.tid {
        return [places[ThreadID(pid: waker.pid, tid: tid)]].compactMap(\.self)
      }
      return places(of: waker.pid)
    }
  }

  /// The threads that the first reduction leaves: those of which more has to be known before that is believed.
  package static func candidates(in observation: Observation) -> Set<ThreadID> {
    var observation = observation
    observation.seesEverything = true
    let diagnosis = Diagnosis(judging: observation)
    // Taking out the least leaves the most: who is left by the second is so by the first, too.
    let left = diagnosis.graph(Self.likelyOpenness).reduced()
    return Set(left.union(diagnosis.stuck(behind: left)).map { observation.threads[$0].id })
  }

  private init(judging observation: Observation) {
    self.observation = observation
    for (place, thread) in observation.threads.enumerated() {
      places[thread.id] = place
      members[thread.id.pid, default: []].append(place)
    }
  }

  // MARK: - The two reductions

  /// - Parameter openness: Why a wait may be ended by somebody unknown, of what is to count.
  private func graph(_ openness: (Wait) -> Set<Wait.Openness>) -> WaitGraph {
    WaitGraph(
      threads.compactMap { thread in
        if thread.sample.hasEnded {
          return WaitGraph.Node(id: thread.id, isFree: false, alternatives: [])
        }
        return WaitGraph.Node(
          id: thread.id, isFree: isFree(thread),
          alternatives: thread.waits.map { wait in
            // Who else can end it does not matter then, and may be many.
            if !openness(wait).isEmpty || wait.isTimeLimited || !isWhole(wait) {
              return WaitGraph.Alternative(processes: [], threads: [], isOpen: true)
            }
            let living = wait.wakers.filter(\.isAlive)
            // One that nobody looked at is younger than the look, and goes on.
            if living.contains(where: { !isKnown($0) }) {
              return WaitGraph.Alternative(processes: [], threads: [], isOpen: true)
            }
            return WaitGraph.Alternative(
              processes: living.filter { $0.tid == nil }.map(\.pid),
              threads: living.compactMap { waker in
                waker.tid.map { ThreadID(pid: waker.pid, tid: $0) }
              }, isOpen: false)
          })
      })
  }

  /// Whether a thread goes on whatever others do, or may: it runs, or sleeps on something that is no object, or for
  /// a time; or that cannot be told.
  private func isFree(_ thread: ThreadWaits) -> Bool {
    !thread.sample.isAsleep || thread.hasOtherCause || thread.waits.isEmpty
      || thread.isTimeLimited || !thread.isKnown || thread.id.pid == observation.own
      || observation.moved.contains(thread.id)
  }

  private func isKnown(_ waker: Waker) -> Bool {
    if let tid = waker.tid { return places[ThreadID(pid: waker.pid, tid: tid)] != nil }
    return members[waker.pid] != nil
  }

  /// Whether all are known who may end a wait, but for those who are open to do so.
  private func isWhole(_ wait: Wait) -> Bool {
    // Who else there may be is left out with those who may come.
    observation.seesEverything || !wait.openness.isEmpty
      || wait.sources.allSatisfy { observation.accounted.contains($0) }
  }

  /// The second reduction: who may come from outside is left out where that is most unlikely, and holders, mappers
  /// and last operators stand for all.
  private mutating func findLikely() {
    let known = Set(deadlocks.flatMap(\.members))
    let likely = graph(Self.likelyOpenness)
    for circle in likely.circles(among: likely.reduced())
    where known.isDisjoint(with: circle) && isCredible(circle) {
      note(circle, isLikely: true)
    }
  }

  /// Who may end a wait from outside, without those who are most unlikely to.
  private static func likelyOpenness(_ wait: Wait) -> Set<Wait.Openness> {
    switch wait.need {
    case .message, .value, .room, .otherEnd: wait.openness.subtracting([.anybody, .named])
    case .data: wait.openness.subtracting([.named])
    case .lock, .client, .child, .event: wait.openness
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
    if pids.count == 1, isSelfPipe(circle) { return }
    var deadlock = Deadlock(pids: pids, members: Set(circle), isProved: !isLikely, assumes: [])
    if isLikely {
      deadlock.assumes.append("that nobody else opens or operates what they wait for")
    }
    for pid in pids {
      let traits = observation.traits[pid]
      if traits?.caught?.isDisjoint(with: Self.alarms) == false || traits?.hasTimers == true {
        deadlock.isProved = false
        deadlock.assumes.append("that no timer of process \(pid) ends it")
      }
    }
    if observation.inFlight > 0,
      circle.contains(where: { threads[$0].waits.contains { $0.need == .data || $0.need == .room } }
      )
    {
      deadlock.isProved = false
      deadlock.assumes.append("that no descriptor in flight leads to what they wait for")
    }
    deadlocks.append(deadlock)
  }

  /// SIGALRM, SIGVTALRM and SIGPROF, signal(7).
  private static let alarms: Set<Int32> = [14, 26, 27]

  /// A healthy event loop waits at a pipe or socket of its own, to which a handler of a signal writes. Of SIGINT
  /// and of those of the C library every interpreter has one.
  private func isSelfPipe(_ circle: [Int]) -> Bool {
    guard let caught = observation.traits[threads[circle[0]].id.pid]?.caught,
      !caught.subtracting([2, 32, 33]).isEmpty
    else { return false }
    return circle.allSatisfy { place in
      threads[place].waits.allSatisfy { ["pipe", "unix", "fifo"].contains($0.subject.kind) }
    }
  }

  // MARK: - Verdicts

  private mutating func judge() {
    let deadlocked = Set(deadlocks.flatMap(\.members))
    var stuck = stuck(behind: deadlocked)
    stuck.subtract(deadlocked)
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
  private func stuck(behind deadlocked: Set<Int>) -> Set<Int> {
    var still = Set(
      threads.indices.filter {
        threads[$0].sample.isStopped || threads[$0].sample.hasEnded
      }
    ).union(deadlocked)
    var stuck: Set<Int> = []
    var isChanged = true
    while isChanged {
      isChanged = false
      for place in threads.indices where !still.contains(place) && cannotBeWoken(place, but: still)
      {
        still.insert(place)
        stuck.insert(place)
        isChanged = true
      }
    }
    return stuck
  }

  private func cannotBeWoken(_ place: Int, but still: Set<Int>) -> Bool {
    let thread = threads[place]
    guard !isFree(thread) else { return false }
    return thread.waits.allSatisfy { wait in
      guard Self.likelyOpenness(wait).isEmpty, !wait.isTimeLimited, isWhole(wait),
        !wait.wakers.contains(where: { $0.isAlive && !isKnown($0) }),
        // Whoever operated it last and is dead holds nobody up for certain: others may come.
        !wait.wakers.contains(where: { $0.certainty == .lastOperator && !$0.isAlive })
      else { return false }
      // Who waits at an end that nobody holds is about to be told so.
      return wait.wakers.contains { $0.pid != thread.id.pid || !$0.isAlive }
        && wakers(of: wait).allSatisfy { $0 == place || still.contains($0) }
    }
  }
}
