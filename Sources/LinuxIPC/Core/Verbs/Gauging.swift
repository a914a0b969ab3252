/// More can be found out about objects of which each may be locked for as long as somebody likes: they are asked
/// together, and by processes that can be left behind (`PipeGauge`).
package protocol Gauging: Sighted {
  /// Objects with how full they are; without those that nobody holds any more.
  ///
  /// - Parameters:
  ///   - holders: Who holds an object.
  ///   - threads: Among whom who locks one is looked for before it is asked; nil where they were not looked at.
  ///   - coverage: Counts what may not be read of them, or is locked.
  static func gauge(
    _ objects: [Object], heldBy holders: (Object) -> [Holder], among threads: ThreadTable?,
    coverage: inout Coverage
  ) -> [Object]
}
