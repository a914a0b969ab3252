internal import LinuxIPC

/// Waiting for processes to end.
extension WaitReader {
  /// Children end, and those that a process traces tell it of more than their end (ptrace(2)).
  func children(
    _ selection: BlockedCall.ChildSelection, of thread: ThreadSample, _ found: inout Found
  ) {
    let pid = thread.id.pid
    var awaited =
      threads.children(of: pid).map { ThreadID(pid: $0, tid: $0) } + threads.tracees(of: pid)
    switch selection {
    case .any: break
    case .process(let number):
      awaited.removeAll { threads[$0]?.number(besideLastOf: thread.innerNumbers) != number }
    case .group(let number):
      let isMember = membership(of: number, for: thread)
      awaited.removeAll { !isMember($0) }
    }
    if case .process = selection {} else if snapshot.coverage.hidesList { found.hasOther = true }
    // It has ended meanwhile, or is hidden.
    if awaited.isEmpty { found.add(nil) }
    for child in awaited { found.add(end(of: child.pid)) }
  }

  /// Tells the members of a process group from others. Who may not be asked any more may have been one.
  ///
  /// - Parameter number: As the waiting thread's pid namespace knows it; nil for that thread's own group.
  private func membership(of number: Int32?, for thread: ThreadSample) -> (ThreadID) -> Bool {
    let level = number == nil ? 0 : thread.innerNumbers.count
    guard let number = number ?? ProcessDirectory.groups(of: thread.id.pid)?.first else {
      return { _ in true }
    }
    return { awaited in
      guard let groups = ProcessDirectory.groups(of: awaited.pid) else { return true }
      return groups.indices.contains(level) && groups[level] == number
    }
  }

  /// The process that a pidfd stands for, from `Pid:` of its fdinfo.
  func process(behind fd: Int32, _ descriptors: ThreadDescriptors) -> Wait? {
    guard let info = descriptors.info(fd),
      let pid = ByteScanner.number(behind: "Pid:", in: info.span).flatMap({
        Int32(exactly: $0)
      }), pid > 0
    else { return nil }
    return end(of: pid)
  }

  private func end(of pid: Int32) -> Wait {
    var wait = Wait(.process(pid), .child)
    wait.wakers = [Waker(pid, .holder)]
    return wait
  }
}
