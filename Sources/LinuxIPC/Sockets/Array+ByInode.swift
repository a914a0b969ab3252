extension Array {
  /// In the order of the inodes that `inode` tells, each once: the kernel's order is that of a hash table, and
  /// two listings of the same sockets are to be the same.
  ///
  /// Of several with one inode the last is kept: a socket is listed twice when the chain of the hash table
  /// that it is in grows between two parts of the answer. Those with the inode 0 are told apart by nothing,
  /// and stay.
  func inOrder(of inode: (Element) -> UInt32) -> [Element] {
    // Numbers are moved while they are sorted, not the elements, which are large.
    var keys = [UInt64](capacity: count) { output in
      for index in indices { output.append(UInt64(inode(self[index])) << 32 | UInt64(index)) }
    }
    keys.sort()
    var result: [Element] = []
    result.reserveCapacity(count)
    for place in keys.indices {
      let inode = keys[place] >> 32
      let isRepeated = place + 1 < keys.count && keys[place + 1] >> 32 == inode
      if isRepeated && inode != 0 { continue }
      result.append(self[Int(keys[place] & 0xFFFF_FFFF)])
    }
    return result
  }
}
