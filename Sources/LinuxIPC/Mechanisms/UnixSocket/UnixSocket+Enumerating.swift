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
    coverage.merge(SocketDiagnostics.coverage(ofPieces: list.isWhole, "\(title)s"))
    if list.parts > 1 { list.rows += missed(by: list.rows, &coverage) }
    addQueues(to: &list.rows, &coverage)
    var sockets = list.rows.inOrder { $0.inode }
    name(&sockets)
    settleRivals(among: &sockets, in: context)
    join(&sockets)
    for index in sockets.indices { sockets[index].netNamespace = context.netNamespace }
    return sockets
  }

  /// Finds out who waits at each listener.
  ///
  /// The clients in its queue are one attribute of a listener: some thousands are more than the kernel has room
  /// for in one part of an answer, which then ends there as if nothing followed (net/unix/diag.c,
  /// unix_diag_dump). So queues are asked for apart from the list; those that do not come with the others each
  /// by itself, which has room for some hundred clients; and what is longer cannot be had.
  private static func addQueues(to sockets: inout [Object], _ coverage: inout Coverage) {
    let isWaitedAt = sockets.contains { $0.waiting ?? 0 > 0 || $0.state == .unaccepted }
    guard isWaitedAt else { return }
    var queues: [UInt32: [UInt32]] = [:]
    let listeners = try? SocketDiagnostics.ask(.unixQueues) { Object(parsing: $0) }
    for listener in listeners?.rows ?? [] { queues[listener.inode] = listener.waitingInodes }
    var (lookups, hidden): (Int, UInt64) = (0, 0)
    for index in sockets.indices where sockets[index].isListening {
      let inode = sockets[index].inode
      if let queue = queues[inode] {
        sockets[index].waitingInodes = queue
      } else if sockets[index].waiting ?? 0 > 0 {
        lookups += 1
        do throws(SocketDiagnostics.Refusal) {
          guard lookups <= mostLookups else {
            hidden += 1
            continue
          }
          sockets[index].waitingInodes = try look(at: .unixQueue(inode)).waitingInodes
        } catch {
          if error.errno != .noSuchFileOrDirectory { hidden += 1 }
        }
      }
    }
    if hidden > 0 {
      coverage.hide(
        "queues of listeners", count: hidden, needs: "fewer clients that wait to be accepted")
    }
  }

  /// The sockets that were lost between two parts of the answer.
  ///
  /// The kernel goes on at a position in a chain of its hash table, so that a socket is passed over when one
  /// before it goes meanwhile (net/unix/diag.c, unix_diag_dump). To ask for nothing but the inodes takes a
  /// quarter of the time, and some hundreds of them are one part, of which nothing is lost. Of more the list
  /// is read twice: that one socket is lost three times is next to impossible.
  private static func missed(by sockets: [Object], _ coverage: inout Coverage) -> [Object] {
    var known = Set(sockets.map(\.inode))
    var unknown: [UInt32] = []
    for _ in 0..<2 {
      let inodes = try? SocketDiagnostics.ask(.unixInodes) { Object.inode(in: $0) }
      guard let inodes else {
        hideLost(nil, &coverage)
        break
      }
      unknown += inodes.rows.filter { known.insert($0).inserted }
      if inodes.parts == 1 { break }
    }
    var found: [Object] = []
    // Where others come and go that fast most have gone again, or were made since.
    if unknown.count > mostLookups {
      let again = try? SocketDiagnostics.ask(.unix) { Object(parsing: $0) }
      let alive = try? SocketDiagnostics.ask(.unixInodes) { Object.inode(in: $0) }
      let wanted = Set(unknown)
      found = again?.rows.filter { wanted.contains($0.inode) } ?? []
      var rest = wanted.subtracting(found.map(\.inode))
      if let alive { rest.formIntersection(alive.rows) }
      unknown = Array(rest)
    }
    var lost = max(0, unknown.count - mostLookups)
    for inode in unknown.sorted().prefix(mostLookups) {
      do throws(SocketDiagnostics.Refusal) {
        found.append(try look(at: .unixSocket(inode)))
      } catch {
        // Those that have gone are no loss.
        if error.errno != .noSuchFileOrDirectory { lost += 1 }
      }
    }
    if lost > 0 { hideLost(UInt64(lost), &coverage) }
    return found
  }

  /// Counts sockets of which no more is known than that they may be there.
  private static func hideLost(_ count: UInt64?, _ coverage: inout Coverage) {
    coverage.hide("\(title)s", count: count, needs: "another try: they change too fast")
  }

  /// Each is a walk through the kernel's whole table.
  private static let mostLookups = 64

  /// One socket.
  ///
  /// - Throws: `noSuchFileOrDirectory` when it has gone.
  private static func look(
    at request: SocketDiagnostics.Request
  ) throws(SocketDiagnostics.Refusal) -> Object {
    let rows = try SocketDiagnostics.ask(request) { Object(parsing: $0) }.rows
    guard let socket = rows.first else {
      throw SocketDiagnostics.Refusal(operation: "sock_diag", errno: .noSuchFileOrDirectory)
    }
    return socket
  }
}
