internal import LinuxIPC

/// Locks on files.
extension WaitReader {
  /// - Parameter extent: What the lock is to cover; nil when that is not known.
  func lock(
    _ fd: Int32, _ kind: FileLocks.Kind, _ extent: FileLocks.Extent?,
    _ descriptors: ThreadDescriptors
  ) -> Wait? {
    guard case .other(let text, let file?) = descriptors.find(fd) else { return nil }
    let own = descriptors.thread.pid
    let identity = ObjectIdentity(.file, device: file.device, inode: file.inode)
    var wait = Wait(
      Subject(
        .object(identity), kind: "file", address: Address.bytes(kind: "file", name: text)), .lock)
    var pids: Set<Int32> = []
    for rival in kind.rivals {
      let holders = locks.holders(
        of: file, rival, for: extent, wantedBy: own, through: fd)
      // To a process its own are no hindrance.
      pids.formUnion(holders.filter { $0 != own || kind != .process || rival != .process })
      // What a process has locked is recorded; what a description has, whoever shares it.
      if rival != .process, kind == rival || !holders.isEmpty {
        wait.sources = [HeldEnd(identity, .any)]
      }
    }
    wait.wakers = Wakers(pids.sorted().map { Waker($0, .holder) })
    return wait
  }

  /// The files at whose locks threads wait.
  static func lockedFiles(_ threads: ThreadTable, _ finder: DescriptorFinder) -> [FileStatus] {
    threads.threads.compactMap { sample in
      guard sample.isAsleep || sample.isStopped,
        let fd = BlockedCall.lockedDescriptor(sample),
        case .other(_, let file) = finder.find(fd, of: sample.id)
      else { return nil }
      return file
    }
  }
}
