internal import CLinuxIPC

/// The System V message queues of our IPC namespace at which threads wait: the kernel counts those who wait at a
/// semaphore, and not those who wait at a queue.
package struct QueueWaits: Sendable {
  private var ids: Set<Int32> = []
  /// Whether every thread of the machine was looked at, but for those of its init.
  package private(set) var isWhole = true

  /// Looks at every thread.
  package static func all(in context: Context) -> QueueWaits {
    // Where threads come and go all the while some may stay unseen: then it is looked again.
    for _ in 0..<2 {
      let waits = QueueWaits(ThreadTable(), in: context)
      if waits.isWhole { return waits }
    }
    return QueueWaits(ThreadTable(), in: context)
  }

  private init(_ table: ThreadTable, in context: Context) {
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
      guard unsafe isForeign || Self.calls.contains(cipc_call(frame.number).form),
        Self.mayBeOurs(thread.id, in: context)
      else { continue }
      // Calls of a foreign width have other numbers: msgrcv(2) and ipc(2) have the id first or second, and whatever
      // stands there instead is taken for one.
      frame.arguments.prefix(isForeign ? 2 : 1).forEach { note($0) }
    }
  }

  /// Whether the numbers of a thread are those of our IPC namespace, as far as that may be seen. It cannot leave its
  /// own while it waits there, and nobody else moves it (setns(2)).
  private static func mayBeOurs(_ thread: ThreadID, in context: Context) -> Bool {
    guard
      let namespace = LentCapabilities.raising(
        [.systemPtrace],
        {
          try? FileStatus(of: [UInt8](path: "/proc/\(thread.pid)/task/\(thread.tid)/ns/ipc"))
        })
    else { return true }
    return namespace.inode == context.ipcNamespace
  }

  /// The machine's init, which often has rights that nobody else is given, so that nobody may look into it. It serves
  /// all others, and cannot afford to wait for one of them.
  private static let initPID: Int32 = 1

  private static let calls = [CIPC_CALL_MESSAGE_SEND, CIPC_CALL_MESSAGE_RECEIVE]

  private mutating func note(_ argument: UInt64) { ids.insert(Int32(truncatingIfNeeded: argument)) }

  /// Whether a thread was seen to wait at the queue of that id.
  func contains(_ id: Int32) -> Bool { ids.contains(id) }
}
