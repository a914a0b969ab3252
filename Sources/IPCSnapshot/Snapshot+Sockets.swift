internal import LinuxIPC
internal import SystemPackage

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

  /// Adds `sockets`, which are in no list that was read: they are younger than these, belong to a network that
  /// nobody is in any more, or have no port yet. What cannot be told of them is hidden.
  mutating func addUnlisted(_ sockets: [HeldSocket], _ request: Request, in context: Context) {
    for kind in listed(request) { addUnlisted(kind, among: sockets, request, in: context) }
  }

  /// Leaves out the sockets that the request does not want, of which the others may have told.
  mutating func sift<Kind: SocketMechanism>(_ kind: Kind.Type, _ request: Request) {
    markElsewhere(kind, request)
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
      inhabitedNetworks.insert(namespace)
      do throws(Errno) {
        found += list(kind, inside: try NamespaceHandle(ofProcess: pid, .net), in: context)
      } catch {
        coverage.hide(Coverage.networks, needs: error.needs([.systemPtrace]))
      }
    }
    keepElsewhere(kind, found)
    return found
  }

  private mutating func list<Kind: SocketMechanism>(
    _ kind: Kind.Type, inside network: NamespaceHandle, in context: Context
  ) -> [Kind.Object] {
    let inner = context.inside(network)
    do throws(Errno) {
      let listing: (objects: [Kind.Object], coverage: Coverage) = try network.run {
        var coverage = Coverage()
        let objects = (try? Kind.objects(in: inner, coverage: &coverage)) ?? []
        return (objects: objects, coverage: coverage)
      }
      coverage.merge(listing.coverage)
      return listing.objects
    } catch {
      coverage.hide(Coverage.networks, needs: network.needs(after: error))
      return []
    }
  }

  mutating func keepElsewhere<Kind: SocketMechanism>(
    _ kind: Kind.Type, _ objects: [Kind.Object]
  ) {
    let known = socketsElsewhere[Kind.keyword] as? Population<Kind>
    socketsElsewhere[Kind.keyword] = Population<Kind>(objects: (known?.objects ?? []) + objects)
  }

  /// Counts what is in flight at the Unix sockets of all networks, whether these are asked for or not.
  mutating func hideDescriptorsInFlight(in context: Context) {
    let kind = UnixSocket.self
    var ignored = Coverage()
    let listed = hasObjects(of: kind) ? objects(of: kind) : nil
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
    _ kind: Kind.Type, among sockets: [HeldSocket], _ request: Request, in context: Context
  ) {
    var seen: Set<UInt32> = []
    let held = sockets.filter { $0.isOf(kind) && seen.insert($0.inode).inserted }
    guard !held.isEmpty else { return }
    let younger = addYounger(kind, among: held, in: context)
    var rest = Testimonies(held.filter { !younger.contains(UInt64($0.inode)) })
    // One that was asked for is shown wherever it is.
    let spansNetworks = request.spansNetworks || request.heldBy != nil
    if spansNetworks || kind.crossesNetworks {
      let strange = rest.networks.filter { !context.isIn($0.namespace) }
      let own = spansNetworks ? nil : Set(rest.sockets.map { UInt64($0.socket.inode) })
      rest.remove(add(kind, in: strange, touching: own.map(listedSockets.union), in: context))
    } else {
      rest.sockets.removeAll {
        $0.network.map { !context.isIn($0.namespace) } ?? false
      }
    }
    var found: [Kind.Object] = []
    for entry in rest.sockets {
      // It may have gone meanwhile.
      guard entry.socket.isOf(kind) else { continue }
      let object = entry.socket.unlisted(as: kind, isUnbound: entry.isUnbound)
      if let object { found.append(object) }
      // What others hold was not asked for.
      let identity = SocketIdentity.of(inode: entry.socket.inode)
      if !entry.isUnbound, request.heldBy?.contains(identity) ?? true {
        coverage.hide(
          object == nil ? "\(kind.title)s" : "states of \(kind.title)s", needs: Self.networkNeeds)
      }
    }
    if !found.isEmpty { extend(kind, with: found, touching: nil) }
  }

  /// What it takes to learn of which network namespace a socket is, and to list that.
  private static var networkNeeds: String {
    Capabilities.current().missing(of: [.systemPtrace, .networkAdmin, .systemAdmin])
  }

  /// Lists the sockets of our own network once more, for those that were made since.
  ///
  /// - Returns: The inodes of those of `held` that are there now.
  private mutating func addYounger<Kind: SocketMechanism>(
    _ kind: Kind.Type, among held: [HeldSocket], in context: Context
  ) -> Set<UInt64> {
    // What this list does not tell is counted with the first one.
    var ignored = Coverage()
    let listed = (try? kind.objects(in: context, coverage: &ignored)) ?? []
    let wanted = Set(held.map { UInt64($0.inode) })
    let younger = listed.filter { wanted.contains($0.identity.inode) }
    guard !younger.isEmpty else { return [] }
    let current = Set(listed.map(\.identity.inode))
    var objects = objects(of: kind)
    // Those that have gone make room: a name may be another's by now.
    objects.removeAll { object in
      listedSockets.contains(object.identity.inode) && !current.contains(object.identity.inode)
        && holdings.holders(of: object.identity).isEmpty
    }
    replace(Kind.joined(objects + younger, []), of: kind)
    let inodes = Set(younger.map(\.identity.inode))
    listedSockets.formUnion(inodes)
    return inodes
  }

  /// Lists the sockets of network namespaces that nobody has to be in.
  ///
  /// - Parameter own: As above.
  /// - Returns: The inodes of all that are there.
  private mutating func add<Kind: SocketMechanism>(
    _ kind: Kind.Type, in networks: [NamespaceHandle], touching own: Set<UInt64>?,
    in context: Context
  ) -> Set<UInt64> {
    var found: [Kind.Object] = []
    for network in networks { found += list(kind, inside: network, in: context) }
    if !found.isEmpty { extend(kind, with: found, touching: own) }
    keepElsewhere(kind, found)
    return Set(found.map(\.identity.inode))
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

/// What sockets tell of themselves that are in no list.
private struct Testimonies {
  typealias Entry = (socket: HeldSocket, network: NamespaceHandle?, isUnbound: Bool)

  var sockets: [Entry] = []

  /// Asks each of them.
  init(_ sockets: [HeldSocket]) {
    var borrower = Borrower()
    for socket in sockets {
      do throws(Borrower.Refusal) {
        let testimony = try socket.testimony(through: &borrower)
        self.sockets.append((socket, testimony.network, testimony.isUnbound))
      } catch {
        if case .refused = error { self.sockets.append((socket, nil, false)) }
      }
    }
  }

  /// Their network namespaces, each once.
  var networks: [NamespaceHandle] {
    var known: Set<Namespace> = []
    return sockets.compactMap(\.network).filter { known.insert($0.namespace).inserted }
  }

  mutating func remove(_ inodes: Set<UInt64>) {
    sockets.removeAll { inodes.contains(UInt64($0.socket.inode)) }
  }
}
