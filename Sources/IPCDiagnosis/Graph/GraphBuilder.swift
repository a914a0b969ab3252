package import IPCSnapshot
package import LinuxIPC

/// Makes a graph of what was seen. It takes time in proportion to what processes hold.
package struct GraphBuilder {
  /// Who is recorded as the last to use an object; nil for nobody.
  package typealias Recorded = @Sendable (_ use: LastUse) -> LastProcess?

  var graph = Graph()
  private(set) var objects: [ObjectIdentity: GraphObject] = [:]
  private var parties: [ObjectIdentity: [GraphParty]] = [:]
  var commands: [Int32: [UInt8]] = [:]
  /// What we hold ourselves: of that not all parties are shown.
  private var ownObjects: Set<ObjectIdentity> = []
  /// What accepts connections.
  private(set) var listeners: [GraphListener: GraphObject] = [:]
  /// Those of which a connection is drawn.
  var served: Set<GraphListener> = []
  /// Those that connect nobody themselves.
  private var waiting: [(listener: GraphListener, parties: [GraphParty])] = []
  private var places: [[UInt8]: Int] = [:]
  private var edges: [EdgeKey: Int] = [:]
  let waits: GraphWaits

  private struct EdgeKey: Hashable {
    let from: Int
    let to: Int
    let medium: GraphEdge.Medium
  }

  /// - Parameters:
  ///   - kinds: What to draw.
  ///   - otherWaits: Whether to draw in deadlocks what is of no kind, as the locks of files.
  ///   - own: The process that looks, which is not drawn.
  ///   - recorded: What became of whoever used an object last.
  package static func graph(
    of snapshot: Snapshot, _ diagnosis: Diagnosis, _ kinds: [any Mechanism.Type],
    otherWaits: Bool, own: Int32,
    recorded: Recorded = { LastProcess($0.pid, at: $0.time) }
  ) -> Graph {
    var builder = GraphBuilder(GraphWaits(diagnosis))
    for kind in kinds { builder.add(snapshot, kind) }
    builder.addHolders(of: snapshot, own: own)
    builder.addWaiters(diagnosis, own: own)
    builder.addRecorded(recorded)
    for identity in builder.objects.keys.sorted() { builder.draw(identity) }
    // Of one that has clients their connections tell.
    for (listener, parties) in builder.waiting where !builder.served.contains(listener) {
      builder.omit(.listener, parties)
    }
    if otherWaits { builder.drawLocks(diagnosis) }
    builder.markNodes(diagnosis)
    return builder.graph
  }

  private init(_ waits: GraphWaits) { self.waits = waits }

  // MARK: - Who is a party

  private mutating func add<Kind: Mechanism>(_ snapshot: Snapshot, _ kind: Kind.Type) {
    for object in snapshot.objects(of: kind) {
      let known = GraphObject(object, kind)
      objects[object.identity] = known
      if let listener = known.listener { listeners[listener] = known }
    }
  }

  private mutating func addHolders(of snapshot: Snapshot, own: Int32) {
    snapshot.holdings.forEachProcess { process, holds in
      guard process.pid != own else { return ownObjects.formUnion(holds.lazy.map(\.object)) }
      commands[process.pid] = process.command
      for hold in holds where objects[hold.object] != nil {
        parties[hold.object, default: []].add(hold, of: process.pid)
      }
    }
  }

  private mutating func addWaiters(_ diagnosis: Diagnosis, own: Int32) {
    var waiters: [ObjectIdentity: [GraphParty]] = [:]
    for thread in diagnosis.threads where thread.id.pid != own {
      for wait in thread.waits {
        guard case .object(let identity) = wait.subject.identity, let access = wait.need.access,
          objects[identity] != nil
        else { continue }
        waiters[identity, default: []].append(GraphParty(thread.id.pid, access, .waiter))
        if commands[thread.id.pid] == nil { commands[thread.id.pid] = thread.sample.command }
      }
    }
    for (identity, waiters) in waiters { add(waiters.merged, to: identity) }
  }

  private mutating func addRecorded(_ recorded: Recorded) {
    for (identity, object) in objects where !object.lastUses.isEmpty {
      let users = object.lastUses.compactMap { use -> GraphParty? in
        guard let process = recorded(use), process.state == .alive else { return nil }
        if let command = process.command, commands[use.pid] == nil { commands[use.pid] = command }
        return GraphParty(use.pid, use.access, .lastOperator)
      }
      add(users.merged, to: identity)
    }
  }

  /// Adds those who are no holders.
  private mutating func add(_ others: [GraphParty], to identity: ObjectIdentity) {
    let known = parties[identity] ?? []
    let holders = Set(known.lazy.filter { $0.certainty == .holder }.map(\.pid))
    let strange = others.filter { !holders.contains($0.pid) }
    if !strange.isEmpty { parties[identity] = (known + strange).merged }
  }

  // MARK: - What stands between them

  private mutating func draw(_ identity: ObjectIdentity) {
    guard let object = objects[identity] else { return }
    guard let link = object.link else { return drawShared(object, identity) }
    for peer in link.peers where identity < peer || objects[peer] == nil {
      drawConnection(identity, peer)
    }
    if let outside = link.outside {
      // Of a server's clients on other hosts there may be many.
      let name = served([object])
      drawOutside(object, identity, at: outside, isNamed: name == nil, over: name)
    }
    if link.peers.isEmpty, link.outside == nil { drawUnlinked(object, identity) }
  }

  private mutating func drawShared(_ object: GraphObject, _ identity: ObjectIdentity) {
    let parties = parties[identity] ?? []
    let state = state(of: object, identity)
    if parties.talk {
      return draw(parties, of: GraphLine(object, state), [identity])
    }
    let isUnseen =
      object.ends.hasReaders == true && !parties.contains(where: \.canRead)
      || object.ends.hasWriters == true && !parties.contains(where: \.canWrite)
    if isUnseen, !ownObjects.contains(identity), !parties.isEmpty {
      let node = place(outside: object.kind, at: object.address, isNamed: object.isNamed)
      for party in parties {
        connect(party, to: node, GraphLine(object, state), [identity])
      }
    } else {
      drawUnlinked(object, identity)
    }
  }

  /// What connects nobody is drawn for a state that is worth it, and else counted.
  private mutating func drawUnlinked(_ object: GraphObject, _ identity: ObjectIdentity) {
    let parties = parties[identity] ?? []
    if parties.isEmpty {
      if !ownObjects.contains(identity) { omit(.unheld, parties) }
    } else if let state = state(of: object, identity) {
      draw(parties, of: GraphLine(object, state), [identity], always: true)
    } else {
      if let listener = object.listener {
        waiting.append((listener, parties))
      } else {
        omit(parties.count == 1 ? .alone : .oneWay, parties)
      }
    }
  }

  mutating func omit(_ reason: GraphOmission.Reason, _ parties: [GraphParty]) {
    graph.omissions.append(GraphOmission(reason: reason, pids: parties.map(\.pid)))
  }

  func parties(of identity: ObjectIdentity) -> [GraphParty] { parties[identity] ?? [] }
  func isOwn(_ identity: ObjectIdentity) -> Bool { ownObjects.contains(identity) }

  /// - Parameter isConnected: Whether the other end tells how full it is.
  func state(
    of object: GraphObject, _ identity: ObjectIdentity, isConnected: Bool = false
  ) -> GraphState? {
    // Where nobody can send any more nobody has to wait.
    if object.ends.isFull == true, object.ends.hasWriters != false { return .full }
    if !isConnected, isWaited(at: identity, forRoomIn: object.link == nil ? object : nil) {
      return .full
    }
    return object.ends.isLost ? .stale : nil
  }

  /// Whether somebody waits at an object for room.
  ///
  /// - Parameter target: Where that has to be: who waited may have found some since. Nil where it is not seen.
  func isWaited(at identity: ObjectIdentity, forRoomIn target: GraphObject?) -> Bool {
    guard waits.forRoom.contains(identity) else { return false }
    let amount = target?.fill.amount ?? .unknown
    return amount.bytes != 0 || (amount.messages ?? 0) > 0
  }

  /// Draws what `parties` share: an edge for two of them, a node for more, or `always`.
  mutating func draw(
    _ parties: [GraphParty], of line: GraphLine, _ identities: [ObjectIdentity],
    always: Bool = false
  ) {
    if parties.count == 2, !always { return draw(parties[0], parties[1], line, identities) }
    let node = place(of: line)
    for party in parties { connect(party, to: node, line, identities) }
  }

  private mutating func draw(
    _ one: GraphParty, _ other: GraphParty, _ line: GraphLine, _ identities: [ObjectIdentity]
  ) {
    let there = one.canWrite && other.canRead
    let back = other.canWrite && one.canRead
    let (from, to) = there ? (one, other) : (other, one)
    add(
      from: place(of: from.pid), to: place(of: to.pid),
      line.medium(
        there && back ? .both : .forward, max(one.certainty, other.certainty),
        waits.areDeadlocked([one.pid, other.pid], at: identities) ? .deadlocked : nil),
      line, descriptors: one.descriptors + other.descriptors)
  }

  /// Draws the part that a process has in a node.
  ///
  /// - Parameter end: The one end of the connection that the node is, if the process holds no other.
  mutating func connect(
    _ party: GraphParty, to node: Int, _ line: GraphLine, _ identities: [ObjectIdentity],
    end: GraphEdge.End? = nil
  ) {
    let process = place(of: party.pid)
    let medium = line.medium(
      party.canRead && party.canWrite ? .both : .forward, party.certainty,
      waits.areDeadlocked([party.pid], at: identities) ? .deadlocked : nil)
    add(
      from: party.canWrite ? process : node, to: party.canWrite ? node : process, medium, line,
      descriptors: party.descriptors, end: end)
  }

  mutating func add(
    from: Int, to: Int, _ medium: GraphEdge.Medium, _ line: GraphLine, descriptors: Int,
    end: GraphEdge.End? = nil
  ) {
    // Of both directions either may come first.
    let isTurned = medium.direction == .both && to < from
    let (from, to) = isTurned ? (to, from) : (from, to)
    let key = EdgeKey(from: from, to: to, medium: medium)
    if let place = edges[key] {
      graph.edges[place].count += 1
      graph.edges[place].objects += line.objects
      graph.edges[place].descriptors += descriptors
      graph.edges[place].fills.add(line.fills)
    } else {
      edges[key] = graph.edges.count
      graph.edges.append(
        GraphEdge(
          from: from, to: to, medium: medium, objects: end?.address.map { [$0] } ?? line.objects,
          end: end,
          descriptors: descriptors, fills: line.fills))
    }
  }

  // MARK: - Nodes

  mutating func place(of pid: Int32) -> Int {
    let command = commands[pid] ?? []
    return place(GraphNode.id(of: pid)) { _ in GraphNode(process: pid, command: command) }
  }

  /// The node of an object, which no other object has: names repeat in every namespace.
  mutating func place(of line: GraphLine) -> Int {
    let own = line.objects[0]
    var id = own
    var number = 2
    while places[id] != nil {
      id = own + Array("#\(number)".utf8)
      number += 1
    }
    return place(id) { GraphNode(object: line, id: $0) }
  }

  /// The node of somebody who is not seen; whoever talks to one address talks to the same.
  mutating func place(outside kind: String, at address: [UInt8], isNamed: Bool) -> Int {
    place(Array("outside:".utf8) + address) { id in
      GraphNode(outside: kind, at: address, isNamed: isNamed, id: id)
    }
  }

  private mutating func place(_ id: [UInt8], _ make: ([UInt8]) -> GraphNode) -> Int {
    if let place = places[id] { return place }
    places[id] = graph.nodes.count
    graph.nodes.append(make(id))
    return graph.nodes.count - 1
  }
}
