internal import LinuxIPC

/// Words in memory.
extension WaitReader {
  /// Who has a lock is told by it, where the C library records that. All else that meets at a word, as conditions
  /// and semaphores do, is ended by whoever shares the memory, and nothing tells who that will be.
  func futex(
    _ use: BlockedCall.FutexUse, _ thread: ThreadSample, _ process: borrowing ProcessDirectory
  ) -> Wait? {
    let pid = thread.id.pid
    var subject = Subject(
      .privateFutex(pid: pid, address: use.address), kind: "futex",
      address: Array("futex:\(pid)/0x\(String(use.address, radix: 16))".utf8))
    var sharers = Wakers([Waker(pid, .holder)])
    var semaphore: MappingFinder.Place?
    if !use.isPrivate, let place = mappings.shared(at: use.address, of: process) {
      subject = Subject(
        .sharedFutex(place.object, offset: place.offset), kind: "futex",
        address: directory[place.object]?.address ?? subject.address)
      sharers = holders.mappers(of: place.object, and: pid, self)
      if place.isSemaphore, place.offset == 0 { semaphore = place }
    }
    if let owner = owner(use, thread, among: sharers) {
      var wait = Wait(subject, .lock)
      wait.wakers = [owner]
      return wait
    }
    var wait = Wait(subject, semaphore == nil ? .event : .value)
    wait.wakers = sharers
    wait.openness = [.unrecorded]
    if let semaphore {
      wait.detail = "it is 0"
      let isLinked =
        directory[semaphore.object]?.kind == POSIXSemaphore.keyword || !semaphore.isUnlinked
      // Who has work for the workers that wait may open it for that only.
      if isLinked { wait.openness.insert(.outside) }
    }
    return wait
  }

  /// The thread that has the lock: one of a process that shares the memory, or one that is no more. Any other
  /// number is none of an owner's.
  private func owner(
    _ use: BlockedCall.FutexUse, _ thread: ThreadSample, among sharers: Wakers
  ) -> Waker? {
    guard let tid = use.word(of: thread)?.owner else { return nil }
    let numbered = threads.threads(numberedByThemselves: tid)
    let owners = numbered.filter { id in sharers.contains { $0.pid == id.pid } }
    if let owner = owners.first {
      // In two pid namespaces two threads may have that number.
      return owners.count == 1 ? Waker(owner.pid, tid: owner.tid, .owner) : nil
    }
    let spaces = Set(sharers.map { ThreadTable.pidNamespace(of: $0.pid) })
    guard spaces.count == 1, let space = spaces.first, let space,
      !numbered.contains(where: { ThreadTable.pidNamespace(of: $0.pid) == space })
    else { return nil }
    // Of one that is no more nobody knows any other number than its own.
    guard space == Namespace.ofThread(.pid)?.inode else { return Waker(0, .owner, isAlive: false) }
    // It may have come after the look.
    return ThreadTable.isThere(tid) ? nil : Waker(tid, tid: tid, .owner, isAlive: false)
  }
}
