/// An object lives as long as a process holds it: to create one is to have a process hold it.
package protocol Holdable: Creatable {
  /// Makes an object, which lives as long as what is returned, or as somebody else holds it.
  ///
  /// - Parameter name: What it is to be called; nil where it has no name, or one is to be chosen.
  /// - Throws: `exists`, `limit`, `denied`, or `usage` for a name that cannot be chosen.
  static func make(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> Held<Name>
}

/// An object that was made, and the descriptors that keep it. They are closed when nobody uses this any more.
package final class Held<Name: ObjectName>: Sendable {
  package let name: Name
  package let identity: ObjectIdentity
  package let descriptors: [Int32]
  /// Of a socket: its file, which goes with it.
  package let file: NamedFile?

  /// Takes over `descriptors`, which nobody else closes.
  init(
    _ name: Name, _ identity: ObjectIdentity, adopting descriptors: [Int32], file: NamedFile? = nil
  ) {
    self.name = name
    self.identity = identity
    self.descriptors = descriptors
    self.file = file
  }

  deinit {
    for descriptor in descriptors { _ = Descriptor(adopting: descriptor) }
  }
}
