internal import IPCSnapshot
internal import LinuxIPC

/// What a graph has to know of an object, whatever kind it is of.
struct GraphObject {
  /// Of an object of which each end is one of its own.
  struct Link {
    let peers: [ObjectIdentity]
    let isListening: Bool
    /// The network namespace that it is in.
    let network: UInt64
    /// Addresses by which people know it, or may know the listener that it was accepted from.
    let names: [[UInt8]]
    let outside: [UInt8]?
    /// Those of the peers that get what it sends.
    let targets: Set<ObjectIdentity>
  }

  let identity: ObjectIdentity
  let kind: String
  let unit: DataUnit
  let address: [UInt8]
  /// Whether the address says more than a number does.
  let isNamed: Bool
  let fill: GraphFill
  let ends: ObjectEnds
  let lastUses: [LastUse]
  let link: Link?

  init<Kind: Mechanism>(_ object: Kind.Object, _ kind: Kind.Type) {
    identity = object.identity
    self.kind = Kind.keyword
    unit = Kind.unit
    address = Kind.addressBytes(of: object)
    isNamed = !object.name.isNumber
    fill = GraphFill(object.fill, of: unit, backlog: (object as? any Peered)?.backlog)
    ends = object.ends
    lastUses = object.lastUses
    link = (object as? any Peered).map { Link($0, kind: Kind.keyword) }
  }

  /// By what it is found if it accepts connections.
  var listener: GraphListener? {
    guard let link, link.isListening, let name = link.names.first else { return nil }
    return GraphListener(network: link.network, name: name)
  }
}

/// By what a listener is found: names repeat in every network namespace.
struct GraphListener: Hashable {
  let network: UInt64
  let name: [UInt8]
}

extension GraphObject.Link {
  init<Object: Peered>(_ socket: Object, kind: String) {
    peers = socket.peers.map(\.identity)
    isListening = socket.isListening
    network = socket.netNamespace
    outside = socket.outsideName.map { Address.bytes(kind: kind, name: $0.text) }
    let isWanted = isListening || !peers.isEmpty || outside != nil
    names =
      isWanted ? socket.servedNames.map { Address.bytes(kind: kind, name: $0.text) } : []
    targets = Set(peers.filter { socket.sends(to: $0) })
  }
}
