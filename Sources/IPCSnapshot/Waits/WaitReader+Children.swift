internal import LinuxIPC

/// Waiting for processes to end.
extension WaitReader {
  /// - Parameter pid: As the waiting process knows it, in its own pid namespace; nil for any child.
  func children(_ pid: Int32?, of thread: ThreadID, _ found: inout Found) {
    let children = threads.children(of: thread.pid)
    let awaited = pid.map { pid in children.filter { $0 == pid } } ?? children
    // One that is not there is of a process group, or has another number here.
    if awaited.isEmpty { found.add(nil) }
    for child in awaited { found.add(end(of: child)) }
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
