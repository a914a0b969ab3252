internal import CLinuxIPC
internal import SystemPackage

extension InternetSocketKind {
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
    var sockets = try dump(cipc_af_inet, subject, &coverage)
    do throws(IPCError) {
      sockets += try dump(cipc_af_inet6, subject, &coverage)
    } catch {
      // A kernel without IPv6 has none to list.
      guard error.kind == .unsupported else { throw error }
      coverage.hide("IPv6 \(title)s", count: nil, needs: "a kernel that lists them")
    }
    sockets = sockets.inOrder { $0.inode }
    name(&sockets)
    link(&sockets)
    sockets.removeFirst(sockets.prefix { $0.inode == 0 }.count)
    for index in sockets.indices { sockets[index].netNamespace = context.netNamespace }
    return sockets
  }

  private static func dump(
    _ family: Int32, _ subject: String, _ coverage: inout Coverage
  ) throws(IPCError) -> [Object] {
    var interfaces = NetworkInterface.Table()
    let list = try listing(subject) { () throws(SocketDiagnostics.Refusal) in
      try SocketDiagnostics.ask(.internet(family, transport.number)) {
        Object(parsing: $0) { interfaces.interface($0) }
      }
    }
    coverage.merge(SocketDiagnostics.coverage(ofPieces: list.isWhole, "\(title)s"))
    return list.rows
  }

  /// Gives each socket its canonical name: its address when that is its own and means no other, else its
  /// inode, which it has already. Of several the only one that listens has the address.
  static func name(_ sockets: inout [Object]) {
    var owners: [InternetEndpoint: [Int]] = [:]
    for index in sockets.indices where sockets[index].ownsName && sockets[index].inode != 0 {
      owners[sockets[index].local, default: []].append(index)
    }
    for (endpoint, indices) in owners {
      let listeners = indices.filter { sockets[$0].isListening }
      let choices = listeners.isEmpty ? indices : listeners
      if choices.count == 1 { sockets[choices[0]].name = .endpoint(endpoint) }
    }
  }
}
