internal import LinuxIPC

/// The sockets of a snapshot, by their identity, as far as who waits at one has to know of them.
struct SocketEnds: Sendable {
  private struct End: Sendable {
    let type: SocketType
    let peers: [ObjectIdentity]
    let isListening: Bool
    let source: Source
    let unread: UInt64?
  }

  /// Whose data reaches a socket.
  private enum Source: Sendable {
    /// That of its other end alone; of a connection that waits, of whoever accepts it.
    case peer
    /// Of whoever sends to it.
    case anybody
    /// Of another host, or nobody knows whose.
    case outside
  }

  private var ends: [ObjectIdentity: End] = [:]

  init(_ snapshot: Snapshot) {
    for socket in snapshot.objects(of: UnixSocket.self) {
      // A socket for datagrams that has another end takes from that alone (net/unix/af_unix.c, unix_may_send).
      let hasPeer = ![.listening, .bound, .unconnected].contains(socket.state)
      add(socket, hasPeer ? .peer : .anybody)
    }
    for socket in snapshot.objects(of: TCPSocket.self) {
      add(socket, socket.peers.isEmpty ? .outside : .peer)
    }
    for socket in snapshot.objects(of: UDPSocket.self) { add(socket, .anybody) }
  }

  private mutating func add(_ socket: some Peered, _ source: Source) {
    ends[socket.identity] = End(
      type: socket.type, peers: socket.peers.map(\.identity), isListening: socket.isListening,
      source: source, unread: socket.unreadBytes)
  }

  /// The wait at a socket; nil for one that is not known.
  func wait(
    for identity: ObjectIdentity, _ use: BlockedCall.Use, _ subject: Subject, _ reader: WaitReader
  ) -> Wait? {
    guard let end = ends[identity] else { return nil }
    if end.isListening || use == .accept {
      var wait = Wait(subject, .client)
      wait.openness = [.anybody]
      return wait
    }
    // Of datagrams the first of the peers is where they go; the others send here.
    let peers = end.type == .dgram ? Array(end.peers.prefix(1)) : end.peers
    var wait = Wait(subject, use == .write ? .room : .data)
    switch end.source {
    case .peer: wait.sources = peers.map { HeldEnd($0, .any) }
    case .anybody where use == .write && !peers.isEmpty:
      wait.sources = peers.map { HeldEnd($0, .any) }
    // A datagram that is sent to a name says so in the call alone.
    case .anybody: wait.openness = [use == .write ? .outside : .anybody]
    case .outside: wait.openness = [.outside]
    }
    wait.wakers = reader.holders.wakers(wait.sources, reader)
    wait.isEmpty = end.unread.map { $0 == 0 }
    if use == .read, end.unread == 0 { wait.detail = "empty" }
    return wait
  }

  func knows(_ identity: ObjectIdentity) -> Bool { ends[identity] != nil }
}
