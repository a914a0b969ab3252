extension Coverage {
  /// Whether there are processes that may not be looked into.
  package var hidesProcesses: Bool { gaps.contains { $0.what == Self.processes } }

  /// Whether there may be processes that /proc does not list (hidepid, proc(5)).
  package var hidesList: Bool { gaps.contains { $0.what == Self.processes && $0.count == nil } }

  /// Whether somebody may hold an object whom nobody saw: a process that may not be looked into, or what keeps
  /// files without a descriptor.
  package var mayHideHolders: Bool {
    let hiding = [Self.processes, "descriptors", "network namespaces"] + BlindSpot.all.map(\.what)
    return gaps.contains { hiding.contains($0.what) }
  }
}
