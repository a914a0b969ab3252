internal import SystemPackage

/// Descriptors that were sent over Unix sockets and not received yet: nobody holds them, and they hold what
/// they lead to (unix(7), SCM_RIGHTS).
package enum DescriptorsInFlight {
  /// Counts them as hidden.
  ///
  /// fdinfo of the receiving socket tells how many there are (net/unix/af_unix.c, unix_show_fdinfo), of a
  /// listener also those in connections that were not accepted yet. It is read where something waits at all.
  ///
  /// - Parameters:
  ///   - sockets: All of them; nil to have them listed.
  ///   - holders: Who holds a socket.
  package static func hide(
    among sockets: [UnixSocket.Object]?, in context: Context, coverage: inout Coverage,
    heldBy holders: (ObjectIdentity) -> [Holder]
  ) {
    var ignored = Coverage()
    let all = sockets ?? (try? UnixSocket.list(UnixSocket.keyword, in: context, &ignored)) ?? []
    let count = all.reduce(0) { count, socket in
      socket.mayHoldDescriptors ? count + fdinfo(of: holders(socket.identity)) : count
    }
    if count > 0 {
      coverage.hide("descriptors in flight", count: count, needs: "their receivers to take them")
    }
  }

  /// The number that the first holder tells who may be asked.
  private static func fdinfo(of holders: [Holder]) -> UInt64 {
    for holder in holders {
      guard let fd = holder.fd, let process = try? ProcessDirectory(holder.pid),
        let links = try? DescriptorLinks(of: process), let fdinfo = try? links.fdinfo(fd)
      else { continue }
      var sighting = DescriptorSighting(pid: holder.pid, fd: fd)
      sighting.fdinfo = fdinfo
      return sighting.info("scm_fds:") ?? 0
    }
    return 0
  }
}

extension UnixSocket.Object {
  /// Something waits to be received; of a datagram without data the kernel tells that only to its sender.
  fileprivate var mayHoldDescriptors: Bool { receiveQueue > 0 || type == .dgram && !peers.isEmpty }
}
