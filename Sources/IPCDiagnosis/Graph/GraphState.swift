/// What of a connection is worth to be seen at a glance, from the least to the worst.
package enum GraphState: String, Sendable, CaseIterable, Comparable {
  /// A client waits to be accepted.
  case unaccepted
  /// The other end is closed, and nobody can open it again.
  case stale
  /// Who sends has to wait.
  case full
  /// It is waited for in a deadlock.
  case deadlocked

  package static func < (one: GraphState, other: GraphState) -> Bool { one.rank < other.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
