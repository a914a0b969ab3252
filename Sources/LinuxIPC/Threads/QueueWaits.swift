internal import CLinuxIPC

/// The System V message queues at which threads wait: the kernel counts those who wait at a semaphore, and not those
/// who wait at a queue.
package struct QueueWaits: Sendable {
  /// A queue, or what may be one.
  private struct Place: Hashable {
    let id: Int32
    /// As `SystemVAttributes` has it; nil where it may not be seen in which one the thread is.
    let namespace: UInt64?
  }

  private var places: Set<Place> = []
  /// Whether every thread of the machine was looked at, but for those of its init.
  package private(set) var isWhole = true

  /// Looks at every thread.
  package static func all() -> QueueWaits {
    // Where threads come and go all the while some may stay unseen: then it is looked again.
    for _ in 0..<2 {
      let waits = QueueWaits(ThreadTable())
      if waits.isWhole { return waits }
    }
    return QueueWaits(ThreadTable())
  }

  private init(_ table: ThreadTable) {
    isWhole =
      !table.threads(of: Self.initPID).isEmpty
      && Namespace.ofThread(.pid)?.isInitialPIDNamespace == true
    var foreign: [Int32: Bool] = [:]
    for thread in table.threads where !thread.hasEnded {
      let isHidden = thread.place == .unreadable && thread.id.pid != Self.initPID
      if isHidden || thread.standsForUnseen { isWhole = false }
      guard case .call(let frame) = thread.place else { continue }
      let pid = thread.id.pid
      let isForeign =
        foreign[pid]
        ?? (try? ProcessDirectory(pid))?.isOfForeignWidth(at: frame.stackPointer) ?? false
      foreign[pid] = isForeign
      guard unsafe isForeign || Self.calls.contains(cipc_call(frame.number).form) else { continue }
      let namespace = Self.namespace(of: thread.id)
      // Calls of a foreign width have other numbers: msgrcv(2) and ipc(2) have the id first or second, and whatever
      // stands there instead is taken for one.
      for argument in frame.arguments.prefix(isForeign ? 2 : 1) {
        places.insert(Place(id: Int32(truncatingIfNeeded: argument), namespace: namespace))
      }
    }
  }

  /// The IPC namespace to which the numbers of a thread belong, as far as that may be seen. It cannot leave its own
  /// while it waits there, and nobody else moves it (setns(2)).
  private static func namespace(of thread: ThreadID) -> UInt64? {
    LentCapabilities.raising([.systemPtrace]) {
      let path = [UInt8](path: "/proc/\(thread.pid)/task/\(thread.tid)/ns/ipc")
      return (try? FileStatus(of: path))?.inode
    }
  }

  /// The machine's init, which often has rights that nobody else is given, so that nobody may look into it. It serves
  /// all others, and cannot afford to wait for one of them.
  private static let initPID: Int32 = 1

  private static let calls = [CIPC_CALL_MESSAGE_SEND, CIPC_CALL_MESSAGE_RECEIVE]

  /// Whether a thread was seen to wait at a queue, or at one of that id in what may be its namespace.
  func contains(_ queue: SystemVAttributes) -> Bool {
    places.contains(Place(id: queue.id, namespace: queue.namespace))
      || places.contains(Place(id: queue.id, namespace: nil))
  }
}
