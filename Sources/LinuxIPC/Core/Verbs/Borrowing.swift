/// More can be found out about an object through a descriptor of it, which is borrowed from one of those
/// who hold it (pidfd_getfd(2)): no end is opened, and it is given back at once (KERNEL-NOTES section 3.2).
package protocol Borrowing: Sighted {
  /// The object with those of `details` that it has.
  ///
  /// - Parameters:
  ///   - holders: Who holds it.
  ///   - borrower: Borrows from them.
  ///   - coverage: Counts what may not be read of it.
  /// - Returns: nil when nobody holds it any more.
  static func examine(
    _ object: Object, heldBy holders: [Holder], for details: Details,
    through borrower: inout Borrower, coverage: inout Coverage
  ) -> Object?
}
