/// More can be found out about an object than its listing tells, with calls of its own for each.
package protocol Examining: Mechanism {
  /// The object with those of `details` that it has.
  ///
  /// - Parameter coverage: Counts what may not be read of it.
  /// - Returns: nil when it has gone since it was listed.
  static func examine(
    _ object: Object, for details: Details, in context: Context, coverage: inout Coverage
  ) -> Object?
}

/// What a question needs to know of each object besides what its listing tells.
package struct Details: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// How full it is.
  package static let fill = Details(rawValue: 1 << 0)
  /// The values of counters.
  package static let values = Details(rawValue: 1 << 1)
  /// What may no longer be done to an object.
  package static let restrictions = Details(rawValue: 1 << 2)
  /// Who operated the parts of an object last, and who waits at them.
  package static let operators = Details(rawValue: 1 << 3)
  /// All there is to know, also what takes long or moves a time: for one object that was named.
  package static let all = Details(rawValue: .max)
}
