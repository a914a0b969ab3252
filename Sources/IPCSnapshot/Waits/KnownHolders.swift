internal import LinuxIPC

/// Who holds what, found out once: thousands may wait for what thousands hold.
final class KnownHolders: Sendable {
  private let known = Guarded<[[HeldEnd]: Wakers]>([:])

  /// The processes that hold any of these; of a process whose threads have tables of their own, the threads that do.
  func wakers(_ sources: [HeldEnd], _ reader: WaitReader) -> Wakers {
    if let wakers = known.withLock({ $0[sources] }) { return wakers }
    let wakers = Wakers(sources.flatMap { Self.find($0, reader) })
    // Another processor may have been faster: all waits share its list.
    return known.withLock { known in
      if let wakers = known[sources] { return wakers }
      known[sources] = wakers
      return wakers
    }
  }

  /// The processes that map a shared object, and one that does so for certain.
  func mappers(of object: ObjectIdentity, and pid: Int32, _ reader: WaitReader) -> Wakers {
    let mapped = HeldEnd(object, .mapping)
    let known = wakers([mapped], reader)
    return known.contains { $0.pid == pid } ? known : Wakers(known + [Waker(pid, .holder)])
  }

  private static func find(_ held: HeldEnd, _ reader: WaitReader) -> [Waker] {
    var wakers: [Waker] = []
    for holder in reader.snapshot.holdings.holders(of: held.object)
    where held.end.includes(holder) {
      if reader.divided.contains(holder.pid), let fd = holder.fd {
        wakers += reader.threads.threads(of: holder.pid).compactMap { thread in
          if !thread.standsForUnseen {
            guard case .object(held.object, _) = reader.finder.find(fd, of: thread.id) else {
              return nil
            }
          }
          return Waker(holder.pid, tid: thread.id.tid, .holder, fd: fd)
        }
      } else if wakers.last?.pid != holder.pid {
        wakers.append(Waker(holder.pid, .holder, fd: holder.fd))
      }
    }
    return wakers
  }
}

extension HeldEnd.End {
  fileprivate func includes(_ holder: Holder) -> Bool {
    switch self {
    case .read: holder.access.canRead
    case .write: holder.access.canWrite
    case .mapping: holder.fd == nil
    case .any: true
    }
  }
}
