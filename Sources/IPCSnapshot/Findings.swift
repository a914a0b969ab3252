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

  /// Adds what another worker found.
  mutating func add(_ other: Findings) {
    holdings.add(other.holdings)
    for index in discoveries.indices { discoveries[index].add(other.discoveries[index]) }
  }

  /// Comes after the last `note`, and before `add` of others.
  mutating func arrange() {
    holdings.arrange()
  }
}
