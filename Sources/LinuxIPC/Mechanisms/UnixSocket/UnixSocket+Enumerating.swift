extension UnixSocket: Enumerating {
  /// The whole list is read before the first one is given: what a socket is called and whom it talks to
  /// depends on the others.
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    for socket in try list(keyword, in: context, &coverage) { visit(socket) }
  }

  /// By inode, so that two listings of the same sockets are the same: the kernel's order is that of a
  /// hash table.
  ///
  /// - Parameter subject: What is asked for, for errors.
  static func list(
    _ subject: String, in context: Context, _ coverage: inout Coverage
  ) throws(IPCError) -> [Object] {
    var (sockets, isWhole) = try listing(subject) { () throws(SocketDiagnostics.Refusal) in
      try SocketDiagnostics.dump(.unix) { Object(parsing: $0) }
    }
    coverage.merge(SocketDiagnostics.coverage(ofPieces: isWhole, "Unix domain sockets"))
    sockets.sort { $0.inode < $1.inode }
    sockets.removeRepeated()
    link(&sockets)
    for index in sockets.indices { sockets[index].netNamespace = context.netNamespace }
    return sockets
  }
}

extension [UnixSocket.Object] {
  /// Of neighbours with one inode keeps the last: a socket is listed twice when the chain of the hash table
  /// that it is in grows between two parts of the answer (net/unix/diag.c, unix_diag_dump).
  fileprivate mutating func removeRepeated() {
    var kept = 0
    for index in indices {
      if kept > 0, self[kept - 1].inode == self[index].inode { kept -= 1 }
      if kept != index { swapAt(kept, index) }
      kept += 1
    }
    removeLast(count - kept)
  }
}
