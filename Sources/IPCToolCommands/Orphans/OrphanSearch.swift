internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC

/// One look for objects that nobody is left to use.
struct OrphanSearch {
  /// Which objects are asked about.
  struct Condition: Sendable {
    var kinds: [any OrphanKind.Type]
    /// The owner; nil for anybody.
    var uid: UInt32?
    /// When they were used last at the latest, in seconds since the epoch; nil for whenever.
    var moment: Int64?
    /// What they are called by who asks; nil for any object.
    var named: [ObjectIdentity: String]?
    /// The namespaces besides our own that they may be in; nil for none.
    var namespaces: NamespaceSelection?

    func holds(for traces: Traces) -> Bool {
      (uid.map { $0 == traces.owner } ?? true) && (moment.map { traces.lastTime <= $0 } ?? true)
    }
  }

  /// All objects that were asked about and may be removed by us.
  private(set) var objects: [Orphan] = []
  /// What of them could not be seen.
  private(set) var coverage = Coverage()

  let condition: Condition
  private let users: UserSearch
  private let looking: Looking

  /// First the objects are looked at, and then who uses them.
  init(_ condition: Condition, in context: Context) {
    self.condition = condition
    looking = Looking(context: context)
    var listed: [(kind: any OrphanKind.Type, snapshot: Snapshot)] = []
    for kind in condition.kinds {
      var request = Snapshot.Request(kinds: [kind], details: kind.tracedDetails)
      request.namespaces = condition.namespaces
      if let named = condition.named { request.keepOnly(Set(named.keys), of: kind) }
      let snapshot = Snapshot(request, in: context)
      coverage.merge(snapshot.coverage)
      if snapshot.hasAny(of: kind) { listed.append((kind, snapshot)) }
    }
    users = UserSearch(of: listed.map(\.kind), condition.namespaces, in: context)
    for (kind, snapshot) in listed { judge(kind, snapshot) }
  }

  private mutating func judge<Kind: OrphanKind>(_ kind: Kind.Type, _ snapshot: Snapshot) {
    for object in snapshot.objects(of: kind) {
      let traces = Kind.traces(of: object, in: looking.context)
      guard condition.holds(for: traces) else { continue }
      let place = ObjectPlace<Kind>(of: object, condition.namespaces, from: looking.context)
      do throws(IPCError) {
        try place.run { (context) throws(IPCError) in
          try Kind.checkForgetting(object, in: context)
        }
      } catch {
        // What is no such object is nobody's concern.
        switch error.kind {
        case .denied:
          coverage.hide(
            "users of others' objects",
            needs: "to be their owner, or "
              + Capabilities.current().missing(of: [.systemAdmin, .fileOwner], for: .reaching))
        case .system: coverage.hide("users of \(Kind.keyword) objects", because: error)
        default: break
        }
        continue
      }
      let abandonment = users.abandonment(of: object, kind, traces)
      if case .untold(let needs) = abandonment {
        coverage.hide("users of \(Kind.keyword) objects", needs: needs)
      }
      objects.append(
        Orphan(object, at: place, traces, abandonment, users.survivors, looking))
    }
  }

  /// What nobody is left to use.
  var orphans: [Orphan] { objects.filter { $0.abandonment == .forgotten } }
}

extension Snapshot.Request {
  fileprivate mutating func keepOnly<Kind: OrphanKind>(
    _ identities: Set<ObjectIdentity>, of kind: Kind.Type
  ) {
    set(Sieve { object, _ in identities.contains(object.identity) }, for: kind)
  }
}

extension Snapshot {
  fileprivate func hasAny<Kind: Mechanism>(of kind: Kind.Type) -> Bool {
    !objects(of: kind).isEmpty
  }
}
