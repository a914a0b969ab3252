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
  /// - Parameter access: How the descriptor is open; nil where that is not known.
  private func add(
    _ identity: ObjectIdentity, _ use: BlockedCall.Use, _ access: Holder.Access?,
    _ found: inout Found
  ) {
    guard let entry = directory[identity] else {
      // A socket of a family that is none of ours: the network.
      found.hasOther = true
      return
    }
    let subject = Subject(.object(identity), kind: entry.kind, address: entry.address)
    if sockets.knows(identity) {
      found.add(sockets.wait(for: identity, use, subject, self))
    } else if let blockage = entry.blocking?.blockage(use, through: access) {
      found.add(wait(for: identity, subject, entry, blockage))
    } else {
      // Memory is there at once.
      found.hasOther = true
    }
  }

  private func wait(
    for identity: ObjectIdentity, _ subject: Subject, _ entry: ObjectDirectory.Entry,
    _ blockage: Blockage
  ) -> Wait {
    var wait = Wait(subject, blockage.need)
    wait.sources = [HeldEnd(identity, blockage.source)]
    wait.openness = blockage.openness
    if entry.mayBeOpened { wait.openness.insert(.named) }
    wait.wakers = wait.sources.flatMap { holders.wakers($0, self) }
    let fill = entry.fill
    wait.isEmpty = fill.bytes.map { $0 == 0 }
    wait.detail = Self.words(fill)
    if wait.need == .room, fill.messagesLimit == nil, fill.bytes ?? 0 < fill.capacityBytes ?? 0 {
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
