/// An object can be removed.
package protocol Removing: Inspecting {
  /// Removes the object that was inspected, and no other.
  ///
  /// - Throws: `gone` when its name leads to another object at the moment of removal.
  static func remove(_ object: Object, named name: Name, in context: Context) throws(IPCError)

  /// What stays when it is removed; nil when nothing does.
  static func remainder(of object: Object) -> String?

  /// Whether `remove` would be refused, as far as that can be told without trying.
  ///
  /// - Throws: What `remove` would throw.
  static func checkRemoval(
    of object: Object, named name: Name, in context: Context
  ) throws(IPCError)
}

extension Removing {
  package static func remainder(of object: Object) -> String? { nil }
}
