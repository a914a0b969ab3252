internal import IPCSnapshot
internal import LinuxIPC

/// Tells what is wrong with waits.
struct FaultRules {
  let diagnosis: Diagnosis
  /// By the list of wakers: what the rules ask of it, found out once for all who wait there.
  private let standings: [ObjectIdentifier: Standing]

  /// How the wakers of some waits stand.
  struct Standing {
    /// Whether one of them is stopped or traced.
    var hasStopped = false
    /// Processes that have an end above their standard descriptors, and sleep on something else: two of them, since
    /// one may be the waiting process itself.
    var inheritors: [Int32] = []
  }

  init(_ diagnosis: Diagnosis) {
    self.diagnosis = diagnosis
    var standings: [ObjectIdentifier: Standing] = [:]
    for thread in diagnosis.threads {
      for wait in thread.waits where standings[wait.wakers.identity] == nil {
        standings[wait.wakers.identity] = Standing(of: wait, diagnosis)
      }
    }
    self.standings = standings
  }

  func standing(of wait: Wait) -> Standing { standings[wait.wakers.identity] ?? Standing() }

  /// What is wrong with the waits of the thread at a place.
  func faults(of place: Int) -> Set<Fault> {
    let thread = diagnosis.threads[place]
    guard thread.sample.isAsleep, !diagnosis.observation.moved.contains(thread.id) else {
      return []
    }
    var faults: Set<Fault> = []
    for wait in thread.waits {
      for rule in Self.rules where rule.holds(wait, of: place, self) { faults.insert(rule.fault) }
    }
    return faults
  }

  private static let rules: [any FaultRule.Type] = [
    OwnWriteEnd.self, InheritedWriteEnd.self, TwoPipe.self, DeadOperator.self, OwnerDead.self,
    BacklogFull.self, LockCycle.self, StoppedWaker.self, NoOtherEnd.self, TypeNotQueued.self,
  ]
}

extension FaultRules.Standing {
  /// - Parameter wait: One of those that share its wakers: they are for one thing.
  init(of wait: Wait, _ diagnosis: Diagnosis) {
    hasStopped = diagnosis.wakers(of: wait).contains { diagnosis.threads[$0].sample.isStopped }
    guard wait.need == .data, wait.subject.isPipe else { return }
    for waker in wait.wakers where (waker.fd ?? 0) > 2 && !inheritors.contains(waker.pid) {
      let places = diagnosis.places(of: waker.pid)
      let isElsewhere = places.allSatisfy { place in
        let thread = diagnosis.threads[place]
        return thread.sample.isAsleep
          && !thread.waits.contains { $0.subject.identity == wait.subject.identity }
      }
      if !places.isEmpty, isElsewhere { inheritors.append(waker.pid) }
      if inheritors.count == 2 { return }
    }
  }
}

/// How one fault is recognised.
protocol FaultRule: SendableMetatype {
  static var fault: Fault { get }

  /// - Parameter place: The thread that waits.
  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool
}

/// The only writers of the pipe that it reads are its own process.
enum OwnWriteEnd: FaultRule {
  static let fault = Fault.ownWriteEnd

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    guard wait.need == .data, wait.subject.isPipe, rules.diagnosis.circles[place] != nil else {
      return false
    }
    return rules.diagnosis.groups[wait].pids == [rules.diagnosis.threads[place].id.pid]
  }
}

/// Another process has the write end, above its standard descriptors, and sleeps in a call on something else: most
/// often a child that inherited it.
enum InheritedWriteEnd: FaultRule {
  static let fault = Fault.inheritedWriteEnd

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    // Who watches several things hangs at none of them: so servers watch whether their parent lives.
    let thread = rules.diagnosis.threads[place]
    return thread.waits.count == 1 && !thread.hasOtherCause
      && rules.standing(of: wait).inheritors.contains { $0 != thread.id.pid }
  }
}

/// Each writes to what is full and only the other reads.
enum TwoPipe: FaultRule {
  static let fault = Fault.twoPipe

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    let diagnosis = rules.diagnosis
    guard wait.need == .room, wait.subject.isStream, let circle = diagnosis.circles[place] else {
      return false
    }
    let own = diagnosis.threads[place].id.pid
    return diagnosis.wakers(of: wait).contains { other in
      circle.contains(other) && diagnosis.threads[other].id.pid != own
        && diagnosis.threads[other].waits.contains { back in
          back.need == .room && back.subject.isStream && diagnosis.groups[back].pids.contains(own)
        }
    }
  }
}

/// The last process to operate the semaphore has ended: it may have taken what it never gave back.
enum DeadOperator: FaultRule {
  static let fault = Fault.deadOperator

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    wait.need == .value && rules.diagnosis.groups[wait].hasDeadOperator
  }
}

/// The thread that has the lock has ended.
enum OwnerDead: FaultRule {
  static let fault = Fault.ownerDead

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    rules.diagnosis.groups[wait].hasDeadOwner
  }
}

/// Connections that nobody accepts fill the queue of the listener.
enum BacklogFull: FaultRule {
  static let fault = Fault.backlogFull

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    wait.isForBacklog
  }
}

/// It waits for a lock of somebody who waits for a lock, and so round.
enum LockCycle: FaultRule {
  static let fault = Fault.lockCycle

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    guard wait.need == .lock, let circle = rules.diagnosis.circles[place] else { return false }
    return circle.allSatisfy { rules.diagnosis.threads[$0].waits.contains { $0.need == .lock } }
  }
}

/// Who could end it is stopped or traced, and nobody else can who goes on.
enum StoppedWaker: FaultRule {
  static let fault = Fault.stopped

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    rules.standing(of: wait).hasStopped && !rules.diagnosis.movers.canWake(place, from: wait)
  }
}

/// Nobody has the other end of the FIFO.
enum NoOtherEnd: FaultRule {
  static let fault = Fault.noOtherEnd

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    wait.need == .otherEnd && wait.subject.kind == FIFO.keyword
  }
}

/// Messages wait, and none of the type that is asked for.
enum TypeNotQueued: FaultRule {
  static let fault = Fault.typeNotQueued

  static func holds(_ wait: Wait, of place: Int, _ rules: FaultRules) -> Bool {
    wait.need == .message && wait.hasOtherMessages
  }
}
