extension InternetSocketKind {
  /// Makes two sockets know of each other.
  static func join(_ index: Int, _ other: Int, _ sockets: inout [Object]) {
    sockets[index].peers.append(peer(other, sockets))
    sockets[other].peers.append(peer(index, sockets))
  }

  static func peer(_ index: Int, _ sockets: [Object]) -> Peer<Name> {
    Peer(identity: sockets[index].identity, name: sockets[index].name)
  }
}
