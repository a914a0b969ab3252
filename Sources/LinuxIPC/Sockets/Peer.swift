/// The object at the other end.
package struct Peer<Name: ObjectName>: Sendable, Equatable {
  package let identity: ObjectIdentity
  /// Its canonical name.
  package let name: Name
  /// As `IPCObject` has it.
  package var elsewhere: Namespace?
}

/// An object that has another one at its other end.
package protocol Peered: IPCObject {
  /// What is at the other end; of a listener, who waits to be accepted.
  var peers: [Peer<Name>] { get set }
  var type: SocketType { get }
  /// Whether it accepts connections.
  var isListening: Bool { get }
  /// Whether its name is its own, and not that of the listener from which it was accepted.
  var ownsName: Bool { get }
  /// As the kernel counts: of a listener connections that wait.
  var receiveQueue: UInt32 { get }
  /// Of a listener its backlog.
  var sendQueue: UInt32 { get }
  /// Unread; nil when that is not known.
  var unreadBytes: UInt64? { get }
  /// The network namespace that it is in; 0 where nothing tells.
  var netNamespace: UInt64 { get }
  /// By what people know this end, the most exact first: what it is bound to, or what the listener may be bound to
  /// from which it was accepted.
  var servedNames: [Name] { get }
  /// What is at its other end and no socket that is known; nil for nothing.
  var outsideName: Name? { get }
  /// Whether what is sent without an address reaches `peer`, one of its peers.
  func sends(to peer: ObjectIdentity) -> Bool
}

extension Peered {
  /// Of a listener: connections that wait.
  package var waiting: UInt64? { isListening ? UInt64(receiveQueue) : nil }
  package var backlog: UInt64? { isListening ? UInt64(sendQueue) : nil }

  /// How many connections may wait at a listener: one more than its backlog (sk_acceptq_is_full in
  /// net/sock.h).
  var waitingLimit: UInt64? { backlog?.saturatingSum(1) }

  package var fill: Fill {
    Fill(
      bytes: unreadBytes, capacityBytes: nil, messages: waiting, messagesLimit: waitingLimit,
      canFillUp: isListening)
  }

  package func access(_ seen: Holder.Access) -> Holder.Access { isListening ? .listen : seen }
}
