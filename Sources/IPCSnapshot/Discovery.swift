internal import LinuxIPC

/// Gathers the objects of one kind that are known from sightings alone, each once.
protocol Discovery: Sendable {
  mutating func note(_ finding: Finding)
  /// Adds what another worker gathered of the same kind.
  mutating func add(_ other: any Discovery)
  /// Gives what was gathered to `snapshot`, which knows the holders.
  func give(to snapshot: inout Snapshot, _ request: Snapshot.Request, in context: Context)
}

/// A discovery in the kind's own type.
struct KindDiscovery<Kind: Discovering>: Discovery {
  private var objects: [ObjectIdentity: Kind.Object] = [:]

  init(_ kind: Kind.Type) {}

  mutating func note(_ finding: Finding) {
    guard let sighting = finding.sighting, objects[finding.object] == nil else { return }
    objects[finding.object] = Kind.object(of: sighting, finding.object)
  }

  mutating func add(_ other: any Discovery) {
    guard let other = other as? Self else { return }
    objects.merge(other.objects) { own, _ in own }
  }

  /// In the order of their numbers: that of processes changes from look to look.
  func give(to snapshot: inout Snapshot, _ request: Snapshot.Request, in context: Context) {
    let found = objects.sorted { $0.key < $1.key }.map(\.value)
    snapshot.keep(
      found.filter { Kind.isObject($0, heldBy: snapshot.holdings.holders(of: $0.identity)) },
      of: Kind.self, request, in: context)
  }
}
