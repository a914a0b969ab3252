internal import LinuxIPC

/// What one worker of a scan has found.
struct Findings: Sendable {
  private var holders: [ObjectIdentity: [Holder]] = [:]
  private(set) var discoveries: [any Discovery]

  init(discovering kinds: [any Discovering.Type]) {
    func discovery<Kind: Discovering>(_ kind: Kind.Type) -> any Discovery { KindDiscovery(kind) }
    discoveries = kinds.map { discovery($0) }
  }

  mutating func note(_ holding: Holding) {
    holders[holding.object, default: []].append(holding.holder)
    for index in discoveries.indices where discoveries[index].keyword == holding.object.kind {
      discoveries[index].note(holding)
    }
  }

  /// Adds what another worker found.
  mutating func add(_ other: Findings) {
    holders.merge(other.holders, uniquingKeysWith: +)
    for index in discoveries.indices { discoveries[index].add(other.discoveries[index]) }
  }

  /// The holders of each object by process, and of a process as they were found: workers end in any
  /// order.
  var sortedHolders: [ObjectIdentity: [Holder]] {
    holders.mapValues { holders in
      holders.count < 2 ? holders : holders.sorted { $0.pid < $1.pid }
    }
  }
}
