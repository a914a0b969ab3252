internal import LinuxIPC

extension Snapshot {
  /// A socket that accepts connections.
  struct Listener {
    let identity: ObjectIdentity
    let kind: String
    let address: [UInt8]
    let waiting: UInt64
    let backlog: UInt64

    init<Kind: SocketMechanism>(_ socket: Kind.Object, _ kind: Kind.Type) {
      identity = socket.identity
      self.kind = Kind.keyword
      address = Kind.addressBytes(of: socket)
      waiting = socket.waiting ?? 0
      backlog = socket.backlog ?? 0
    }
  }

  /// The socket that a datagram reaches which is sent to a Unix socket; nil for none that is known.
  func receiver(at target: ConnectionTarget) -> UnixSocket.Object? {
    objects(of: UnixSocket.self).first { socket in
      guard socket.type == .dgram else { return false }
      return switch target {
      case .file(let file): UnixSocket.isFile(file, of: socket)
      case .abstract(let name): socket.address == name
      case .endpoint: false
      }
    }
  }

  /// The listener that a client reaches; nil for none on this machine.
  func listener(at target: ConnectionTarget) -> Listener? {
    switch target {
    case .file(let file):
      objects(of: UnixSocket.self).first { $0.isListening && UnixSocket.isFile(file, of: $0) }
        .map { Listener($0, UnixSocket.self) }
    case .abstract(let name):
      objects(of: UnixSocket.self).first { $0.isListening && $0.address == name }
        .map { Listener($0, UnixSocket.self) }
    case .endpoint(let endpoint):
      objects(of: TCPSocket.self).first {
        $0.isListening && $0.localEndpoint?.accepts(endpoint) == true
      }.map { Listener($0, TCPSocket.self) }
    }
  }
}
