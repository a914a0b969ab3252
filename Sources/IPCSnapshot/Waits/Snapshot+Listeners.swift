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

  /// The network namespace of a socket that is known.
  func network(of socket: ObjectIdentity) -> UInt64? {
    func find<Kind: SocketMechanism>(_ kind: Kind.Type) -> UInt64? {
      objects(of: kind).first { $0.identity == socket }?.netNamespace
    }
    return find(UnixSocket.self) ?? find(TCPSocket.self) ?? find(UDPSocket.self)
  }

  /// The socket that a datagram reaches which is sent to a Unix socket; nil for none that is known.
  ///
  /// - Parameter network: That of the sender: in every one names are given anew, but for paths.
  func receiver(at target: ConnectionTarget, in network: UInt64) -> UnixSocket.Object? {
    objects(of: UnixSocket.self).first { socket in
      guard socket.type == .dgram else { return false }
      return switch target {
      case .file(let file): file.map { UnixSocket.isFile($0, of: socket) } ?? false
      case .abstract(let name): socket.address == name && socket.netNamespace == network
      case .endpoint: false
      }
    }
  }

  /// The listener that a client reaches; nil for none on this machine.
  ///
  /// - Parameter network: As above.
  func listener(at target: ConnectionTarget, in network: UInt64) -> Listener? {
    switch target {
    case .file(nil): nil
    case .file(let file?):
      objects(of: UnixSocket.self).first { $0.isListening && UnixSocket.isFile(file, of: $0) }
        .map { Listener($0, UnixSocket.self) }
    case .abstract(let name):
      objects(of: UnixSocket.self).first {
        $0.isListening && $0.address == name && $0.netNamespace == network
      }.map { Listener($0, UnixSocket.self) }
    case .endpoint(let endpoint):
      objects(of: TCPSocket.self).first {
        $0.isListening && $0.localEndpoint?.accepts(endpoint) == true
          && $0.netNamespace == network
      }.map { Listener($0, TCPSocket.self) }
    }
  }
}
