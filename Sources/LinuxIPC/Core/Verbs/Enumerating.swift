/// The kernel lists its objects.
package protocol Enumerating: Mechanism {
  /// Calls `visit` for each object, as found; never builds the whole list.
  ///
  /// An object that goes while the listing runs is left out; what may not be seen is counted in
  /// `coverage`.
  ///
  /// - Throws: When nothing can be listed at all.
  static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError)

  /// All of them at once. Nobody implements it but the extension: as a requirement it is compiled for
  /// each mechanism's own types, where generic code would look them up for every object.
  static func objects(
    in context: Context, coverage: inout Coverage
  ) throws(IPCError) -> [Object]
}

extension Enumerating {
  package static func objects(
    in context: Context, coverage: inout Coverage
  ) throws(IPCError) -> [Object] {
    var objects: [Object] = []
    try enumerate(in: context, coverage: &coverage) { objects.append($0) }
    return objects
  }
}
