/// Its objects outlive those who use them, and may be forgotten by them.
package protocol Forgettable: Enumerating, Removing where Removable == Object {
  /// What is to be known of an object for `traces` besides what its listing tells.
  static var tracedDetails: Details { get }

  /// What the kernel recorded of those who made an object and used it.
  static func traces(of object: Object, in context: Context) -> Traces

  /// Removes an object that nobody was found to use, if all that the kernel can be asked at this moment still says
  /// so.
  ///
  /// - Returns: What speaks against it by now, to follow "it"; nil when it was removed.
  /// - Throws: `gone` or `notFound` when it is not there any more.
  static func removeForgotten(
    _ object: Object, in context: Context
  ) throws(IPCError) -> String?

  /// Whether `removeForgotten` would be refused, as far as that can be told without trying.
  static func checkForgetting(_ object: Object, in context: Context) throws(IPCError)
}

extension Forgettable {
  package static var tracedDetails: Details { [] }

  package static func checkForgetting(_ object: Object, in context: Context) throws(IPCError) {
    try checkRemoval(of: object, named: object.name, in: context)
  }
}

/// The kernel does not count who waits at an object: their threads tell.
package protocol Awaited: Forgettable {
  /// Whether a thread waits at the object.
  static func isAwaited(_ object: Object, in waits: QueueWaits) -> Bool
}
