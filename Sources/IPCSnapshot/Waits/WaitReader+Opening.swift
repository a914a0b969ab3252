internal import LinuxIPC

/// Opening a FIFO, and connecting.
extension WaitReader {
  /// Who opens one end of a FIFO waits for the other (fifo(7)); nil for any other file, which keeps nobody waiting
  /// as an object does, and where it cannot be told which FIFO it is.
  func opening(_ thread: ThreadID, _ process: borrowing ProcessDirectory) -> Wait? {
    guard let seen = OpenSighting.opening(process, thread.tid),
      let (kind, identity) = opening.lazy.compactMap({ kind, identify in
        identify(seen.file).map { (kind, $0) }
      }).first
    else { return nil }
    // Who has its other end would have let the thread go on: it waits at another, which had the path before.
    let isOpen = snapshot.holdings.holders(of: identity).contains { holder in
      seen.access == .read ? holder.access.canWrite : holder.access.canRead
    }
    if isOpen { return nil }
    let address = directory[identity]?.address ?? Address.bytes(kind: kind, name: seen.path)
    var wait = Wait(Subject(.object(identity), kind: kind, address: address), .otherEnd)
    wait.openness = [.anybody]
    wait.detail =
      seen.access == .read
      ? "no process has it open for writing" : "no process has it open for reading"
    return wait
  }

  /// A datagram waits for room at whom it is sent to.
  func sending(
    _ fd: Int32, to address: [UInt8], _ descriptors: ThreadDescriptors,
    _ process: borrowing ProcessDirectory, _ found: inout Found
  ) {
    let target = ConnectionTarget(sockaddr: address, process, descriptors.thread.tid)
    // One that is connected takes an address as well, and goes by its own other end.
    guard case .object(let own, _) = descriptors.find(fd), let target,
      let receiver = snapshot.receiver(at: target, in: network(of: own, process))
    else {
      if target?.isLocal == true { return found.add(nil) }
      return descriptor(fd, .write, descriptors, &found)
    }
    var wait = Wait(
      Subject(
        .object(receiver.identity), kind: UnixSocket.keyword,
        address: UnixSocket.addressBytes(of: receiver)), .room)
    wait.sources = [HeldEnd(receiver.identity, .any)]
    wait.wakers = holders.wakers(wait.sources, self)
    found.add(wait)
  }

  /// The network namespace of a socket: most are in that of their holder.
  private func network(
    of socket: ObjectIdentity, _ process: borrowing ProcessDirectory
  ) -> UInt64 {
    snapshot.network(of: socket)
      ?? (try? Namespace.of(process: process.descriptor, .net))?.inode ?? context.netNamespace
  }

  /// A client waits where connections that were not accepted fill the queue of the listener.
  func connection(
    _ fd: Int32, to address: [UInt8], _ descriptors: ThreadDescriptors,
    _ process: borrowing ProcessDirectory
  ) -> Wait? {
    guard case .object(let own, _) = descriptors.find(fd) else { return nil }
    let target = ConnectionTarget(sockaddr: address, process, descriptors.thread.tid)
    guard let target,
      let listener = snapshot.listener(at: target, in: network(of: own, process))
    else {
      // On another host, or of a family that is none of ours; else its listener is not seen.
      guard let entry = directory[own], target?.isLocal != true else { return nil }
      var wait = Wait(
        Subject(.object(own), kind: entry.kind, address: entry.address), .otherEnd)
      wait.openness = [.outside]
      return wait
    }
    var wait = Wait(
      Subject(.object(listener.identity), kind: listener.kind, address: listener.address), .room)
    wait.sources = [HeldEnd(listener.identity, .any)]
    wait.wakers = holders.wakers(wait.sources, self)
    wait.isForBacklog = listener.waiting > listener.backlog
    wait.detail =
      "\(Counted.words(listener.waiting, "connection", "wait")), its backlog is \(listener.backlog)"
    // The kernel of TCP gives up by itself (tcp(7), tcp_syn_retries).
    wait.isTimeLimited = listener.kind == TCPSocket.keyword
    return wait
  }
}
