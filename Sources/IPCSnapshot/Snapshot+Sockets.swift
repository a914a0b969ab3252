internal import LinuxIPC

extension Snapshot {
  /// Whether the other end of a socket may be in another network namespace than our own, and that is asked:
  /// a list tells only whom its own sockets send to, so that nothing in ours shows a sender elsewhere.
  static func mayHavePeersElsewhere(
    _ kinds: [any SocketMechanism.Type], _ request: Request, in context: Context
  ) -> Bool {
    request.includesPeers && kinds.contains { $0.crossesNetworks }
      && NetworkNamespace.areOthers(than: context.netNamespace)
  }

  /// Adds the sockets of those who hold one that is not in the lists of our own network namespace: those
  /// lists of theirs.
  ///
  /// - Returns: The sockets that are in no list that was read.
  mutating func addSocketsOfOtherNetworks(
    _ request: Request, in context: Context
  ) -> [HeldSocket] {
    let kinds = listed(request)
    guard !kinds.isEmpty else { return [] }
    let strange = holdings.sockets { !listedSockets.contains($0.inode) }
    guard !strange.isEmpty else { return [] }
    let networks = Networks(of: strange, own: context.netNamespace)
    var own: Set<UInt64>?
    if !request.spansNetworks {
      own = listedSockets.union(
        strange.filter { networks.isOwn($0.holder.pid) }.map { UInt64($0.inode) })
    }
    var found: Set<UInt64> = []
    for kind in kinds where request.spansNetworks || kind.crossesNetworks {
      found.formUnion(add(kind, of: networks, touching: own, in: context))
    }
    return strange.filter {
      !found.contains(UInt64($0.inode)) && (request.spansNetworks || networks.isOwn($0.holder.pid))
    }
  }

  /// Whether one of `sockets`, which are in no list, is of a kind that is asked for.
  func hasListedKind(_ sockets: [HeldSocket], _ request: Request) -> Bool {
    let kinds = listed(request)
    return sockets.contains { socket in kinds.contains { socket.isOf($0) } }
  }

  /// Adds those of `sockets` that are in no list as they have no port yet. Others that a process holds that
  /// was asked for belong to a network that nobody is in any more, and stay hidden.
  mutating func addUnlisted(_ sockets: [HeldSocket], _ request: Request) {
    for kind in listed(request) { addUnlisted(kind, among: sockets, request) }
  }

  /// Leaves out the sockets that the request does not want, of which the others may have told.
  mutating func sift<Kind: SocketMechanism>(_ kind: Kind.Type, _ request: Request) {
    let sieve = request.sieve(for: kind)
    guard request.heldBy != nil || sieve != nil else { return }
    replace(
      objects(of: kind).filter { object in
        request.heldBy?.contains(object.identity) ?? true
          && sieve?.keeps(object, request.details) ?? true
      }, of: kind)
  }

  /// The kinds of sockets that are asked for. Where there is no list, nothing is known of what it would not
  /// have.
  private func listed(_ request: Request) -> [any SocketMechanism.Type] {
    request.kinds.compactMap { $0 as? any SocketMechanism.Type }
      .filter { listedKinds.contains($0.keyword) }
  }

  /// Lists the sockets of other network namespaces.
  ///
  /// - Parameter own: Keep only sockets that these inodes have, or that are connected to them; nil for all.
  /// - Returns: The inodes of all that are there.
  private mutating func add<Kind: SocketMechanism>(
    _ kind: Kind.Type, of networks: Networks, touching own: Set<UInt64>?, in context: Context
  ) -> [UInt64] {
    let found = listElsewhere(kind, of: networks, in: context)
    if !found.isEmpty { extend(kind, with: found, touching: own) }
    return found.map(\.identity.inode)
  }

  /// Lists the sockets of other network namespaces, and keeps them in mind.
  private mutating func listElsewhere<Kind: SocketMechanism>(
    _ kind: Kind.Type, of networks: Networks, in context: Context
  ) -> [Kind.Object] {
    var found: [Kind.Object] = []
    for (namespace, pid) in networks.others {
      let context = context.inNetwork(namespace)
      let listing = NetworkNamespace.run(inThatOf: pid) {
        var coverage = Coverage()
        let objects = (try? Kind.objects(in: context, coverage: &coverage)) ?? []
        return (objects: objects, coverage: coverage)
      }
      guard let listing else {
        coverage.hide(
          "network namespaces", needs: Capabilities.current().missing(of: [.systemAdmin]))
        continue
      }
      coverage.merge(listing.coverage)
      found += listing.objects
    }
    let known = socketsElsewhere[Kind.keyword] as? Population<Kind>
    socketsElsewhere[Kind.keyword] = Population<Kind>(objects: (known?.objects ?? []) + found)
    return found
  }

  /// Counts what is in flight at the Unix sockets of all networks, whether these are asked for or not.
  mutating func hideDescriptorsInFlight(in context: Context) {
    let kind = UnixSocket.self
    var ignored = Coverage()
    let listed = (hasObjects(of: kind) ? objects(of: kind) : nil)
    let own = listed ?? (try? kind.objects(in: context, coverage: &ignored)) ?? []
    var others = (socketsElsewhere[kind.keyword] as? Population<UnixSocket>)?.objects
    if others == nil {
      let known = Set(own.map(\.identity.inode))
      let strange = holdings.sockets { !known.contains($0.inode) }
      others = listElsewhere(
        kind, of: Networks(of: strange, own: context.netNamespace), in: context)
    }
    let known = Set(own.map(\.inode))
    DescriptorsInFlight.hide(
      among: own + (others ?? []).filter { !known.contains($0.inode) }, coverage: &coverage,
      heldBy: { [holdings] in holdings.holders(of: $0) })
  }

  private mutating func addUnlisted<Kind: SocketMechanism>(
    _ kind: Kind.Type, among sockets: [HeldSocket], _ request: Request
  ) {
    var seen: Set<UInt32> = []
    var found: [Kind.Object] = []
    for socket in sockets where seen.insert(socket.inode).inserted && socket.isOf(kind) {
      if let object = socket.unlisted(as: kind) {
        found.append(object)
      } else if request.heldBy?.contains(SocketIdentity.of(inode: socket.inode)) == true {
        coverage.hide("\(Kind.title)s", needs: "a process in their network namespace")
      }
    }
    if !found.isEmpty { extend(kind, with: found, touching: nil) }
  }

  private mutating func extend<Kind: SocketMechanism>(
    _ kind: Kind.Type, with others: [Kind.Object], touching own: Set<UInt64>?
  ) {
    let objects = objects(of: kind)
    // A second look at the holders meets them again.
    let known = Set(objects.map(\.identity.inode))
    let strange = others.filter { !known.contains($0.identity.inode) }
    var joined = Kind.joined(objects, strange)
    if let own {
      joined.removeAll { object in
        !known.contains(object.identity.inode) && !own.contains(object.identity.inode)
          && !object.peers.contains { own.contains($0.identity.inode) }
      }
    }
    replace(joined, of: kind)
  }
}

/// The network namespaces of those who hold some sockets.
private struct Networks {
  /// Other than our own, each with a process that is in it.
  private(set) var others: [(namespace: UInt64, pid: Int32)] = []
  private var namespaces: [Int32: UInt64] = [:]
  private let own: UInt64

  init(of sockets: [HeldSocket], own: UInt64) {
    self.own = own
    var known: Set<UInt64> = [own]
    for pid in sockets.lazy.map(\.holder.pid) where namespaces[pid] == nil {
      guard let namespace = NetworkNamespace.inode(ofProcess: pid) else { continue }
      namespaces[pid] = namespace
      if known.insert(namespace).inserted { others.append((namespace, pid)) }
    }
  }

  func isOwn(_ pid: Int32) -> Bool { namespaces[pid] == own }
}
