internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC

/// A chain of waits in words: a line for each link, those behind it below and further in, and the conclusion.
struct WhyStory {
  private let diagnosis: Diagnosis
  private let threads: [ThreadID: WhyThread]
  private let deadlocks: [Deadlock]
  private(set) var lines: [[UInt8]] = []
  private var told: Set<Int> = []
  /// By the list of wakers: those of it that are shown.
  private var chosen: [ObjectIdentifier: [Waker]] = [:]

  init(
    _ diagnosis: Diagnosis, starts: [Int], _ chain: Chain, threads: [WhyThread],
    deadlocks: [Deadlock], ifNothing nothing: String
  ) {
    self.diagnosis = diagnosis
    self.threads = Dictionary(uniqueKeysWithValues: threads.map { ($0.thread.id, $0) })
    self.deadlocks = deadlocks
    for start in starts where !told.contains(start) { tell(start, depth: 0) }
    for deadlock in deadlocks { conclude(deadlock) }
    conclude(from: starts, chain)
    if lines.isEmpty { add(0, nothing) }
  }

  private mutating func add(_ depth: Int, _ text: String) {
    add(depth, Array(text.utf8))
  }

  private mutating func add(_ depth: Int, _ text: [UInt8]) {
    lines.append(Array(repeating: UInt8(ascii: " "), count: min(depth, 20) * 2) + text)
  }

  /// - Parameter role: What it is to whom waits for it; nil for a holder as any other.
  private mutating func tell(_ place: Int, depth: Int, role: String? = nil) {
    guard let row = threads[diagnosis.observation.threads[place].id] else { return }
    let isKnown = !told.insert(place).inserted
    let role = role.map { ", which \($0)" } ?? ""
    let state = isKnown ? ": see above" : "\(role.isEmpty ? "" : ",") \(state(row))"
    add(depth, name(row.thread) + Array((role + state).utf8))
    if isKnown { return }
    for fault in row.faults { add(depth + 1, "! \(fault.rawValue): \(Self.words(fault))") }
    // Whatever it waited for, now it waits to be let go on.
    if row.thread.sample.isStopped { return }
    for wait in row.thread.waits { tell(wait, of: place, depth: depth + 1) }
    if row.thread.hasOtherCause, !row.thread.waits.isEmpty {
      add(depth + 1, "or for what is no object: a signal, a timer, a terminal, the network")
    } else if row.thread.awaitsSignals {
      add(depth + 1, "or for a signal, which it lets through meanwhile, as of the end of a child")
    }
  }

  private func name(_ thread: ThreadWaits) -> [UInt8] {
    let id = thread.id
    let number = id.pid == id.tid ? "\(id.pid)" : "\(id.pid) thread \(id.tid)"
    return Array("\(number) (".utf8) + thread.sample.command + Array(")".utf8)
  }

  private func state(_ row: WhyThread) -> String {
    let thread = row.thread
    let since = row.seconds.map { " for \(Int($0)) s" } ?? ""
    let verdict =
      row.verdict == .waiting || row.verdict == .running ? "" : ": \(row.verdict.rawValue)"
    if thread.sample.isStopped { return "is stopped\(verdict) (SIGCONT lets it go on)" }
    if thread.sample.hasEnded { return "has ended" }
    switch thread.sample.place {
    case .running: return "is running"
    case .unreadable: return "may not be looked at"
    case .outside:
      return thread.sample.isAsleep
        ? "sleeps in the kernel\(since)"
        // Of a thread of the kernel's, proc_pid_stat(5).
        : thread.sample.state == UInt8(ascii: "I") ? "is idle" : "is running"
    case .call:
      let call = thread.call.map { "in \($0)" } ?? "in a call that is not known"
      if !thread.sample.isAsleep {
        return thread.sample.state == UInt8(ascii: "D")
          ? "sleeps uninterruptibly \(call)" : "is running"
      }
      return thread.waits.isEmpty
        ? "sleeps \(call)\(since)\(thread.isKnown ? ", at no object" : "")\(verdict)"
        : "waits \(call)\(since)\(verdict)"
    }
  }

  private mutating func tell(_ wait: Wait, of place: Int, depth: Int) {
    var text = Array("for \(Self.words(wait.need)) ".utf8) + wait.subject.address
    if let detail = wait.detail { text += Array(" (\(detail))".utf8) }
    if wait.isTimeLimited { text += Array(", for a time".utf8) }
    if wait.need == .event {
      text += Array(", and nothing records who will end that".utf8)
    } else if wait.wakers.isEmpty {
      text += Array(
        wait.openness.isEmpty
          ? ", which nobody is seen to hold".utf8 : ", which anybody may end who has the right".utf8
      )
    }
    add(depth, text)
    for waker in shown(wait.wakers) {
      let places = told(of: waker, at: wait, by: place)
      for place in places { tell(place, depth: depth + 1, role: Self.role(waker)) }
      guard places.isEmpty, wait.need != .event else { continue }
      let state = waker.isAlive ? "" : ", which is dead,"
      let name = waker.pid > 0 ? "\(waker.pid)" : "a thread of another pid namespace"
      add(depth + 1, "\(name)\(state) \(Self.words(waker.certainty))")
    }
    if wait.wakers.count > Self.most {
      let rest = Counted.words(wait.wakers.count - Self.most, "more process")
      add(depth + 1, "and \(rest) that can")
    }
  }

  /// The threads that are told of for one that may end a wait: its first; of those beside that the ones that tell
  /// most, which wait for something.
  private func told(of waker: Waker, at wait: Wait, by waiting: Int) -> [Int] {
    let places = diagnosis.places(of: waker)
    let threads = diagnosis.observation.threads
    if wait.need == .event, waker.pid == threads[waiting].id.pid {
      // Its own process may end an event: by a thread that waits for something else.
      let others = places.filter { place in threads[place].waits.contains { $0.need != .event } }
      return Array(others.filter { $0 != waiting }.prefix(Self.most))
    }
    guard let first = places.first(where: { threads[$0].id.tid == waker.pid }) ?? places.first
    else { return [] }
    let others = places.filter { $0 != first && diagnosis.verdicts[$0] != .waiting }
    return [first] + others.prefix(Self.most)
  }

  private static func role(_ waker: Waker) -> String? {
    waker.certainty == .holder ? nil : words(waker.certainty)
  }

  /// Some objects have thousands of holders: those tell most who are part of the matter.
  private mutating func shown(_ wakers: Wakers) -> [Waker] {
    if let shown = chosen[wakers.identity] { return shown }
    let shown = choice(of: wakers)
    chosen[wakers.identity] = shown
    return shown
  }

  private func choice(of wakers: Wakers) -> [Waker] {
    let first = Array(wakers.lazy.filter(isStuck).prefix(Self.most))
    return first + wakers.lazy.filter { !isStuck($0) }.prefix(Self.most - first.count)
  }

  private func isStuck(_ waker: Waker) -> Bool {
    !waker.isAlive
      || diagnosis.places(of: waker).contains { place in
        [.deadlocked, .stuck].contains(diagnosis.verdicts[place])
          || diagnosis.observation.threads[place].sample.isStopped
      }
  }

  private static let most = 8

  private mutating func conclude(_ deadlock: Deadlock) {
    add(0, "\(deadlock.isProved ? "deadlock" : "likely a deadlock"): \(deadlock.summary)")
    for assumption in deadlock.assumes { add(1, "it is one, provided \(assumption)") }
    guard deadlock.isProved else { return }
    let isInMemory = deadlock.members.contains { place in
      diagnosis.observation.threads[place].waits.contains {
        $0.need == .lock && $0.subject.kind == "futex"
      }
    }
    add(
      1,
      isInMemory
        ? "nothing but a signal can end it; the locks in memory of whom that kills stay taken"
        : "nothing but a signal can end it: whom that kills gives up all that the others wait for")
  }

  /// Where no deadlock is found: at whom the chain ends, and what would let it go on.
  private mutating func conclude(from starts: [Int], _ chain: Chain) {
    let threads = diagnosis.observation.threads
    let behind = chain.places.filter { !starts.contains($0) }
    let ends = behind.filter { threads[$0].sample.isStopped || threads[$0].waits.isEmpty }
    // Threads of one process that sleep beside its others are no ends.
    let pids = Set(ends.map { threads[$0].id.pid })
    guard deadlocks.isEmpty, pids.count == 1, let end = ends.first,
      let row = self.threads[threads[end].id]
    else { return }
    add(
      0, Array("the chain ends at ".utf8) + name(row.thread) + Array(", which \(state(row))".utf8))
  }

  private static func words(_ need: Wait.Need) -> String {
    switch need {
    case .data: "data from"
    case .room: "room in"
    case .otherEnd: "the other end of"
    case .message: "a message from"
    case .value: "the value of"
    case .lock: "the lock of"
    case .client: "a client of"
    case .child: "the end of"
    case .event: "an event at"
    }
  }

  private static func words(_ certainty: Waker.Certainty) -> String {
    switch certainty {
    case .holder: "holds it"
    case .owner: "has the lock"
    case .lastOperator: "operated it last"
    }
  }

  private static func words(_ fault: Fault) -> String {
    switch fault {
    case .ownWriteEnd: "only its own process has the write end, so that the end never comes"
    case .inheritedWriteEnd:
      "a process that does something else has the write end; it may have inherited that"
    case .twoPipe: "each writes to what is full and only the other reads"
    case .deadOperator: "who operated it last is dead, and may have taken what nobody gives back"
    case .ownerDead: "who has the lock is dead"
    case .backlogFull: "the queue of the listener is full of connections that nobody accepts"
    case .lockCycle: "each has the lock that the next one wants"
    case .stopped: "who could end it is stopped"
    case .noOtherEnd: "no process has the other end open"
    case .typeNotQueued: "messages wait, and none of the type that it wants"
    }
  }
}
