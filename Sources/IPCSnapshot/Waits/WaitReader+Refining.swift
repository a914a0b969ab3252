internal import Glibc
package import LinuxIPC

/// What is looked into only for those whom nobody seems able to wake.
extension WaitReader {
  /// Those that wait at a socket for a time only (SO_RCVTIMEO, SO_SNDTIMEO, socket(7)): that shows in no call. Where
  /// it cannot be read the wait counts as limited.
  package func timeLimited(among threads: Set<ThreadID>) -> Set<ThreadID> {
    threads.filter { id in
      guard let sample = self.threads[id], let process = try? ProcessDirectory(id.pid),
        let call = BlockedCall(sample, in: process)
      else { return true }
      return call.targets?.contains { target in
        let (fd, isWriting): (Int32, Bool)
        switch target {
        case .descriptor(let number, let use): (fd, isWriting) = (number, use == .write)
        case .connecting(let number, _), .sending(let number, _): (fd, isWriting) = (number, true)
        default: return false
        }
        guard case .object(let identity, _) = finder.find(fd, of: id), sockets.knows(identity)
        else {
          return false
        }
        return SocketTimeout.isSet(on: fd, of: id, isWriting: isWriting) ?? true
      } ?? true
    }
  }

  /// The ends of which all holders are known, though not every process may be looked into: the kernel counts no
  /// more than were seen (`ReferenceAccount`). What only passes by, as who looks does too, is looked at again.
  ///
  /// - Parameters:
  ///   - waiting: Those whose waits these are.
  ///   - inFlight: How many descriptors are on their way through sockets: these may be what is not seen.
  /// - Returns: nil where the kernel does not tell.
  package func accounted(for waiting: [ThreadWaits], inFlight: UInt64) -> Set<HeldEnd>? {
    var left = Set(waiting.flatMap { thread in thread.waits.flatMap(\.sources) })
    var accounted: Set<HeldEnd> = []
    for pause in [0, 1, 2, 4, 8, 16, 32, 64] as [UInt32] where !left.isEmpty {
      // Others who look, as we do, borrow a descriptor for a moment.
      if pause > 0 { usleep(pause * 1000) }
      guard let account = ReferenceAccount(of: Set(left.map(\.object))) else { return nil }
      for held in left {
        let holders = account.holders(of: held.object)
        let calls = references(byCallsOf: holders)
        guard let unseen = account.unseen(held, { calls[Place(pid: $0, fd: $1)] ?? 0 }),
          unseen <= inFlight, areKnown(holders, of: held.object)
        else { continue }
        accounted.insert(held)
      }
      left.subtract(accounted)
    }
    return accounted
  }

  /// Whether the scan saw these processes hold an object, too: one that came after it is none of the wakers. The
  /// kernel numbers them as the initial pid namespace does; in another one they are only counted.
  private func areKnown(_ pids: Set<Int32>, of object: ObjectIdentity) -> Bool {
    let holders = Set(snapshot.holdings.holders(of: object).map(\.pid))
    // Of locks the holders were found by themselves (`FileLocks`).
    if holders.isEmpty, directory[object] == nil { return true }
    return Namespace.ofThread(.pid)?.isInitialPIDNamespace == true
      ? pids.isSubset(of: holders) : pids.count <= holders.count
  }

  /// Whether no process that came since `first` holds what these wait for.
  package func areSettled(_ waiting: [ThreadWaits], since first: ThreadTable) -> Bool {
    let sources = Set(waiting.flatMap { $0.waits.flatMap(\.sources) }.map(\.object))
    return threads.newcomers(since: first).allSatisfy { pid in
      var isHolder = false
      let coverage = try? scanner.scan(process: pid) { _, findings in
        if findings.contains(where: { sources.contains($0.object) }) { isHolder = true }
      }
      return coverage != nil && !isHolder
    }
  }

  private struct Place: Hashable {
    let pid: Int32
    let fd: Int32
  }

  /// How often sleeping calls refer to what is behind a descriptor: threads that share a table keep what they use
  /// (fs/file.c, fdget), and who polls does so anyway.
  private func references(byCallsOf pids: Set<Int32>) -> [Place: Int] {
    var references: [Place: Int] = [:]
    for pid in pids {
      guard let process = try? ProcessDirectory(pid) else { continue }
      let own = threads.threads(of: pid).filter { !$0.hasEnded }
      for thread in own {
        guard let call = BlockedCall(thread, in: process),
          call.isPolling
            || own.contains(where: {
              $0.id != thread.id && $0.sharesDescriptors(with: thread) == true
            })
        else { continue }
        for fd in Set((call.targets ?? []).compactMap(\.descriptor)) {
          references[Place(pid: pid, fd: fd), default: 0] += 1
        }
      }
    }
    return references
  }
}

extension BlockedCall.Target {
  fileprivate var descriptor: Int32? {
    switch self {
    case .descriptor(let fd, _), .connecting(let fd, _), .sending(let fd, _),
      .lock(let fd, _, _), .watch(let fd), .process(let fd):
      fd
    case .opening, .messageQueue, .semaphores, .futex, .child: nil
    }
  }
}
