/// One object can be looked at by its name.
package protocol Inspecting: Mechanism {
  /// The object that `name` names at this moment.
  ///
  /// - Throws: `notFound`, or `gone` for a System V id whose slot holds another object now.
  static func inspect(_ name: Name, in context: Context) throws(IPCError) -> Object
}
