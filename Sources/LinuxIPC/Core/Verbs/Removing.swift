/// An object can be removed.
package protocol Removing: Mechanism {
  /// The object that is to be removed, as it is at this moment.
  static func removable(_ name: Name, in context: Context) throws(IPCError) -> Removable

  /// What `removable` finds: for most the object.
  associatedtype Removable = Object

  /// Removes the object that was found, and no other.
  ///
  /// - Throws: `gone` when its name leads to another object at the moment of removal.
  static func remove(_ object: Removable, named name: Name, in context: Context) throws(IPCError)

  /// What stays when it is removed, or what has stayed; nil when nothing does.
  static func remainder(of object: Removable, in context: Context) -> String?

  /// Whether `remove` would be refused, as far as that can be told without trying.
  ///
  /// - Throws: What `remove` would throw.
  static func checkRemoval(
    of object: Removable, named name: Name, in context: Context
  ) throws(IPCError)

  /// What it is called in reports.
  static func reported(_ object: Removable, named name: Name) -> Name
}

extension Removing {
  package static func remainder(of object: Removable, in context: Context) -> String? { nil }
  package static func reported(_ object: Removable, named name: Name) -> Name { name }
}

extension Removing where Self: Inspecting, Removable == Object {
  package static func removable(_ name: Name, in context: Context) throws(IPCError) -> Object {
    try inspect(name, in: context)
  }

  package static func reported(_ object: Object, named name: Name) -> Name { object.name }
}
