/// What is wrong with a wait, by its name in reports.
package enum Fault: String, Sendable, CaseIterable, Comparable {
  case ownWriteEnd = "own-write-end"
  case inheritedWriteEnd = "inherited-write-end"
  case twoPipe = "two-pipe"
  case deadOperator = "dead-operator"
  case ownerDead = "owner-dead"
  case backlogFull = "backlog-full"
  case lockCycle = "lock-cycle"
  case stopped
  case noOtherEnd = "no-other-end"
  case typeNotQueued = "type-not-queued"

  /// Whether it is more than a note.
  package var isWarning: Bool {
    switch self {
    case .inheritedWriteEnd, .noOtherEnd, .typeNotQueued: false
    default: true
    }
  }

  package static func < (one: Fault, other: Fault) -> Bool { one.rawValue < other.rawValue }
}

/// What becomes of a thread.
package enum Verdict: String, Sendable {
  case running
  /// Somebody can end its wait.
  case waiting
  /// Only dead, stopped or traced wakers can, or those who are stuck themselves.
  case stuck
  case deadlocked
  case unknown
}

/// Threads that wait for each other.
package struct Deadlock: Sendable {
  package let pids: [Int32]
  package let members: Set<Int>
  package internal(set) var isProved: Bool
  /// What is taken to be so, though nothing proves it.
  package internal(set) var assumes: [String]
  /// What the processes are called.
  let commands: [Int32: [UInt8]]
}

extension Deadlock {
  /// Who waits for whom, in words.
  package var summary: String {
    let names = pids.map { pid in
      "\(pid)" + (commands[pid].map { " (\(String(decoding: $0, as: UTF8.self)))" } ?? "")
    }
    return names.count == 1
      ? "process \(names[0]) waits for itself"
      : "processes \(names.dropLast().joined(separator: ", ")) and \(names.last ?? "") wait for each other"
  }
}
