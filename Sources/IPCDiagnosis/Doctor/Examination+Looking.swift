internal import IPCSnapshot
internal import LinuxIPC

/// What several rules ask.
extension Examination {
  func address<Kind: Mechanism>(of object: Kind.Object, _ kind: Kind.Type) -> [UInt8] {
    Kind.addressBytes(of: object)
  }

  /// The segments that nobody is attached to, but for those that go.
  var unattachedSegments: [SysVSharedMemory.Object] {
    snapshot.objects(of: SysVSharedMemory.self).filter { $0.attached == 0 && !$0.isDestroyed }
  }

  /// A wait, and who waits.
  struct Waiting {
    let thread: ThreadWaits
    let wait: Wait
  }

  /// The waits for which something holds, by what is waited for, in the order of the addresses. Files of several
  /// file systems may have one address.
  func waits(
    _ holds: (ThreadWaits, Verdict, Set<Fault>, Wait) -> Bool
  ) -> [(address: [UInt8], waits: [Waiting])] {
    guard let diagnosis else { return [] }
    var found: [Subject.Identity: (address: [UInt8], waits: [Waiting])] = [:]
    for (place, thread) in diagnosis.threads.enumerated() where concerns(thread.id.pid) {
      for wait in thread.waits
      where holds(thread, diagnosis.verdicts[place], diagnosis.faults[place], wait) {
        found[wait.subject.identity, default: (wait.subject.address, [])].waits
          .append(Waiting(thread: thread, wait: wait))
      }
    }
    return found.values.sorted { one, other in
      one.address == other.address
        ? one.waits[0].thread.id.pid < other.waits[0].thread.id.pid
        : one.address.lexicographicallyPrecedes(other.address)
    }
  }

  /// The waits of threads that have a fault, as far as they are those that it can be of.
  func waits(with fault: Fault) -> [(address: [UInt8], waits: [Waiting])] {
    waits { _, _, faults, wait in faults.contains(fault) && fault.concerns(wait) }
  }
}

extension Fault {
  /// Whether it can be a fault of such a wait.
  fileprivate func concerns(_ wait: Wait) -> Bool {
    switch self {
    case .ownerDead: wait.wakers.contains { $0.certainty == .owner && !$0.isAlive }
    case .noOtherEnd: wait.need == .otherEnd
    default: true
    }
  }
}
