package import IPCSnapshot
internal import LinuxIPC

/// The waits behind some threads, to the end: those threads, who can end their waits, what these wait for, and so
/// on.
package struct Chain: Sendable {
  /// The places of all threads in it, those that were asked for first, each before those behind it.
  package let places: [Int]
  /// Whether it ends where we may not look.
  package let endsUnseen: Bool

  package init(behind starts: [Int], in diagnosis: Diagnosis) {
    var places: [Int] = []
    var known: Set<Int> = []
    var followed: Set<ObjectIdentifier> = []
    var endsUnseen = false
    var work = starts
    var next = 0
    while next < work.count {
      let place = work[next]
      next += 1
      guard known.insert(place).inserted else { continue }
      places.append(place)
      let thread = diagnosis.threads[place]
      if !thread.isKnown, thread.sample.place == .unreadable { endsUnseen = true }
      // Whatever it waited for, now it waits to be let go on.
      if thread.sample.isStopped { continue }
      for wait in thread.waits where followed.insert(wait.wakers.identity).inserted {
        work += diagnosis.wakers(of: wait)
      }
      for waker in thread.waits.flatMap(\.evidence) { work += diagnosis.places(of: waker) }
    }
    self.places = places
    self.endsUnseen = endsUnseen
  }
}

extension Diagnosis {
  /// How bad it is, as the exit status tells.
  package enum Severity: Int, Sendable, Comparable {
    case healthy, warning, critical, unseen

    package static func < (one: Severity, other: Severity) -> Bool {
      one.rawValue < other.rawValue
    }
  }

  /// How bad a chain is: critical with a proved deadlock or the dead owner of a lock in it, a warning with a likely
  /// one or a fault that is more than a note, unseen where it ends at somebody who may not be looked at, or may.
  package func severity(of chain: Chain) -> Severity {
    let places = Set(chain.places)
    let met = deadlocks.filter { !$0.members.isDisjoint(with: places) }
    let found = chain.places.reduce(into: Set<Fault>()) { $0.formUnion(faults[$1]) }
    if met.contains(where: \.isProved) || found.contains(.ownerDead) { return .critical }
    if !met.isEmpty || found.contains(where: \.isWarning) { return .warning }
    return chain.endsUnseen || !unjudged.isDisjoint(with: places) ? .unseen : .healthy
  }

  /// The places of the threads that wait at one of some objects, at a word in one, or for the end of a process.
  package func waiters(at subjects: Set<Subject.Identity>) -> [Int] {
    threads.indices.filter { place in
      threads[place].waits.contains { wait in
        if case .sharedFutex(let identity, _) = wait.subject.identity {
          return subjects.contains(.object(identity))
        }
        return subjects.contains(wait.subject.identity)
      }
    }
  }
}
