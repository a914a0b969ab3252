/// An object, as far as it is open in some way.
package struct HeldEnd: Sendable, Hashable {
  package enum End: Sendable, Hashable {
    case read, write, any
    /// As memory, whatever descriptors there are.
    case mapping
  }

  package let object: ObjectIdentity
  package let end: End

  package init(_ object: ObjectIdentity, _ end: End) {
    self.object = object
    self.end = end
  }
}
