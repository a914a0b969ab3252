/// The kernel limits how many there are, how large they are, or how much they hold together.
package protocol Limited: Mechanism {
  /// The limits of the calling thread's namespaces, with what is used of them as far as the kernel keeps the
  /// sum itself.
  static func limits(in context: Context) throws(IPCError) -> [Limit]
}

/// What its objects take of the limits is known of each, and with it who uses how much.
package protocol Charging: Limited {
  /// What `object` takes of the limits, each by its name.
  ///
  /// - Parameter holders: As far as they were looked for.
  static func charges(
    of object: Object, heldBy holders: [Holder], in context: Context
  ) -> [Charge]

  /// What of an object `charges` needs to know besides what its listing tells.
  static var chargedDetails: Details { get }

  /// The mechanisms that have these limits together, itself among them.
  static var sharers: [any Charging.Type] { get }
}

extension Charging {
  package static var chargedDetails: Details { [] }
  package static var sharers: [any Charging.Type] { [self] }
}

/// What one object takes of a limit.
package struct Charge: Sendable {
  /// The limit's name.
  package let limit: String
  /// Who is charged for it; nil when the kernel does not tell.
  package let uid: UInt32?
  /// In the unit of the limit; nil when it is not known.
  package let amount: UInt64?

  package init(_ limit: String, _ uid: UInt32?, _ amount: UInt64? = 1) {
    self.limit = limit
    self.uid = uid
    self.amount = amount
  }
}
