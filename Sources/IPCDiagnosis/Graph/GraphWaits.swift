internal import IPCSnapshot
internal import LinuxIPC

/// What a diagnosis tells of objects that are waited for.
struct GraphWaits {
  /// Those into which somebody waits to write.
  private(set) var forRoom: Set<ObjectIdentity> = []
  /// By number, the deadlocks of a process, and those in which an object is waited for.
  private var deadlocks: [Int32: Set<Int>] = [:]
  private var deadlocksAt: [ObjectIdentity: Set<Int>] = [:]

  init(_ diagnosis: Diagnosis) {
    for thread in diagnosis.threads {
      for wait in thread.waits where wait.need == .room {
        if case .object(let identity) = wait.subject.identity { forRoom.insert(identity) }
      }
    }
    for (number, deadlock) in diagnosis.deadlocks.enumerated() {
      for pid in deadlock.pids { deadlocks[pid, default: []].insert(number) }
      for place in deadlock.members {
        for wait in diagnosis.threads[place].waits {
          guard let identity = wait.subject.identity.object else { continue }
          deadlocksAt[identity, default: []].insert(number)
        }
      }
    }
  }

  func isDeadlocked(_ pid: Int32) -> Bool { deadlocks[pid] != nil }

  /// Whether one deadlock has all of some processes in it, and a thread that waits at one of some objects.
  func areDeadlocked(_ pids: [Int32], at identities: [ObjectIdentity]) -> Bool {
    let numbers = identities.reduce(into: Set<Int>()) { $0.formUnion(deadlocksAt[$1] ?? []) }
    return !numbers.isEmpty
      && !pids.reduce(numbers) { $0.intersection(deadlocks[$1] ?? []) }.isEmpty
  }
}

extension Subject.Identity {
  /// The object, or the memory that holds the word.
  fileprivate var object: ObjectIdentity? {
    switch self {
    case .object(let identity), .sharedFutex(let identity, _): identity
    case .process, .privateFutex: nil
    }
  }
}

extension Wait.Need {
  /// What a process does with the object at which it waits so; nil where that makes nobody talk.
  var access: Holder.Access? {
    switch self {
    case .data, .message: .read
    case .room: .write
    case .value: .readWrite
    case .otherEnd, .lock, .client, .child, .event: nil
    }
  }
}
