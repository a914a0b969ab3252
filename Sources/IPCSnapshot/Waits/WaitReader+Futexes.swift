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
      if isLinked { wait.openness.insert(.named) }
    }
    return wait
  }

  /// The thread that has the lock: one of a process that shares the memory, or one that is no more. Any other
  /// number is none of an owner's.
  private func owner(
    _ use: BlockedCall.FutexUse, _ thread: ThreadSample, among sharers: Wakers
  ) -> Waker? {
    guard let tid = use.word(of: thread)?.owner else { return nil }
    for sharer in sharers where threads[ThreadID(pid: sharer.pid, tid: tid)] != nil {
      return Waker(sharer.pid, tid: tid, .owner)
    }
    // Numbers are those of the owner's pid namespace, and all sharers are seen in ours alone.
    guard !threads.has(tid: tid), !ThreadTable.isThere(tid),
      !sharers.contains(where: { threads.isElsewhere($0.pid) })
    else {
      return nil
    }
    return Waker(tid, tid: tid, .owner, isAlive: false)
  }
}
