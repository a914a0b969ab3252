extension Coverage {
  /// Whether there are processes that may not be looked into.
  package var hidesProcesses: Bool { gaps.contains { $0.what == Self.processes } }

  /// Whether somebody may hold an object whom nobody saw: a process that may not be looked into, or what keeps
  /// files without a descriptor.
  package var mayHideHolders: Bool {
    let hiding = [Self.processes, "descriptors", "network namespaces"] + BlindSpot.all.map(\.what)
    return gaps.contains { hiding.contains($0.what) }
  }
}
