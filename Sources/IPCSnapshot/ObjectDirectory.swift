package import LinuxIPC

/// The objects of a snapshot by their identity, whatever kind they are of: what their holders need to
/// know of them.
package struct ObjectDirectory: Sendable {
  /// An object, without the type of its kind.
  package struct Entry: Sendable {
    package let kind: String
    package let address: [UInt8]
    package let fill: Fill
    /// Whether who does not hold it may come to hold it by its name.
    package let mayBeOpened: Bool
    /// Of kinds at whose objects calls wait: what for.
    package let blocking: (any Blocking.Type)?
    /// What is at its other end, of kinds of which each end is an object of its own.
    fileprivate let peers: [ObjectIdentity]
    /// Whether it connects its holders directly, and so has no peers.
    fileprivate let isShared: Bool
    /// Whether its holders' rights tell the direction in which it carries data.
    fileprivate let hasDirection: Bool
    fileprivate let isListening: Bool

    /// What a holder may do with it whose descriptor is open for `seen`.
    package func access(_ seen: Holder.Access) -> Holder.Access {
      isListening ? .listen : seen
    }
  }

  private var entries: [ObjectIdentity: Entry] = [:]
  private let holdings: Holdings

  /// - Parameter kinds: Of whose objects the snapshot may have some.
  package init(of snapshot: Snapshot, _ kinds: [any Mechanism.Type]) {
    holdings = snapshot.holdings
    for kind in kinds { add(snapshot, kind) }
  }

  private mutating func add<Kind: Mechanism>(_ snapshot: Snapshot, _ kind: Kind.Type) {
    let blocking = kind as? any Blocking.Type
    for object in snapshot.objects(of: kind) {
      let peered = object as? any Peered
      entries[object.identity] = Entry(
        kind: Kind.keyword, address: Kind.addressBytes(of: object),
        fill: object.fill, mayBeOpened: object.mayBeOpened, blocking: blocking,
        peers: peered?.peerIdentities ?? [], isShared: peered == nil,
        hasDirection: Kind.unit == .stream || Kind.unit == .message,
        isListening: peered?.isListening ?? false)
    }
  }

  /// What is known of an object; nil for one that the snapshot does not have.
  package subscript(_ object: ObjectIdentity) -> Entry? { entries[object] }

  /// Who is at the other end of what a process holds.
  ///
  /// Of a socket those are who holds its peer, of a listener who waits to be accepted. Of all else, who may
  /// read what it writes, or write what it reads: the holders of the other end of a pipe, and those who
  /// share memory or a counter. Who holds both ends of a pipe is at his own other end.
  package func others(of hold: Holdings.Entry, by process: HolderProcess) -> [Holder] {
    guard let entry = entries[hold.object] else { return [] }
    if !entry.isShared { return peerHolders(of: hold.object) ?? [] }
    let own = hold.access
    return holdings.holders(
      of: hold.object,
      where: { other in
        guard own.canRead && other.access.canWrite || own.canWrite && other.access.canRead else {
          return false
        }
        return other.process != hold.process || entry.hasDirection && other.fd != hold.fd
      })
  }

  /// Who holds what is at the other end of `object`; nil for a kind whose objects have no other end.
  package func peerHolders(of object: ObjectIdentity) -> [Holder]? {
    guard let entry = entries[object], !entry.isShared else { return nil }
    return entry.peers.flatMap { peer in
      holdings.holders(of: peer, accessing: { entries[peer]?.access($0) ?? $0 })
    }
  }
}

extension Peered {
  fileprivate var peerIdentities: [ObjectIdentity] { peers.map(\.identity) }
}
