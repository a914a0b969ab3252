internal import IPCSnapshot
internal import LinuxIPC

extension Diagnosis {
  /// What is wrong with the waits of one thread.
  func faults(of place: Int) -> Set<Fault> {
    let thread = threads[place]
    guard thread.sample.isAsleep, !observation.moved.contains(thread.id) else { return [] }
    let circle = deadlocks.first { $0.isProved && $0.members.contains(place) }?.members
    var faults: Set<Fault> = []
    for wait in thread.waits {
      for rule in Self.rules where rule.holds(wait, of: place, circle, self) {
        faults.insert(rule.fault)
      }
    }
    return faults
  }

  private static let rules: [any FaultRule.Type] = [
    OwnWriteEnd.self, InheritedWriteEnd.self, TwoPipe.self, DeadOperator.self, OwnerDead.self,
    BacklogFull.self, LockCycle.self, StoppedWaker.self, NoOtherEnd.self, TypeNotQueued.self,
  ]
}

/// How one fault is recognised.
protocol FaultRule: SendableMetatype {
  static var fault: Fault { get }

  /// - Parameters:
  ///   - place: The thread that waits.
  ///   - circle: The proved deadlock that it is in; nil for none.
  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool
}

/// The only writers of the pipe that it reads are its own process.
enum OwnWriteEnd: FaultRule {
  static let fault = Fault.ownWriteEnd

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    guard circle != nil, wait.need == .data, wait.subject.isPipe else { return false }
    return Set(wait.wakers.map(\.pid)) == [diagnosis.threads[place].id.pid]
  }
}

/// Another process has the write end, above its standard descriptors, and sleeps in a call on something else: most
/// often a child that inherited it.
enum InheritedWriteEnd: FaultRule {
  static let fault = Fault.inheritedWriteEnd

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    // Who watches several things hangs at none of them: so servers watch whether their parent lives.
    guard wait.need == .data, wait.subject.isPipe, diagnosis.threads[place].waits.count == 1,
      !diagnosis.threads[place].hasOtherCause
    else { return false }
    let own = diagnosis.threads[place].id.pid
    return wait.wakers.contains { waker in
      guard waker.pid != own, let fd = waker.fd, fd > 2 else { return false }
      let places = diagnosis.places(of: waker.pid)
      return !places.isEmpty
        && places.allSatisfy { place in
          let thread = diagnosis.threads[place]
          return thread.sample.isAsleep
            && !thread.waits.contains { $0.subject.identity == wait.subject.identity }
        }
    }
  }
}

/// Each writes to what is full and only the other reads.
enum TwoPipe: FaultRule {
  static let fault = Fault.twoPipe

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    guard let circle, wait.need == .room, wait.subject.isStream else { return false }
    let own = diagnosis.threads[place].id.pid
    return diagnosis.wakers(of: wait).contains { other in
      circle.contains(other) && diagnosis.threads[other].id.pid != own
        && diagnosis.threads[other].waits.contains { back in
          back.need == .room && back.subject.isStream
            && Set(back.wakers.map(\.pid)).contains(own)
        }
    }
  }
}

/// The last process to operate the semaphore has ended: it may have taken what it never gave back.
enum DeadOperator: FaultRule {
  static let fault = Fault.deadOperator

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    wait.need == .value
      && wait.wakers.contains { $0.certainty == .lastOperator && !$0.isAlive }
  }
}

/// The thread that has the lock has ended.
enum OwnerDead: FaultRule {
  static let fault = Fault.ownerDead

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    wait.wakers.contains { $0.certainty == .owner && !$0.isAlive }
  }
}

/// Connections that nobody accepts fill the queue of the listener.
enum BacklogFull: FaultRule {
  static let fault = Fault.backlogFull

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    wait.isForBacklog
  }
}

/// It waits for a lock of somebody who waits for a lock, and so round.
enum LockCycle: FaultRule {
  static let fault = Fault.lockCycle

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    guard let circle, wait.need == .lock else { return false }
    return circle.allSatisfy { diagnosis.threads[$0].waits.contains { $0.need == .lock } }
  }
}

/// Who could end it is stopped or traced, and nobody else can who goes on.
enum StoppedWaker: FaultRule {
  static let fault = Fault.stopped

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    let thread = diagnosis.threads[place]
    guard diagnosis.wakers(of: wait).contains(where: { diagnosis.threads[$0].sample.isStopped })
    else { return false }
    let all = thread.waits.flatMap { diagnosis.wakers(of: $0) }
    return !thread.hasOtherCause
      && all.allSatisfy { other in
        diagnosis.threads[other].sample.isStopped || diagnosis.threads[other].sample.hasEnded
          || other == place || [.stuck, .deadlocked].contains(diagnosis.verdicts[other])
      }
  }
}

/// Nobody has the other end of the FIFO.
enum NoOtherEnd: FaultRule {
  static let fault = Fault.noOtherEnd

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    wait.need == .otherEnd && wait.subject.kind == FIFO.keyword
  }
}

/// Messages wait, and none of the type that is asked for.
enum TypeNotQueued: FaultRule {
  static let fault = Fault.typeNotQueued

  static func holds(
    _ wait: Wait, of place: Int, _ circle: Set<Int>?, _ diagnosis: Diagnosis
  ) -> Bool {
    wait.need == .message && wait.hasOtherMessages
  }
}

extension Subject {
  fileprivate var isPipe: Bool { kind == Pipe.keyword || kind == FIFO.keyword }
  fileprivate var isStream: Bool {
    isPipe || [UnixSocket.keyword, TCPSocket.keyword].contains(kind)
  }
}
