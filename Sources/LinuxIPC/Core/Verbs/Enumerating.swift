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
}
