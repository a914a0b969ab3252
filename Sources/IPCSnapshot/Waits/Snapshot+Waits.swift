package import LinuxIPC

extension Snapshot {
  /// Whether all are known who hold an object: every process was looked into, and there are no others than those
  /// that our pid namespace shows (pid_namespaces(7)).
  package var seesEveryHolder: Bool {
    !coverage.mayHideHolders && Namespace.ofThread(.pid)?.isInitialPIDNamespace == true
  }

  /// How many descriptors are on their way through Unix sockets, as far as was seen.
  package var descriptorsInFlight: UInt64 {
    coverage.gaps.reduce(0) {
      $1.what == DescriptorsInFlight.what ? $0.saturatingSum($1.count ?? 1) : $0
    }
  }

  /// Whether nobody holds an object, in whatever namespace; nil where that cannot be told.
  package func isUnheld<Kind: Mechanism>(_ object: Kind.Object, as kind: Kind.Type) -> Bool? {
    guard let holders = holders(of: object, as: kind) else { return nil }
    if !holders.isEmpty { return false }
    return seesEveryHolder && descriptorsInFlight == 0 ? true : nil
  }
}
