extension InternetSocketKind {
  package static func name(ofInode inode: UInt32) -> Name { .inode(inode) }

  package static var crossesNetworks: Bool { false }

  /// Both ends of a connection within this machine are in one namespace, or the kernel takes them for those
  /// of two machines.
  package static func joined(_ own: [Object], _ others: [Object]) -> [Object] {
    own
      + others.map { socket in
        var socket = socket
        socket.name = .inode(socket.inode)
        socket.peers = socket.peers.map { peer in
          Peer(
            identity: peer.identity, name: .inode(UInt32(truncatingIfNeeded: peer.identity.inode)))
        }
        return socket
      }
  }

  package static func hasProtocol(_ name: [UInt8]) -> Bool {
    let v4 = transport.protocolName
    return name == v4 || name == v4 + Array("v6".utf8)
  }

  package static func unlisted(
    inode: UInt32, protocolName: [UInt8], uid: UInt32, isUnbound: Bool
  ) -> Object? {
    Object(
      unlistedWithInode: inode, isV6: protocolName != transport.protocolName, uid: uid,
      state: isUnbound ? .unconnected : nil)
  }
}
