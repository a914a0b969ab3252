extension InternetSocketKind {
  package static func inspect(_ name: Name, in context: Context) throws(IPCError) -> Object {
    let subject = address(name)
    var coverage = Coverage()
    let sockets = try list(subject, in: context, &coverage)
    switch name {
    case .inode(let inode):
      guard let socket = sockets.first(where: { $0.inode == inode }) else {
        throw IPCError(
          .notFound, subject: subject,
          reason: "no \(title) of this network namespace has that inode",
          hint: inode > UInt16.max
            ? nil : "\(inode) is taken for an inode; a port is \(keyword):HOST:\(inode)")
      }
      return socket
    case .endpoint(let endpoint):
      let candidates = candidates(for: endpoint, among: sockets)
      if candidates.count == 1 { return candidates[0] }
      guard !candidates.isEmpty else {
        throw IPCError(
          .notFound, subject: subject,
          reason: "no \(title) of this network namespace is bound to that address")
      }
      throw SocketName.ambiguous(subject, candidates.map(\.inode))
    }
  }

  /// Who is bound to the address itself, or else to every address of this machine, listeners before others;
  /// not those that were accepted there, unless nobody else has it.
  private static func candidates(
    for endpoint: InternetEndpoint, among sockets: [Object]
  ) -> [Object] {
    let named = sockets.filter { $0.local == endpoint }
    var owners = named.filter(\.ownsName)
    if owners.isEmpty {
      owners = InternetTable(sockets).owners(of: endpoint, in: sockets).map { sockets[$0] }
    }
    let listeners = owners.filter(\.isListening)
    return !listeners.isEmpty ? listeners : !owners.isEmpty ? owners : named
  }
}
