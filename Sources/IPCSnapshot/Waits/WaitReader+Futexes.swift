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
    var sharers = [pid]
    if !use.isPrivate, let place = mappings.shared(at: use.address, of: process) {
      subject = Subject(
        .sharedFutex(place.object, offset: place.offset), kind: "futex",
        address: directory[place.object]?.address ?? subject.address)
      let holders = snapshot.holdings.holders(of: place.object).filter { $0.fd == nil }
      sharers = Array(Set(holders.map(\.pid) + [pid])).sorted()
    }
    if let owner = owner(use, thread, among: sharers) {
      var wait = Wait(subject, .lock)
      wait.wakers = [owner]
      return wait
    }
    var wait = Wait(subject, .event)
    wait.wakers = Wakers(sharers.map { Waker($0, .holder) })
    wait.openness = [.outside]
    return wait
  }

  /// The thread that has the lock: one of a process that shares the memory, or one that is no more. Any other
  /// number is none of an owner's.
  private func owner(
    _ use: BlockedCall.FutexUse, _ thread: ThreadSample, among sharers: [Int32]
  ) -> Waker? {
    guard let tid = use.word(of: thread)?.owner else { return nil }
    for pid in sharers where threads[ThreadID(pid: pid, tid: tid)] != nil {
      return Waker(pid, tid: tid, .owner)
    }
    // Numbers are those of the owner's pid namespace, and all sharers are seen in ours alone.
    guard !threads.has(tid: tid), !ThreadTable.isThere(tid),
      !sharers.contains(where: { threads.isElsewhere($0) })
    else {
      return nil
    }
    return Waker(tid, tid: tid, .owner, isAlive: false)
  }
}
