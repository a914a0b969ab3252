extension UDPSocket {
  /// Two sockets that are connected with each other get what the other sends. What is sent to a socket
  /// without another end goes one way: those that are connected to it are told to it, as of Unix datagrams.
  package static func link(_ sockets: inout [Object]) {
    let table = InternetTable(sockets)
    for index in sockets.indices where sockets[index].inode != 0 {
      guard let remote = sockets[index].remote else { continue }
      if let other = table.opposite(of: sockets[index]) {
        if sockets[other].inode != 0 { sockets[index].peers.append(peer(other, sockets)) }
        continue
      }
      for target in table.owners(of: remote, in: sockets) where sockets[target].inode != 0 {
        join(index, target, &sockets)
      }
    }
  }
}
