internal import LinuxIPC

/// Gathers the objects of one kind that are known from sightings alone, each once.
protocol Discovery: Sendable {
  mutating func note(_ finding: Finding)
  /// Adds what another worker gathered of the same kind.
  mutating func add(_ other: any Discovery)
  /// Orders what was gathered. Comes after the last `add`, and before `give`.
  mutating func arrange()
  /// Gives what was gathered to `snapshot`, which knows the holders.
  func give(to snapshot: inout Snapshot, _ request: Snapshot.Request, in context: Context)
}

/// A discovery in the kind's own type.
struct KindDiscovery<Kind: Discovering>: Discovery {
  private var objects: [ObjectIdentity: Kind.Object] = [:]
  private var ordered: [Kind.Object] = []

  init(_ kind: Kind.Type) {}

  mutating func note(_ finding: Finding) {
    Kind.note(finding, in: &objects)
  }

  mutating func add(_ other: any Discovery) {
    guard let other = other as? Self else { return }
    Kind.merge(other.objects, into: &objects)
  }

  mutating func arrange() {
    ordered = Kind.ordered(objects)
  }

  func give(to snapshot: inout Snapshot, _ request: Snapshot.Request, in context: Context) {
    var found = ordered
    if let directory = request.directory, let searching = Kind.self as? any Searching.Type {
      if request.namespaces?.isWhole ?? true {
        found += snapshot.search(searching, below: directory, knowing: Set(objects.keys))
      } else {
        // Our path is none of theirs.
        snapshot.coverage.hide(
          "files below directories", count: nil, needs: "to run inside the namespaces")
      }
    }
    if Kind.isDecidedByHolders {
      var refused: [Refused<Kind.Object>] = []
      found.removeAll { object in
        let holders = snapshot.holdings.holders(of: object.identity)
        guard let reason = Kind.objection(to: object, heldBy: holders) else { return false }
        refused.append(Refused(object: object, reason: reason))
        return true
      }
      snapshot.note(refused, of: Kind.self)
    }
    snapshot.keep(found, of: Kind.self, request, in: context)
  }
}

extension Snapshot {
  /// The objects of a kind that lie below a directory and are not known yet.
  fileprivate mutating func search<Object: IPCObject, Kind: Searching>(
    _ kind: Kind.Type, below directory: [UInt8], knowing known: Set<ObjectIdentity>
  ) -> [Object] {
    var found: [Kind.Object] = []
    do {
      try DirectoryTree.forEach(Kind.fileType, below: directory, coverage: &coverage) {
        if let object = Kind.object(at: $0, $1), !known.contains(object.identity) {
          found.append(object)
        }
      }
    } catch {
      coverage.hide("directories", needs: DirectoryTree.needs(error))
    }
    return found as? [Object] ?? []
  }
}
