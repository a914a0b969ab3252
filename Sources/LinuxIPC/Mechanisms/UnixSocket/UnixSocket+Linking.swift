extension UnixSocket {
  /// Finds out what each of `sockets` is called, and what is at its other end. Each of both takes time in
  /// proportion to their number.
  static func link(_ sockets: inout [Object]) {
    name(&sockets)
    join(&sockets)
  }

  /// Finds out what is at the other end of each of `sockets`, which have their names.
  static func join(_ sockets: inout [Object]) {
    var places: [UInt32: Int] = [:]
    places.reserveCapacity(sockets.count)
    for index in sockets.indices { places[sockets[index].inode] = index }
    for index in sockets.indices { connect(index, &sockets, places) }
    addSenders(&sockets, places)
  }

  /// The other end of what is connected, and the queue of what listens.
  private static func connect(_ index: Int, _ sockets: inout [Object], _ places: [UInt32: Int]) {
    if let inode = sockets[index].peerInode, inode != 0 {
      let place = places[inode]
      sockets[index].peers.append(peer(inode, at: place, in: sockets))
      if let place, sockets[index].type.isConnectionOriented {
        sockets[index].sentBytes = UInt64(sockets[place].receiveQueue)
      }
    }
    for client in sockets[index].waitingInodes {
      let place = places[client]
      sockets[index].peers.append(peer(client, at: place, in: sockets))
      if let place {
        sockets[place].peers.append(peer(sockets[index].inode, at: index, in: sockets))
      }
    }
  }

  /// Datagrams go one way: who only receives does not know from whom, so those that are connected to it
  /// are told to it.
  private static func addSenders(_ sockets: inout [Object], _ places: [UInt32: Int]) {
    for index in sockets.indices {
      guard let inode = sockets[index].peerInode, let target = places[inode],
        sockets[target].peerInode != sockets[index].inode
      else { continue }
      sockets[target].peers.append(peer(sockets[index].inode, at: index, in: sockets))
    }
  }

  /// - Parameter place: nil for a socket of another network namespace.
  private static func peer(
    _ inode: UInt32, at place: Int?, in sockets: [Object]
  ) -> Peer<Name> {
    Peer(
      identity: SocketIdentity.of(inode: inode),
      name: place.map { sockets[$0].name } ?? .inode(inode))
  }
}
