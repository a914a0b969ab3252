internal import SystemPackage

extension UnixSocket: Enumerating {
  /// The whole list is read before the first one is given: what a socket is called and whom it talks to
  /// depends on the others.
  package static func enumerate(
    in context: Context, coverage: inout Coverage, _ visit: (Object) -> Void
  ) throws(IPCError) {
    for socket in try list(keyword, in: context, &coverage) { visit(socket) }
  }

  /// By inode.
  ///
  /// - Parameter subject: What is asked for, for errors.
  static func list(
    _ subject: String, in context: Context, _ coverage: inout Coverage
  ) throws(IPCError) -> [Object] {
    var list = try listing(subject) { () throws(SocketDiagnostics.Refusal) in
      try SocketDiagnostics.ask(.unix) { Object(parsing: $0) }
    }
    coverage.merge(SocketDiagnostics.coverage(ofPieces: list.isWhole, "Unix domain sockets"))
    if list.parts > 1 { list.rows += try missed(by: list.rows, subject) }
    var sockets = list.rows.inOrder { $0.inode }
    link(&sockets)
    for index in sockets.indices { sockets[index].netNamespace = context.netNamespace }
    return sockets
  }

  /// The sockets that were lost between two parts of the answer.
  ///
  /// The kernel goes on at a position in a chain of its hash table, so that a socket is passed over when one
  /// before it goes meanwhile (net/unix/diag.c, unix_diag_dump). That the same one is lost twice is next to
  /// impossible, and to ask for nothing but the inodes takes a quarter of the time.
  private static func missed(
    by sockets: [Object], _ subject: String
  ) throws(IPCError) -> [Object] {
    try listing(subject) { () throws(SocketDiagnostics.Refusal) in
      let known = Set(sockets.map(\.inode))
      let unknown = try SocketDiagnostics.ask(.unixInodes) { Object.inode(in: $0) }
        .rows.filter { !known.contains($0) }
      // Each takes a walk through the whole table.
      guard unknown.count <= 16 else {
        return try SocketDiagnostics.ask(.unix) { Object(parsing: $0) }.rows
      }
      var found: [Object] = []
      for inode in unknown {
        do throws(SocketDiagnostics.Refusal) {
          found += try SocketDiagnostics.ask(.unixSocket(inode)) { Object(parsing: $0) }.rows
        } catch {
          // Made since, and gone again.
          guard error.errno == .noSuchFileOrDirectory else { throw error }
        }
      }
      return found
    }
  }
}
