/// That two talk to each other, or that a process takes part in what more than two share.
package struct GraphEdge: Sendable, Equatable {
  package enum Direction: String, Sendable {
    /// Data goes from `from` to `to`.
    case forward
    case both
  }

  /// How it is known, from the surest on.
  package enum Certainty: String, Sendable, CaseIterable, Comparable {
    /// Both hold it.
    case holder
    /// One of them waits at it, and needs not hold it.
    case waiter
    /// One of them is recorded as the last to use it: evidence.
    case lastOperator = "last-operator"

    package static func < (one: Certainty, other: Certainty) -> Bool { one.rank < other.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// What it goes over, and how.
  package struct Medium: Sendable, Hashable {
    package let kind: String
    /// By what people know it: of a connection the listener's name where it has one.
    package let address: [UInt8]
    /// Whether that says more than a number does.
    package let isNamed: Bool
    package let direction: Direction
    package let certainty: Certainty
    package let state: GraphState?
  }

  /// One of the two ends of a connection.
  package struct End: Sendable, Hashable {
    /// nil for those of several connections.
    package let address: [UInt8]?
    /// Which of the two, as those of a connection are told apart.
    package let isFirst: Bool

    /// The same of any connection.
    var ofAny: End { End(address: nil, isFirst: isFirst) }
  }

  /// Places among the nodes.
  package internal(set) var from: Int
  package internal(set) var to: Int
  package let medium: Medium
  /// The objects that it stands for: of a connection of sockets both.
  package internal(set) var objects: [[UInt8]]
  /// Of a connection that more than two hold: the only end that this one holds; nil for both, and for all else.
  package let end: End?
  /// How many of them connect the two: a connection of sockets is one.
  package internal(set) var count = 1
  /// Through how many descriptors and mappings they hold those.
  package internal(set) var descriptors: Int
  var fills: GraphFills

  package var fill: GraphFill { fills.sum }
}
