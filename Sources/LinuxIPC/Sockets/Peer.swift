/// The object at the other end.
package struct Peer<Name: ObjectName>: Sendable, Equatable {
  package let identity: ObjectIdentity
  /// Its canonical name.
  package let name: Name
}
