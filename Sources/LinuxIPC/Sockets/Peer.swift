/// The object at the other end.
package struct Peer<Name: ObjectName>: Sendable, Equatable {
  package let identity: ObjectIdentity
  /// Its canonical name.
  package let name: Name
}

/// An object that has another one at its other end.
package protocol Peered: IPCObject {
  /// What is at the other end; of a listener, who waits to be accepted.
  var peers: [Peer<Name>] { get }
  /// Whether it accepts connections.
  var isListening: Bool { get }
}

extension Peered {
  package func access(_ seen: Holder.Access) -> Holder.Access { isListening ? .listen : seen }
}
