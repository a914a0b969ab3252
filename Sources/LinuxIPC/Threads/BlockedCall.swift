internal import CLinuxIPC

/// The system call that a thread sleeps in, and what it may wait for there: read from its arguments, and from
/// the memory of its process where these point to it. Nothing is stopped, and nothing written.
package struct BlockedCall: Sendable {
  /// As syscalls(2) calls it; nil for one that is not in the table.
  package let name: String?
  /// What may end it: any one of these. nil when that is not known.
  package let targets: [Target]?
  /// Whether it ends by itself.
  package let isTimeLimited: Bool
  /// Whether it refers to what it waits for by itself, however many threads share the descriptors: as poll(2) and
  /// select(2) do (fs/select.c, __pollwait).
  package let isPolling: Bool
  /// Whether it lets signals through that else are blocked: so programs wait for signals, too (pselect(2)).
  package let awaitsSignals: Bool
  /// Whether it moves data from one descriptor to another, and so waits at one of them alone.
  package let isMoving: Bool
  /// Of a call that moves data: whether the function of the kernel in which the thread sleeps waits for room. Of a
  /// file that data is taken from nothing else tells whether it is that which keeps it.
  package let sleepsForRoom: Bool

  /// Something that a call waits for.
  package enum Target: Sendable, Equatable {
    case descriptor(Int32, Use)
    /// A path that is opened.
    case opening
    /// A socket, and the address that it is to be connected with, as bytes of a `sockaddr`.
    case connecting(Int32, [UInt8])
    case messageQueue(id: Int32, MessageUse)
    case semaphores(id: Int32, [SemaphoreOperation])
    case futex(FutexUse)
    /// A lock on a file, and what it is to cover; nil when that cannot be told.
    case lock(Int32, FileLocks.Kind, FileLocks.Extent?)
    /// A socket, and the address that a datagram is sent to, as bytes of a `sockaddr`.
    case sending(Int32, [UInt8])
    /// The end of a child, or what a traced thread has to tell.
    case child(ChildSelection)
    /// The end of the process that a descriptor stands for.
    case process(Int32)
    /// All that an epoll(7) instance watches.
    case watch(Int32)
  }

  /// What a descriptor is waited for to do.
  package enum Use: Sendable {
    case read, write, accept
  }

  /// Which children are waited for, by numbers of the waiting process's own pid namespace, wait(2).
  package enum ChildSelection: Sendable, Equatable {
    case any
    case process(Int32)
    /// Those of a process group; of its own for nil.
    case group(Int32?)
  }

  package enum MessageUse: Sendable, Equatable {
    case send
    case receive(MessageSelection)
  }

  package struct FutexUse: Sendable, Equatable {
    package let address: UInt64
    /// Whether only this process's threads can meet there.
    package let isPrivate: Bool
    /// Whether the kernel knows the owner by the word itself.
    package let inheritsPriority: Bool
    /// Whether it is the operation that the C library uses for all but mutexes.
    package let isBitset: Bool
    package let isTimeLimited: Bool
  }

  /// One of struct sembuf, semop(2).
  package struct SemaphoreOperation: Sendable, Equatable {
    package let index: UInt16
    package let change: Int16
  }
}

extension BlockedCall {
  /// The descriptor of the file at whose lock a thread waits; nil for a thread that waits at none.
  package static func lockedDescriptor(_ thread: ThreadSample) -> Int32? {
    guard case .call(let frame) = thread.place else { return nil }
    let command = Int32(truncatingIfNeeded: frame.arguments[1])
    switch unsafe cipc_call(frame.number).form {
    case CIPC_CALL_FLOCK: break
    case CIPC_CALL_FCNTL where command == cipc_f_setlkw || command == cipc_f_ofd_setlkw: break
    default: return nil
    }
    return Int32(truncatingIfNeeded: frame.arguments[0])
  }

  /// Reads the call of a thread.
  ///
  /// - Returns: nil for a thread that sleeps in none.
  package init?(_ thread: ThreadSample, in process: borrowing ProcessDirectory) {
    guard case .call(let frame) = thread.place else { return nil }
    let shown = unsafe cipc_call(frame.number)
    let isRestarted = unsafe shown.form == CIPC_CALL_RESTART
    let call =
      unsafe isRestarted ? Self.restarted(thread, in: process) ?? shown : shown
    let form = unsafe call.form
    name = unsafe call.name.map { unsafe String(cString: $0) }
    isPolling = [CIPC_CALL_POLL, CIPC_CALL_PPOLL, CIPC_CALL_SELECT].contains(form)
    isMoving = [CIPC_CALL_SPLICE, CIPC_CALL_TEE, CIPC_CALL_SENDFILE, CIPC_CALL_VMSPLICE]
      .contains(form)
    sleepsForRoom = isMoving && Self.sleeps(thread, in: process, inAnyOf: Self.waitsForRoom)
    let arguments = CallArguments(frame, ThreadMemory(thread.id.tid))
    targets = arguments.targets(of: form)
    awaitsSignals = unsafe arguments.hasMask(at: Int(call.mask), form)
    // All that are restarted so have a time limit but poll, which may be without; the registers tell
    // (fs/select.c, do_restart_poll).
    isTimeLimited =
      arguments.isTimeLimited(form) || isRestarted && form != CIPC_CALL_POLL
  }

  /// As of pipes, of Unix sockets and of TCP (fs/pipe.c, net/core/sock.c, net/core/stream.c).
  private static let waitsForRoom: [StaticString] = [
    "pipe_wait_writable", "sock_alloc_send_pskb", "wait_woken", "sk_stream_wait_memory",
  ]

  /// Whether the thread sleeps in one of these functions of the kernel, /proc/PID/task/TID/wchan.
  private static func sleeps(
    _ thread: ThreadSample, in process: borrowing ProcessDirectory,
    inAnyOf functions: [StaticString]
  ) -> Bool {
    let path = [UInt8](path: "task/\(thread.id.tid)/wchan")
    let place = LentCapabilities.raising([.systemPtrace]) {
      try? WholeFile.readShort(path, in: process.descriptor)
    }
    guard let place else { return false }
    return functions.contains { place.span.hasPrefix($0) }
  }

  /// The call that restart_syscall(2) goes on with, told by the function of the kernel in which the thread sleeps;
  /// the registers are still those of that call (KERNEL-NOTES section 6.3). nil when that does not tell.
  private static func restarted(
    _ thread: ThreadSample, in process: borrowing ProcessDirectory
  ) -> cipc_call? {
    func sleeps(in functions: StaticString...) -> Bool {
      Self.sleeps(thread, in: process, inAnyOf: functions)
    }
    if sleeps(in: "poll_schedule_timeout", "do_sys_poll") {
      return unsafe cipc_call(cipc_sys_poll)
    }
    if sleeps(in: "futex_") { return unsafe cipc_call(cipc_sys_futex) }
    if sleeps(in: "hrtimer_nanosleep") { return unsafe cipc_call(cipc_sys_clock_nanosleep) }
    return nil
  }
}
