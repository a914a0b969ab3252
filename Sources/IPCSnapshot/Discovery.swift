internal import LinuxIPC

/// Gathers the objects of one kind that are known from sightings alone, each once.
protocol Discovery: AnyObject {
  var keyword: String { get }
  func note(_ holding: Holding)
  /// Gives what was gathered to `snapshot`.
  func give(to snapshot: inout Snapshot, _ request: Snapshot.Request, in context: Context)
}

/// A discovery in the kind's own type.
final class KindDiscovery<Kind: Discovering>: Discovery {
  private var objects: [Kind.Object] = []
  private var known: Set<ObjectIdentity> = []

  var keyword: String { Kind.keyword }

  func note(_ holding: Holding) {
    guard !known.contains(holding.object),
      let object = Kind.object(of: holding.sighting, holding.object)
    else { return }
    known.insert(holding.object)
    objects.append(object)
  }

  func give(to snapshot: inout Snapshot, _ request: Snapshot.Request, in context: Context) {
    snapshot.keep(objects, of: Kind.self, request, in: context)
  }
}
