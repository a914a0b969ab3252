extension PipeMechanism {
  package static var sendingOptions: Set<VerbOption> { [.force] }
  package static var receivingOptions: Set<VerbOption> { [.length, .force] }

  /// An end that a process has open, borrowed for as long as it takes.
  ///
  /// - Parameter access: What it is to be open for: `read` or `write`.
  static func end(
    borrowedFrom name: Name, for access: Holder.Access, isForced: Bool, in context: Context
  ) throws(IPCError) -> StreamEnd<Self> {
    let pipe = try held(name, in: context)
    try pipe.checkUse(isForced: isForced)
    try pipe.checkUnlocked()
    let reads = access == .read
    return StreamEnd(
      try pipe.loan(for: reads ? "reading" : "writing") {
        $0.access != (reads ? .write : .read)
      }, address(name))
  }
}
