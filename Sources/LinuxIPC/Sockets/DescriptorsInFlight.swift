internal import SystemPackage

/// Descriptors that were sent over Unix sockets and not received yet: nobody holds them, and they hold what
/// they lead to (unix(7), SCM_RIGHTS).
package enum DescriptorsInFlight {
  /// What they are called among what could not be seen.
  package static let what = "descriptors in flight"

  /// Counts them as hidden.
  ///
  /// fdinfo of the receiving socket tells how many there are (net/unix/af_unix.c, unix_show_fdinfo), of a
  /// listener also those in connections that were not accepted yet. It is read, on all processors, where
  /// something waits at all.
  ///
  /// - Parameters:
  ///   - sockets: All of them, of all network namespaces.
  ///   - holders: Who holds a socket.
  package static func hide(
    among sockets: [UnixSocket.Object], coverage: inout Coverage,
    heldBy holders: @escaping @Sendable (ObjectIdentity) -> [Holder]
  ) {
    if let obstacle = UnixSocket.obstacle {
      return coverage.hide(what, count: nil, needs: obstacle)
    }
    let receivers = receivers(among: sockets)
    let shares = Shares<UInt64>(receivers.count)
    Workers.run(min(Workers.usual, receivers.count / 64 + 1), opensApart: true) {
      var count: UInt64 = 0
      while let share = shares.take() {
        for inode in receivers[share] {
          count += waiting(at: inode, holders(SocketIdentity.of(inode: inode)))
        }
      }
      shares.give(count)
    }
    let count = shares.all.reduce(0, +)
    if count > 0 {
      coverage.hide(what, count: count, needs: "their receivers to take them")
    }
  }

  /// The inodes of the sockets at which something may wait. A message without data is told only to its sender,
  /// as memory that it uses; whom that sent it to is known of one that is connected.
  private static func receivers(among sockets: [UnixSocket.Object]) -> [UInt32] {
    var senders: Set<UInt64> = []
    var anyMayHave: Set<SocketType> = []
    for socket in sockets
    where socket.type.hasMessages && !socket.isListening && socket.sendQueue > 0 {
      senders.insert(socket.identity.inode)
      // A datagram that is addressed goes to whomever it names, also from one that is connected.
      if socket.type == .dgram { anyMayHave.insert(.dgram) }
    }
    return sockets.filter { socket in
      socket.receiveQueue > 0 || anyMayHave.contains(socket.type)
        || !senders.isEmpty && socket.type.hasMessages
          && socket.peers.contains { senders.contains($0.identity.inode) }
    }.map(\.inode)
  }

  /// The number that the first holder tells who may be asked.
  private static func waiting(at inode: UInt32, _ holders: [Holder]) -> UInt64 {
    for holder in holders {
      guard let fd = holder.fd,
        let fdinfo = LentCapabilities.raising(
          [.systemPtrace],
          {
            try? WholeFile.readShort([UInt8](path: "/proc/\(holder.pid)/fdinfo/\(fd)"))
          })
      else { continue }
      var sighting = DescriptorSighting(pid: holder.pid, fd: fd)
      sighting.fdinfo = fdinfo
      // Else the descriptor, or the process, is another one by now.
      if sighting.info("ino:") == UInt64(inode) { return sighting.info("scm_fds:") ?? 0 }
    }
    return 0
  }
}
