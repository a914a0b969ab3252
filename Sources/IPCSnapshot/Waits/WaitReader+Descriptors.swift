internal import LinuxIPC

/// Reading, writing and polling.
extension WaitReader {
  func descriptor(
    _ fd: Int32, _ use: BlockedCall.Use, _ thread: ThreadID, _ found: inout Found
  ) {
    switch finder.find(fd, of: thread) {
    case .object(let identity, let access): add(identity, use, access, &found)
    case .other(let text, _):
      // One epoll instance may be watched by another (epoll(7)).
      if text.elementsEqual("anon_inode:[eventpoll]".utf8) { return watch(fd, thread, &found) }
      if text.elementsEqual("anon_inode:[pidfd]".utf8) || text.starts(with: Array("pidfd:".utf8)) {
        return found.add(process(behind: fd, thread))
      }
      found.hasOther = true
    case .unknown:
      found.hasOther = true
      found.isKnown = false
    }
  }

  /// Adds the wait for an object of one of our kinds.
  ///
  /// - Parameter access: How the descriptor is open: of a pipe a write end tells of its readers, whatever it is asked.
  private func add(
    _ identity: ObjectIdentity, _ use: BlockedCall.Use, _ access: Holder.Access?,
    _ found: inout Found
  ) {
    guard let entry = directory[identity] else {
      // A socket of a family that is none of ours: the network.
      found.hasOther = true
      return
    }
    if entry.kind == "unix" || entry.kind == "tcp" || entry.kind == "udp" {
      let subject = Subject(.object(identity), kind: entry.kind, address: entry.address)
      return found.add(sockets.wait(for: identity, use, subject, self))
    }
    let isPipe = entry.kind == "pipe" || entry.kind == "fifo"
    let use: BlockedCall.Use =
      isPipe && access == .write ? .write : isPipe && access == .read ? .read : use
    if let wait = wait(for: identity, entry, use) {
      found.add(wait)
    } else {
      // Memory is there at once.
      found.hasOther = true
    }
  }

  /// nil for what keeps nobody waiting.
  private func wait(
    for identity: ObjectIdentity, _ entry: ObjectDirectory.Entry, _ use: BlockedCall.Use
  ) -> Wait? {
    let subject = Subject(.object(identity), kind: entry.kind, address: entry.address)
    var wait: Wait
    switch entry.kind {
    case "eventfd":
      wait = Wait(subject, use == .write ? .room : .event)
      wait.sources = [HeldEnd(identity, .any)]
      // The kernel counts events of its own there: io_uring, aio, vhost, cgroups (eventfd(2)).
      wait.openness = [.outside]
    case "mqueue":
      wait = Wait(subject, use == .write ? .room : .message)
      wait.sources = [HeldEnd(identity, use == .write ? .read : .write)]
      wait.openness = [.anybody]
    case "pipe", "fifo":
      wait = Wait(subject, use == .write ? .room : .data)
      wait.sources = [HeldEnd(identity, use == .write ? .read : .write)]
      if entry.mayBeOpened { wait.openness = [.named] }
    default: return nil
    }
    wait.wakers = holders.wakers(wait.sources, self)
    wait.isEmpty = entry.fill.bytes.map { $0 == 0 }
    wait.detail = Self.words(entry.fill)
    if wait.need == .room, entry.fill.bytes ?? 0 < entry.fill.capacityBytes ?? 0 {
      // Each piece takes a page, however short it is (pipe(7)).
      wait.detail? += ", its buffers are all in use"
    }
    return wait
  }

  /// How full it is.
  static func words(_ fill: Fill) -> String? {
    guard let bytes = fill.bytes else { return nil }
    guard let capacity = fill.capacityBytes else { return "\(bytes) bytes in it" }
    return bytes == 0 ? "empty" : "\(bytes) of \(capacity) bytes in it"
  }

  /// What an epoll(7) instance watches, from its fdinfo. The number of a descriptor there is that of when it was
  /// added, so that the file is told by its inode and device (KERNEL-NOTES section 6.3).
  func watch(_ fd: Int32, _ thread: ThreadID, _ found: inout Found) {
    guard let info = DescriptorFinder.info(fd, of: thread) else {
      found.hasOther = true
      found.isKnown = false
      return
    }
    for watched in EpollWatch.all(in: info) {
      guard watched.reads || watched.writes else { continue }
      let identity: ObjectIdentity
      var access: Holder.Access?
      switch finder.find(watched.fd, of: thread) {
      case .object(let known, let open)
      where known.space == .eventCounter || watched.isFile(known):
        (identity, access) = (known, open)
      default:
        identity = ObjectIdentity(.file, device: watched.device, inode: watched.inode)
      }
      // Timers, signals and the like are no objects, and wake as well.
      guard directory[identity] != nil else {
        found.hasOther = true
        continue
      }
      if watched.reads { add(identity, .read, access, &found) }
      if watched.writes { add(identity, .write, access, &found) }
    }
  }
}
