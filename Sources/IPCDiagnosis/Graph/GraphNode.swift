package import LinuxIPC

/// Who talks, or what is between those who do.
package struct GraphNode: Sendable, Equatable {
  package enum Subject: Sendable, Equatable {
    case process(pid: Int32, command: [UInt8])
    /// An object that more than two processes share, or one that is worth to be seen though it connects nobody.
    case object(kind: String, unit: DataUnit)
    /// Another host, or who holds what nobody is seen to hold.
    case outside(kind: String)
  }

  /// What edges name it by: an address, of a process `process:PID`.
  package let id: [UInt8]
  package let subject: Subject
  /// Of the object, or of the other end; nil for a process.
  package let address: [UInt8]?
  /// Whether the address says more than a number does.
  package let isNamed: Bool
  package internal(set) var state: GraphState?
  /// Of a process; nil where that is not known.
  package internal(set) var parent: Int32?

  package var pid: Int32? { if case .process(let pid, _) = subject { pid } else { nil } }
  package var command: [UInt8]? {
    if case .process(_, let command) = subject { command } else { nil }
  }

  /// What the object carries; nil for what is none.
  package var unit: DataUnit? { if case .object(_, let unit) = subject { unit } else { nil } }

  /// The kind of the object; nil for a process.
  package var kind: String? {
    switch subject {
    case .process: nil
    case .object(let kind, _), .outside(let kind): kind
    }
  }

  package var isOutside: Bool { if case .outside = subject { true } else { false } }

  /// Whether it is no party, but what parties share.
  package var isObject: Bool { if case .object = subject { true } else { false } }
}
