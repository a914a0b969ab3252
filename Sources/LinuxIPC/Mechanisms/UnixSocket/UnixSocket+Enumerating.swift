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
  /// before it goes meanwhile (net/unix/diag.c, unix_diag_dump). To ask for nothing but the inodes takes a
  /// quarter of the time, and some hundreds of them are one part, of which nothing is lost. Of more the list
  /// is read twice: that one socket is lost three times is next to impossible.
  private static func missed(
    by sockets: [Object], _ subject: String
  ) throws(IPCError) -> [Object] {
    try listing(subject) { () throws(SocketDiagnostics.Refusal) in
      var known = Set(sockets.map(\.inode))
      var unknown: [UInt32] = []
      for _ in 0..<2 {
        let inodes = try SocketDiagnostics.ask(.unixInodes) { Object.inode(in: $0) }
        unknown += inodes.rows.filter { known.insert($0).inserted }
        if inodes.parts == 1 { break }
      }
      // Most were made since; the kernel numbers upwards, so that what was there before comes first.
      return try look(at: unknown.sorted().prefix(mostLookups))
    }
  }

  /// Each is a walk through the kernel's whole table.
  private static let mostLookups = 64

  /// The sockets with these inodes, without those that have gone.
  private static func look(
    at inodes: some Sequence<UInt32>
  ) throws(SocketDiagnostics.Refusal) -> [Object] {
    var found: [Object] = []
    for inode in inodes {
      do throws(SocketDiagnostics.Refusal) {
        found += try SocketDiagnostics.ask(.unixSocket(inode)) { Object(parsing: $0) }.rows
      } catch {
        guard error.errno == .noSuchFileOrDirectory else { throw error }
      }
    }
    return found
  }
}
