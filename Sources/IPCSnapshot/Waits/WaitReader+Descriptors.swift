internal import LinuxIPC

/// Reading, writing and polling.
extension WaitReader {
  func descriptor(
    _ fd: Int32, _ use: BlockedCall.Use, _ descriptors: ThreadDescriptors, _ found: inout Found
  ) {
    let seen = descriptors.find(fd)
    if case .unknown = seen { found.isKnown = false }
    add(fd, seen, use, descriptors, &found)
  }

  /// Adds the wait for what a descriptor was found to lead to.
  private func add(
    _ fd: Int32, _ seen: ThreadDescriptors.Found, _ use: BlockedCall.Use,
    _ descriptors: ThreadDescriptors, _ found: inout Found
  ) {
    switch seen {
    case .object(let identity, let access): add(identity, use, access, &found)
    // One epoll instance may be watched by another (epoll(7)).
    case .other(let text, _) where text.elementsEqual("anon_inode:[eventpoll]".utf8):
      watch(fd, descriptors, &found)
    case .other(let text, _)
    where text.elementsEqual("anon_inode:[pidfd]".utf8) || text.starts(with: Array("pidfd:".utf8)):
      found.add(process(behind: fd, descriptors))
    case .other, .unknown: found.hasOther = true
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
      // Who has a pipe locked sleeps in the same calls, and waits for the memory that they copy.
      let isThere = blockage.need == .room ? entry.fill.hasRoom : entry.fill.hasData
      if isThere == true, !found.isMoving {
        found.hasOther = true
      } else {
        found.add(wait(for: identity, subject, entry, blockage))
      }
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
    wait.wakers = holders.wakers(wait.sources, self)
    let fill = entry.fill
    wait.isEmpty = fill.hasData.map { !$0 } ?? fill.bytes.map { $0 == 0 }
    wait.detail = Self.words(fill)
    if wait.need == .room, fill.messagesLimit == nil, let bytes = fill.bytes, bytes > 0,
      bytes < fill.capacityBytes ?? 0
    {
      // Each piece takes a page, however short it is (pipe(7)).
      wait.detail? += ", its buffers are all in use"
    }
    return wait
  }

  /// How full it is.
  static func words(_ fill: Fill) -> String? {
    if fill.isMessagesNearer, let messages = fill.messages {
      return Fill.words(messages, of: fill.messagesLimit, "message") + " in it"
    }
    guard let bytes = fill.bytes else { return nil }
    if bytes == 0, fill.capacityBytes != nil { return "empty" }
    return Fill.words(bytes, of: fill.capacityBytes, "byte") + " in it"
  }

  /// What an epoll(7) instance watches, from its fdinfo. The number of a descriptor there is that of when it was
  /// added: what it leads to now has to be the same file (KERNEL-NOTES section 6.3), else that is told by its inode
  /// and device alone.
  func watch(_ instance: Int32, _ descriptors: ThreadDescriptors, _ found: inout Found) {
    // Several may watch the same one; circles the kernel refuses (epoll_ctl(2), ELOOP).
    guard found.instances.insert(instance).inserted else { return }
    guard let info = descriptors.info(instance) else {
      found.hasOther = true
      found.isKnown = false
      return
    }
    var turns: [Int32: Int] = [:]
    for watched in EpollWatch.all(in: info) {
      let turn = turns[watched.fd, default: 0]
      turns[watched.fd] = turn + 1
      var seen = descriptors.find(watched.fd)
      if !watched.isFile(seen), !descriptors.isWatched(watched.fd, by: instance, turn: turn) {
        seen = .object(
          ObjectIdentity(.file, device: watched.device, inode: watched.inode), nil)
      }
      if watched.reads { add(watched.fd, seen, .read, descriptors, &found) }
      if watched.writes { add(watched.fd, seen, .write, descriptors, &found) }
    }
  }
}
