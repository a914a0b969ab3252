@testable import LinuxIPC

extension FuzzTarget {
  /// Answers of sock_diag(7), and addresses from the memory of others.
  static let sockets = [
    FuzzTarget("sock-diag-unix") { input in
      var sockets: [UnixSocket.Object] = []
      answer(input) { body in
        guard let socket = UnixSocket.Object(parsing: body) else { return }
        require(socket.inode == UnixSocket.Object.inode(in: body), "another inode")
        sockets.append(socket)
      }
      // As a listing does: each inode once.
      sockets = sockets.inOrder(of: \.inode)
      UnixSocket.join(&sockets)
      for socket in sockets {
        require(socket.peers.count <= input.count, "more peers than bytes")
        if let address = socket.address, let name = UnixSocket.Name(address: address) {
          require(name.address == address, "another address")
        }
        _ = (socket.ends, socket.fill, socket.unreadBytes, socket.waitingLimit)
      }
    },
    FuzzTarget("sock-diag-inet") { input in
      internet(input, as: TCPSocket.self)
      internet(input, as: UDPSocket.self)
    },
    FuzzTarget("sockaddr") { input in
      let address = SocketAddress(bytes: input)
      let name = address.unixName
      require(name?.count ?? 0 <= 108, "a name that is longer than sun_path")
      if let name, let path = address.path { require(path == name && !path.contains(0), "a path") }
      if let name, name.count > 1 || name.first != 0 {
        require(SocketAddress(unix: name).unixName == name, "another name")
      }
      if let endpoint = address.endpoint {
        require(SocketAddress(endpoint).endpoint == endpoint, "another endpoint")
      }
      _ = address.text
    },
  ]

  /// Feeds the bytes in two datagrams, as an answer may come.
  private static func answer(_ input: [UInt8], _ visit: (Span<UInt8>) -> Void) {
    var answer = SocketDiagnostics.Answer(sequence: 1)
    var messages = NetlinkMessages()
    var end = 0
    while let message = messages.next(in: input.span) {
      require(message.body.lowerBound > end, "messages that overlap")
      require(message.body.upperBound <= input.count, "a message beyond the end")
      end = message.body.upperBound
    }
    answer.add(input.span.extracting(0..<min(end, input.count)), visit)
    if answer.end == nil { answer.add(input.span.extracting(min(end, input.count)...), visit) }
  }

  private static func internet<Kind: InternetSocketKind>(_ input: [UInt8], as kind: Kind.Type) {
    var sockets: [InternetSocketObject<Kind>] = []
    answer(input) { body in
      // Interfaces are asked of the kernel, which is slow and tells nothing of the parser.
      if let socket = InternetSocketObject<Kind>(parsing: body, { _ in nil }) {
        sockets.append(socket)
      }
    }
    let table = InternetTable<Kind>(sockets)
    for socket in sockets {
      if let opposite = table.opposite(of: socket) {
        require(sockets.indices.contains(opposite), "an end that is no socket")
      }
      _ = table.owners(of: socket.local, in: sockets)
      _ = (socket.servedNames, socket.ends, socket.unreadBytes, socket.sentBytes)
      let text = InternetEndpoint(address: socket.local.address, port: socket.local.port).text
      require(
        InternetEndpoint(parsing: text)
          == InternetEndpoint(address: socket.local.address, port: socket.local.port),
        "an address that cannot be typed")
    }
  }
}
