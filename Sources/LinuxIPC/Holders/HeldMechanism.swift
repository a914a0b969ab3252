/// A kind whose objects have no name but their number: what is to be done with one is done through who
/// holds it.
package protocol HeldMechanism: Sighted, Removing {
  /// Whether an object of the kind has that name.
  static func mayBe(_ object: ObjectIdentity, called name: Name) -> Bool
}

extension HeldMechanism where Name == InodeName {
  package static func mayBe(_ object: ObjectIdentity, called name: Name) -> Bool {
    object.inode == name.inode
  }
}

extension HeldMechanism {
  /// The object of that name, with who holds it.
  ///
  /// - Throws: `notFound`, or `denied` where there are processes that may not be looked into.
  package static func held(_ name: Name, in context: Context) throws(IPCError) -> HeldObject {
    try HeldObject.find(
      Self.self, address(name), where: { mayBe($0, called: name) }, in: context)
  }

  package static func removable(
    _ name: Name, in context: Context
  ) throws(IPCError) -> HeldObject {
    try held(name, in: context)
  }

  package static func remove(
    _ object: HeldObject, named name: Name, in context: Context
  ) throws(IPCError) {
    try object.end()
  }

  package static func checkRemoval(
    of object: HeldObject, named name: Name, in context: Context
  ) throws(IPCError) {
    try object.checkEnd()
  }

  package static func remainder(of object: HeldObject, in context: Context) -> String? {
    // Who has it now and had it not before has another one, to which the kernel gave the number since.
    let before = Set(object.holders.map(\.pid))
    return HeldObject.known(object.identity, as: Self.self, object.subject, in: context)
      .others(among: before).map { "it lives on in \($0)" }
  }
}
