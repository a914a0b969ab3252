/// Who reads a descriptor of such an object, writes to it, or polls it for that may have to wait.
///
/// Memory is there at once, and of sockets the other end tells.
package protocol Blocking: Sighted {
  /// - Parameter access: How the descriptor is open; nil where that is not known.
  static func blockage(_ use: BlockedCall.Use, through access: Holder.Access?) -> Blockage
}

/// What keeps a call waiting at an object, and who may end that: beside those named here whoever may open the object
/// by its name.
package struct Blockage: Sendable {
  /// What has to happen.
  package enum Need: String, Sendable {
    case data, room, message, value, lock, client, child, event
    case otherEnd = "other-end"
  }

  /// Why somebody may end it whom nobody knows.
  package enum Openness: Sendable, Hashable {
    /// Anybody with the right may.
    case anybody
    /// Whoever opens the object by its name may.
    case named
    /// The kernel may, or another host.
    case outside
    /// Nothing records which of those who share the memory will, or whether it is one of them.
    case unrecorded
  }

  package let need: Need
  /// Those who have the object open so.
  package let source: HeldEnd.End
  package let openness: Set<Openness>

  package init(_ need: Need, _ source: HeldEnd.End, _ openness: Set<Openness> = []) {
    self.need = need
    self.source = source
    self.openness = openness
  }
}
