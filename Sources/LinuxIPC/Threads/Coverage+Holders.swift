extension Coverage {
  /// Whether there are processes that may not be looked into.
  package var hidesProcesses: Bool { gaps.contains { $0.what == Self.processes } }

  /// How many processes may not be looked into, as far as they are listed; nil for none.
  package var hiddenProcesses: UInt64? {
    let counts = gaps.filter { $0.what == Self.processes }.compactMap(\.count)
    return counts.isEmpty ? nil : counts.reduce(0, +)
  }

  /// Whether there may be processes that /proc does not list (hidepid, proc(5)).
  package var hidesList: Bool { gaps.contains { $0.what == Self.processes && $0.count == nil } }

  /// Whether there may be sockets in network namespaces that could not be looked into, as of those that may be entered
  /// by whoever may look into nearly every process.
  package func hidesNetworks(from capabilities: Capabilities) -> Bool {
    let isPrivileged = capabilities.has(.systemPtrace) && capabilities.has(.systemAdmin)
    return gaps.contains { $0.what == Self.networks || $0.what == Self.processes && !isPrivileged }
  }

  /// Whether somebody may hold an object whom nobody saw: a process that may not be looked into, or what keeps
  /// files without a descriptor.
  package var mayHideHolders: Bool {
    let hiding = [Self.processes, "descriptors", Self.networks] + BlindSpot.all.map(\.what)
    return gaps.contains { hiding.contains($0.what) }
  }
}
