internal import LinuxIPC

extension Snapshot {
  /// Adds the sockets that processes hold and the lists of our own network namespace do not have: those of
  /// other namespaces, and those that have no port yet.
  ///
  /// - Parameter listed: The inodes of those that were listed.
  mutating func completeSockets(
    listed: Set<UInt64>, _ request: Request, in context: Context
  ) {
    // Where there is no list, nothing is known of what it would not have.
    let kinds = request.kinds.compactMap { $0 as? any SocketMechanism.Type }
      .filter { listedKinds.contains($0.keyword) }
    guard !kinds.isEmpty else { return }
    let strange = holdings.sockets { !listed.contains($0.inode) }
    guard !strange.isEmpty else { return }
    let networks = Networks(of: strange, own: context.netNamespace)
    var own = listed
    for socket in strange where networks.isOwn(socket.holder.pid) {
      own.insert(UInt64(socket.inode))
    }
    var found: Set<UInt64> = []
    for (namespace, pid) in networks.others {
      for kind in kinds where request.spansNetworks || kind.crossesNetworks {
        let inodes = add(
          kind, inThatOf: pid, touching: request.spansNetworks ? nil : own, request,
          in: context.inNetwork(namespace))
        found.formUnion(inodes)
      }
    }
    let unlisted = strange.filter {
      !found.contains(UInt64($0.inode)) && (request.spansNetworks || networks.isOwn($0.holder.pid))
    }
    for kind in kinds { addUnlisted(kind, among: unlisted, request) }
  }

  /// Lists the sockets of another network namespace.
  ///
  /// - Parameter own: Keep only sockets that these inodes have, or that are connected to them; nil for all.
  /// - Returns: The inodes of all that are there.
  private mutating func add<Kind: SocketMechanism>(
    _ kind: Kind.Type, inThatOf pid: Int32, touching own: Set<UInt64>?, _ request: Request,
    in context: Context
  ) -> [UInt64] {
    let listing = NetworkNamespace.run(inThatOf: pid) {
      var coverage = Coverage()
      let objects = (try? Kind.objects(in: context, coverage: &coverage)) ?? []
      return (objects: objects, coverage: coverage)
    }
    guard let listing else {
      coverage.hide(
        "network namespaces", needs: Capabilities.current().missing(of: [.systemAdmin]))
      return []
    }
    coverage.merge(listing.coverage)
    extend(kind, with: listing.objects, touching: own, request)
    return listing.objects.map(\.identity.inode)
  }

  private mutating func addUnlisted<Kind: SocketMechanism>(
    _ kind: Kind.Type, among sockets: [HeldSocket], _ request: Request
  ) {
    var seen: Set<UInt32> = []
    let found = sockets.compactMap { socket in
      seen.insert(socket.inode).inserted ? socket.unlisted(as: kind) : nil
    }
    if !found.isEmpty { extend(kind, with: found, touching: nil, request) }
  }

  private mutating func extend<Kind: SocketMechanism>(
    _ kind: Kind.Type, with others: [Kind.Object], touching own: Set<UInt64>?, _ request: Request
  ) {
    let sieve = request.sieve(for: kind)
    let strange = Set(others.map(\.identity.inode))
    var objects = Kind.joined(
      self.objects(of: kind), others, isWhole: sieve == nil && request.heldBy == nil)
    objects.removeAll { object in
      guard strange.contains(object.identity.inode) else { return false }
      if let own, !own.contains(object.identity.inode),
        !object.peers.contains(where: { own.contains($0.identity.inode) })
      {
        return true
      }
      if let held = request.heldBy, !held.contains(object.identity) { return true }
      return sieve.map { !$0.keeps(object, request.details) } ?? false
    }
    replace(objects, of: kind)
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
