/// An object that has the path by which its holders opened it, and may have lost it.
package protocol FileObject: IPCObject {
  /// As /proc shows it; nil for what never had one.
  var text: FileText? { get }
  /// nil when that may not be looked at.
  var status: FileStatus? { get }
  /// What was found at the path; nil when it was not looked for.
  var found: AtPath? { get set }
}

extension Examining where Object: FileObject {
  /// What its path leads to, for one that is shown.
  package static func examine(
    _ object: Object, for details: Details, in context: Context, coverage: inout Coverage
  ) -> Object? {
    guard details.contains(.all) else { return object }
    var examined = object
    examined.found = object.text?.found(object.identity)
    return examined
  }
}
