/// A kind that `create` knows, whether its objects live by themselves (`Creating`) or while a process holds them
/// (`Holdable`).
package protocol Creatable: Mechanism {
  /// The options that mean something here.
  static var creationOptions: Set<VerbOption> { get }
}
