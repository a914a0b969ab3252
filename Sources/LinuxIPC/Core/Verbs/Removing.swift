/// An object can be removed.
package protocol Removing: Inspecting {
  /// Removes the object that was inspected, and no other.
  ///
  /// - Throws: `gone` when its name leads to another object at the moment of removal.
  static func remove(_ object: Object, named name: Name, in context: Context) throws(IPCError)
}
