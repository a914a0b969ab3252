internal import LinuxIPC

/// Gathers the objects of one kind that are known from sightings alone, each once.
protocol Discovery: Sendable {
  var keyword: String { get }
  mutating func note(_ holding: Holding)
  /// Adds what another worker gathered of the same kind.
  mutating func add(_ other: any Discovery)
  /// Gives what was gathered to `snapshot`.
  func give(to snapshot: inout Snapshot, _ request: Snapshot.Request, in context: Context)
}

/// A discovery in the kind's own type.
struct KindDiscovery<Kind: Discovering>: Discovery {
  private var objects: [ObjectIdentity: Kind.Object] = [:]

  init(_ kind: Kind.Type) {}

  var keyword: String { Kind.keyword }

  mutating func note(_ holding: Holding) {
    if objects[holding.object] == nil {
      objects[holding.object] = Kind.object(of: holding.sighting, holding.object)
    }
  }

  mutating func add(_ other: any Discovery) {
    guard let other = other as? Self else { return }
    objects.merge(other.objects) { own, _ in own }
  }

  /// In the order of their numbers: that of processes changes from look to look.
  func give(to snapshot: inout Snapshot, _ request: Snapshot.Request, in context: Context) {
    let order = objects.values.sorted {
      let (one, other) = ($0.identity, $1.identity)
      return (one.device, one.inode) < (other.device, other.inode)
    }
    snapshot.keep(order, of: Kind.self, request, in: context)
  }
}
