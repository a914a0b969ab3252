extension UnixSocket: SocketMechanism {
  package static func name(ofInode inode: UInt32) -> Name { .inode(inode) }

  package static var crossesNetworks: Bool { true }

  /// A path leads to a socket of whatever namespace, and who accepts a connection has it in the namespace
  /// of his client: the other ends are found among all of them (KERNEL-NOTES section 5).
  package static func joined(_ own: [Object], _ others: [Object]) -> [Object] {
    var sockets =
      own
      + others.map { socket in
        var socket = socket
        socket.name = .inode(socket.inode)
        return socket
      }
    sockets.sort { $0.inode < $1.inode }
    for index in sockets.indices {
      sockets[index].peers = []
      sockets[index].sentBytes = nil
    }
    join(&sockets)
    return sockets
  }

  /// A path leads to a socket of whatever namespace, by its file: the same text may be another's, who has
  /// another root directory.
  package static func sockets(
    ofAllNetworks sockets: [Object], called name: Name
  ) -> [Object]? {
    guard let found = filed(at: name, among: sockets) else { return nil }
    return choice(of: found, called: name).map { [$0] } ?? found
  }

  /// UNIX, and since Linux 5.15 UNIX-STREAM beside it (net/unix/af_unix.c).
  package static func hasProtocol(_ name: [UInt8]) -> Bool { name.starts(with: "UNIX".utf8) }

  /// Every Unix socket is in the list of its namespace.
  package static func unlisted(
    inode: UInt32, protocolName: [UInt8], uid: UInt32, isUnbound: Bool
  ) -> Object? {
    nil
  }
}
