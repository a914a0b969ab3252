internal import LinuxIPC

/// What one worker of a scan has found.
struct Findings: Sendable {
  private(set) var holdings = Holdings()
  private(set) var discoveries: [any Discovery]
  /// For each of the discoveries, the place of its family among those of the scan.
  private let places: [Int?]

  init(discovering kinds: [any Discovering.Type], families: [String]) {
    func discovery<Kind: Discovering>(_ kind: Kind.Type) -> any Discovery { KindDiscovery(kind) }
    discoveries = kinds.map { discovery($0) }
    places = kinds.map { families.firstIndex(of: $0.family) }
  }

  /// Adds what one process holds.
  mutating func note(_ process: HolderProcess, _ findings: [Finding]) {
    holdings.add(process, findings)
    for finding in findings {
      for index in places.indices where places[index] == finding.family {
        discoveries[index].note(finding)
      }
    }
  }

  /// Orders who holds what: beside other workers. Comes after the last `note`.
  mutating func arrange() {
    holdings.arrange()
  }

  /// What all workers found, each of which has arranged it.
  static func merged(_ shares: [Findings], into empty: Findings) -> Findings {
    var merged = empty
    (merged.holdings, merged.discoveries) = Workers.both(
      { shares.reduce(into: empty.holdings) { $0.add($1.holdings) } },
      { empty.discoveries.indices.map { Self.merged(shares, $0, into: empty.discoveries[$0]) } })
    return merged
  }

  private static func merged(
    _ shares: [Findings], _ index: Int, into empty: any Discovery
  ) -> any Discovery {
    var merged = empty
    for share in shares { merged.add(share.discoveries[index]) }
    merged.arrange()
    return merged
  }
}
