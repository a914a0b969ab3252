internal import LinuxIPC

/// What is drawn of sockets, of which each end is an object of its own.
extension GraphBuilder {
  /// Draws two ends that are each other's peers.
  mutating func drawConnection(_ identity: ObjectIdentity, _ peer: ObjectIdentity) {
    guard let end = objects[identity] else { return }
    guard let other = objects[peer] else {
      let name = served([end]) ?? (end.address, isNamed: end.isNamed)
      return drawOutside(end, identity, at: name.address, isNamed: name.isNamed)
    }
    let (near, far) = (parties(of: identity), parties(of: peer))
    if isOwn(identity) || isOwn(peer) { return }
    switch (near.isEmpty, far.isEmpty) {
    case (true, true): return omit(.unheld, [])
    case (false, true): return drawOutside(end, identity, other)
    case (true, false): return drawOutside(other, peer, end)
    case (false, false): break
    }
    let line = GraphLine(
      ends: [end, other], served([end, other]), state(of: end, identity, other, peer))
    let ends = [
      near.map { end.link.limited($0, to: peer) }, far.map { other.link.limited($0, to: identity) },
    ]
    let all = ends.flatMap(\.self).merged
    if all.count == 1 {
      // Nobody is connected by it, and it is drawn as any object of one alone.
      guard line.state != nil else { return omit(.alone, all) }
      return draw(all, of: line, [identity, peer], always: true)
    }
    guard all.count > 2 else { return draw(all, of: line, [identity, peer]) }
    let node = place(of: line)
    let (nearby, afar) = (Set(near.map(\.pid)), Set(far.map(\.pid)))
    for party in all {
      let isNear = nearby.contains(party.pid)
      connect(
        party, to: node, line, [identity, peer],
        end: isNear && afar.contains(party.pid)
          ? nil : GraphEdge.End(address: (isNear ? end : other).address, isFirst: isNear))
    }
  }

  /// Draws an end whose other one nobody is seen to hold. That has a name if it is a server's, as all its clients know
  /// it; a client has none.
  private mutating func drawOutside(
    _ end: GraphObject, _ identity: ObjectIdentity, _ other: GraphObject
  ) {
    let name = served([other]) ?? (other.address, isNamed: false)
    drawOutside(
      end, identity, at: name.address, isNamed: name.isNamed, over: served([end, other]))
  }

  /// Draws an end whose other one is on another host, or nobody's.
  ///
  /// - Parameters:
  ///   - address: What the other one is called.
  ///   - name: What the connection is called; nil for the same.
  mutating func drawOutside(
    _ end: GraphObject, _ identity: ObjectIdentity, at address: [UInt8], isNamed: Bool,
    over name: (address: [UInt8], isNamed: Bool)? = nil
  ) {
    let parties = parties(of: identity)
    guard !parties.isEmpty, !isOwn(identity) else { return }
    let node = place(outside: end.kind, at: address, isNamed: isNamed)
    let line = GraphLine(ends: [end], name ?? (address, isNamed), state(of: end, identity))
    for party in parties { connect(party, to: node, line, [identity]) }
  }

  /// By what people know a connection: the name of the listener, and where none is left, of an end that has one.
  mutating func served(_ ends: [GraphObject]) -> (address: [UInt8], isNamed: Bool)? {
    for link in ends.lazy.compactMap(\.link) {
      for name in link.names {
        let key = GraphListener(network: link.network, name: name)
        guard let listener = listeners[key] else { continue }
        served.insert(key)
        return (listener.address, listener.isNamed)
      }
    }
    if let end = ends.first(where: \.isNamed) { return (end.address, true) }
    // A name that is bound leads there, a port of a client does not.
    let bound = ends.compactMap(\.link).filter { $0.names.count == 1 }
    return bound.first.map { ($0.names[0], true) }
  }

  private func state(
    of end: GraphObject, _ identity: ObjectIdentity, _ other: GraphObject, _ peer: ObjectIdentity
  ) -> GraphState? {
    // What one end sends is in the queue of the other.
    let isFull =
      isWaited(at: identity, forRoomIn: other) || isWaited(at: peer, forRoomIn: end)
    let states = [
      state(of: end, identity, isConnected: true), state(of: other, peer, isConnected: true),
      isFull ? .full : nil,
    ]
    let state = states.compactMap(\.self).max()
    let isUnaccepted = end.link?.isListening == true || other.link?.isListening == true
    return state ?? (isUnaccepted ? .unaccepted : nil)
  }
}

extension GraphObject.Link? {
  /// A party as far as this end sends to its peer: who accepts reads, and of datagrams who only receives does not
  /// write.
  func limited(_ party: GraphParty, to peer: ObjectIdentity) -> GraphParty {
    guard let self else { return party }
    var party = party
    party.canWrite = self.targets.contains(peer) && !self.isListening
    return party
  }
}
