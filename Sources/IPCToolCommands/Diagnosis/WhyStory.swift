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
    _ diagnosis: Diagnosis, starts: [Int], threads: [WhyThread], deadlocks: [Deadlock],
    ifNothing nothing: String
  ) {
    self.diagnosis = diagnosis
    self.threads = Dictionary(uniqueKeysWithValues: threads.map { ($0.thread.id, $0) })
    self.deadlocks = deadlocks
    for start in starts where !told.contains(start) { tell(start, depth: 0) }
    for deadlock in deadlocks { conclude(deadlock) }
    if lines.isEmpty { add(0, nothing) }
  }

  private mutating func add(_ depth: Int, _ text: String) {
    add(depth, Array(text.utf8))
  }

  private mutating func add(_ depth: Int, _ text: [UInt8]) {
    lines.append(Array(repeating: UInt8(ascii: " "), count: min(depth, 20) * 2) + text)
  }

  private mutating func tell(_ place: Int, depth: Int) {
    guard let row = threads[diagnosis.observation.threads[place].id] else { return }
    let isKnown = !told.insert(place).inserted
    add(depth, name(row.thread) + Array((isKnown ? ": see above" : " \(state(row))").utf8))
    if isKnown { return }
    for fault in row.faults { add(depth + 1, "! \(fault.rawValue): \(Self.words(fault))") }
    for wait in row.thread.waits { tell(wait, of: row, depth: depth + 1) }
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
    case .outside: return thread.sample.isAsleep ? "sleeps in the kernel\(since)" : "is running"
    case .call:
      let call = thread.call.map { "in \($0)" } ?? "in a call that is not known"
      if !thread.sample.isAsleep {
        return thread.sample.state == UInt8(ascii: "D")
          ? "waits for a device \(call)" : "is running"
      }
      return thread.waits.isEmpty
        ? "sleeps \(call)\(since), at no object\(verdict)" : "waits \(call)\(since)\(verdict)"
    }
  }

  private mutating func tell(_ wait: Wait, of row: WhyThread, depth: Int) {
    var text = Array("for \(Self.words(wait.need)) ".utf8) + wait.subject.address
    if let detail = wait.detail { text += Array(" (\(detail))".utf8) }
    if wait.isTimeLimited { text += Array(", for a time".utf8) }
    if wait.need == .event {
      text += Array(", and nothing records who will end that".utf8)
    } else if !wait.openness.isEmpty, wait.wakers.isEmpty {
      text += Array(", which anybody may end who has the right".utf8)
    }
    add(depth, text)
    let own = row.thread.id
    // Its own process may end an event, as any other thread of it shows.
    for waker in shown(wait.wakers) where wait.need != .event || waker.pid != own.pid {
      guard waker.isAlive else {
        add(depth + 1, "\(waker.pid), which is dead, \(Self.words(waker.certainty))")
        continue
      }
      let places = diagnosis.places(of: waker)
      guard
        let first = places.first(where: { diagnosis.observation.threads[$0].id.tid == waker.pid })
          ?? places.first
      else {
        add(depth + 1, "\(waker.pid) \(Self.words(waker.certainty))")
        continue
      }
      // Of many threads those tell most that wait for something.
      let others = places.filter { $0 != first && diagnosis.verdicts[$0] != .waiting }
      for place in [first] + others.prefix(Self.most) { tell(place, depth: depth + 1) }
    }
    if wait.wakers.count > Self.most {
      add(depth + 1, "and \(wait.wakers.count - Self.most) more processes that can")
    }
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
    let pids = deadlock.pids.map(String.init)
    let who =
      pids.count == 1
      ? "process \(pids[0]) waits for itself"
      : "processes \(pids.dropLast().joined(separator: ", ")) and \(pids.last ?? "") wait for each other"
    add(0, "\(deadlock.isProved ? "deadlock" : "likely a deadlock"): \(who)")
    for assumption in deadlock.assumes { add(1, "it is one, provided \(assumption)") }
    if deadlock.isProved { add(1, "nothing but a signal can end it") }
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
