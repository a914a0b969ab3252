extension UnixSocket {
  /// Gives each socket its canonical name: the one that it is bound to when that is its own and means no
  /// other, else its inode, which it has already.
  static func name(_ sockets: inout [Object]) {
    var owners: [[UInt8]: Int] = [:]
    var rivals: [[UInt8]: [Int]] = [:]
    for index in sockets.indices where sockets[index].ownsName {
      guard let address = sockets[index].address else { continue }
      if let first = owners[address] {
        rivals[address, default: [first]].append(index)
      } else {
        owners[address] = index
      }
    }
    for (address, first) in owners {
      guard let name = Name(address: address) else { continue }
      let owner = rivals[address].map { successor(among: $0, sockets) } ?? first
      if let owner { sockets[owner].name = name }
    }
  }

  /// Of several sockets on one path, the one that the path leads to now; else the only one that listens. Of
  /// several that have one abstract name none: that one listens makes it no better than the others.
  private static func successor(among indices: [Int], _ sockets: [Object]) -> Int? {
    let current = indices.first { index in
      if case .itself = sockets[index].knownAtPath { true } else { false }
    }
    if let current { return current }
    let listeners = indices.filter {
      sockets[$0].isListening && sockets[$0].address?.first != 0
    }
    return listeners.count == 1 ? listeners[0] : nil
  }
}
