/// An object can be made.
package protocol Creating: Creatable {
  /// Makes an object, whole or not at all.
  ///
  /// - Parameter name: What it is to be called; nil for a private or random name.
  /// - Returns: Its canonical name, and whether it was made or existed already.
  /// - Throws: `exists`, `limit`, `denied`, or `usage` for a name that cannot be chosen.
  static func create(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> (name: Name, isNew: Bool)
}

/// How an object is to be made; nil leaves the choice to the mechanism.
package struct CreationRequest: Sendable {
  /// Permission bits, set exactly; nil is 0600.
  package var mode: UInt32?
  /// In bytes.
  package var size: UInt64?
  /// How many members a set has.
  package var count: UInt64?
  /// The first value of a counter.
  package var value: UInt64?
  /// How many messages fit.
  package var maxMessages: UInt64?
  /// The longest message, in bytes.
  package var messageSize: UInt64?
  /// An object of that name is taken as it is.
  package var acceptsExisting = false
  /// Of a socket.
  package var type: SocketType?

  package init() {}

  /// Only the owner reads and writes what nobody asked to share.
  package static let defaultMode: UInt32 = 0o600
}
