/// The kernel limits how many there are, or how much they hold together.
package protocol Limited: Mechanism {
  /// The limits of the calling thread's namespaces, with what is used of them.
  static func limits(in context: Context) throws(IPCError) -> [Limit]
}
