internal import LinuxIPC

/// Waiting for processes to end.
extension WaitReader {
  /// Children end, and those that a process traces tell it of more than their end (ptrace(2)). Of a process group any
  /// may become a member (setpgid(2)).
  ///
  /// - Parameter number: As the waiting process knows it, in its own pid namespace; nil for any.
  func children(_ number: Int32?, of thread: ThreadSample, _ found: inout Found) {
    let pid = thread.id.pid
    var awaited =
      threads.children(of: pid).map { ThreadID(pid: $0, tid: $0) } + threads.tracees(of: pid)
    if let number {
      awaited.removeAll { threads[$0]?.number(besideLastOf: thread.innerNumbers) != number }
    } else if snapshot.coverage.hidesList {
      found.hasOther = true
    }
    // It has ended meanwhile, or is hidden.
    if awaited.isEmpty { found.add(nil) }
    for child in awaited { found.add(end(of: child.pid)) }
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
