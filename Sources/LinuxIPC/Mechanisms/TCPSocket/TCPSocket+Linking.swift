extension TCPSocket {
  /// Both ends of a connection are known by their addresses. The server's end of one that is not accepted
  /// yet is in the list without an inode: in its place stands the listener that has it in its queue.
  package static func link(_ sockets: inout [Object]) {
    let table = InternetTable(sockets)
    for index in sockets.indices where sockets[index].inode != 0 {
      guard let other = table.opposite(of: sockets[index]) else { continue }
      if sockets[other].inode != 0 {
        sockets[index].peers.append(peer(other, sockets))
      } else if sockets[other].state?.mayBeAccepted == true {
        for listener in listeners(of: sockets[other], table, sockets) {
          join(index, listener, &sockets)
          sockets[index].wait()
        }
      }
    }
  }

  /// Of several listeners that share an address, those with somebody in their queue; the kernel does not
  /// tell in which of them a connection waits.
  private static func listeners(
    of end: Object, _ table: InternetTable<TCPSocket>, _ sockets: [Object]
  ) -> [Int] {
    let all = table.owners(of: end.local, family: end.local.address.family, in: sockets)
      .filter { sockets[$0].isListening && sockets[$0].inode != 0 }
    let waitedAt = all.filter { sockets[$0].receiveQueue > 0 }
    return waitedAt.isEmpty ? all : waitedAt
  }
}
