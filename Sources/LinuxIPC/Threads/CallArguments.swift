internal import CLinuxIPC

/// The arguments of a call that a thread sleeps in.
struct CallArguments {
  private let words: [UInt64]
  private let memory: ThreadMemory

  init(_ frame: ThreadSample.Frame, _ memory: ThreadMemory) {
    words = frame.arguments
    self.memory = memory
  }

  /// Registers have 64 bits, of which a descriptor or an id has the lower half (KERNEL-NOTES section 6.1).
  private func int(_ place: Int) -> Int32 { Int32(truncatingIfNeeded: words[place]) }

  /// What the call may wait for; nil when that is not known.
  func targets(of form: cipc_call_form) -> [BlockedCall.Target]? {
    switch form {
    case CIPC_CALL_READ, CIPC_CALL_RECEIVE_MANY, CIPC_CALL_QUEUE_RECEIVE:
      [.descriptor(int(0), .read)]
    case CIPC_CALL_WRITE, CIPC_CALL_QUEUE_SEND: [.descriptor(int(0), .write)]
    // Which of its two ends keeps it waiting the call alone does not tell.
    case CIPC_CALL_SPLICE: [.descriptor(int(0), .read), .descriptor(int(2), .write)]
    case CIPC_CALL_TEE: [.descriptor(int(0), .read), .descriptor(int(1), .write)]
    case CIPC_CALL_SENDFILE: [.descriptor(int(1), .read), .descriptor(int(0), .write)]
    case CIPC_CALL_VMSPLICE: [.descriptor(int(0), .read), .descriptor(int(0), .write)]
    case CIPC_CALL_OPEN: [.opening]
    case CIPC_CALL_MESSAGE_SEND: [.messageQueue(id: int(0), .send)]
    case CIPC_CALL_MESSAGE_RECEIVE: [.messageQueue(id: int(0), .receive(selection))]
    case CIPC_CALL_SEMAPHORE, CIPC_CALL_SEMAPHORE_TIMED: semaphores.map { [$0] }
    case CIPC_CALL_ACCEPT: [.descriptor(int(0), .accept)]
    case CIPC_CALL_CONNECT:
      memory.bytes(at: words[1], Int(min(words[2] & 0xFFFF_FFFF, 128)))
        .map { [.connecting(int(0), $0)] }
    case CIPC_CALL_FLOCK:
      // LOCK_SH is 1, LOCK_EX 2 (flock(2)).
      [.lock(int(0), .wholeFile, FileLocks.Extent(isExclusive: int(1) & 2 != 0))]
    case CIPC_CALL_FCNTL: rangeLock
    case CIPC_CALL_SENDTO: sending(at: words[4], words[5])
    case CIPC_CALL_SENDMSG:
      // struct msghdr begins with the address and its length, sendmsg(2).
      memory.bytes(at: words[1], 12).flatMap { header in
        sending(
          at: header.span.number(at: 0) ?? 0,
          UInt64(header.span.number(at: 8, as: UInt32.self) ?? 0))
      } ?? [.descriptor(int(0), .write)]
    case CIPC_CALL_FUTEX: futex.map { [$0] }
    case CIPC_CALL_FUTEX_WAIT: [waitedFutex(words[0], flags: words[3])]
    case CIPC_CALL_FUTEX_WAITV: futexes
    case CIPC_CALL_POLL, CIPC_CALL_PPOLL: polled
    case CIPC_CALL_SELECT: selected
    case CIPC_CALL_EPOLL, CIPC_CALL_EPOLL_TIMED: [.watch(int(0))]
    case CIPC_CALL_WAIT4: [.child(waitedFor(int(0)))]
    case CIPC_CALL_WAITID: waited
    default: nil
    }
  }

  /// Whether the call ends by itself.
  func isTimeLimited(_ form: cipc_call_form) -> Bool {
    switch form {
    case CIPC_CALL_POLL: int(2) >= 0
    case CIPC_CALL_PPOLL: words[2] != 0
    case CIPC_CALL_SELECT, CIPC_CALL_QUEUE_SEND, CIPC_CALL_QUEUE_RECEIVE: words[4] != 0
    case CIPC_CALL_EPOLL: int(3) >= 0
    case CIPC_CALL_EPOLL_TIMED, CIPC_CALL_SEMAPHORE_TIMED, CIPC_CALL_FUTEX_WAITV: words[3] != 0
    case CIPC_CALL_FUTEX, CIPC_CALL_FUTEX_WAIT:
      words[form == CIPC_CALL_FUTEX ? 3 : 4] != 0
    // It counts after the first message only (recvmmsg(2), BUGS); who knows.
    case CIPC_CALL_RECEIVE_MANY: words[4] != 0
    default: false
    }
  }

  /// Whether the call has a mask of signals in the argument at a place; 0 for none.
  func hasMask(at place: Int, _ form: cipc_call_form) -> Bool {
    guard place > 0, words[place] != 0 else { return false }
    // There the mask itself stands in memory, beside its size (pselect6(2)).
    guard form == CIPC_CALL_SELECT else { return true }
    guard let bytes = memory.bytes(at: words[place], 8) else { return true }
    return bytes.span.number(at: 0, as: UInt64.self) != 0
  }

  /// msgrcv(2): the third argument is the size, the fourth the type.
  private var selection: MessageSelection {
    let type = Int64(bitPattern: words[3])
    if type == 0 { return .any }
    if type < 0 { return .upTo(type == .min ? .max : -type) }
    return int(4) & cipc_msg_except != 0 ? .except(type) : .type(type)
  }

  /// struct sembuf has six bytes; semop(2) takes at most 32000 (SEMOPM).
  private var semaphores: BlockedCall.Target? {
    let count = Int(min(words[2], 32000))
    guard let bytes = memory.bytes(at: words[1], count * 6) else { return nil }
    let operations = (0..<count).map { index in
      BlockedCall.SemaphoreOperation(
        index: bytes.span.number(at: index * 6) ?? 0,
        change: bytes.span.number(at: index * 6 + 2) ?? 0)
    }
    return .semaphores(id: int(0), operations)
  }

  private var rangeLock: [BlockedCall.Target]? {
    switch int(1) {
    case cipc_f_setlkw: [.lock(int(0), .process, extent)]
    case cipc_f_ofd_setlkw: [.lock(int(0), .openFile, extent)]
    default: nil
    }
  }

  /// struct flock, fcntl(2): type, whence, start and length; a length of 0 is to the end.
  private var extent: FileLocks.Extent? {
    guard let bytes = memory.bytes(at: words[2], 24),
      let type = bytes.span.number(at: 0, as: Int16.self),
      // Where it counts from another place than the beginning that is not known.
      bytes.span.number(at: 2, as: Int16.self) == 0,
      let start = bytes.span.number(at: 8, as: Int64.self),
      let length = bytes.span.number(at: 16, as: Int64.self), start >= 0, length >= 0
    else { return nil }
    let end = length == 0 ? UInt64.max : UInt64(start).saturatingSum(UInt64(length) - 1)
    return FileLocks.Extent(isExclusive: type == cipc_f_wrlck, bytes: UInt64(start)...end)
  }

  /// Without an address the other end is meant.
  private func sending(at address: UInt64, _ length: UInt64) -> [BlockedCall.Target] {
    guard address != 0, let bytes = memory.bytes(at: address, Int(min(length & 0xFFFF_FFFF, 128))),
      !bytes.isEmpty
    else { return [.descriptor(int(0), .write)] }
    return [.sending(int(0), bytes)]
  }

  private var futex: BlockedCall.Target? {
    let operation = int(1)
    let command = operation & cipc_futex_command
    let inheritsPriority = command == cipc_futex_lock_pi || command == cipc_futex_lock_pi2
    guard
      inheritsPriority || command == cipc_futex_wait || command == cipc_futex_wait_bitset
    else { return nil }
    return .futex(
      BlockedCall.FutexUse(
        address: words[0], isPrivate: operation & cipc_futex_private != 0,
        inheritsPriority: inheritsPriority, isBitset: command == cipc_futex_wait_bitset,
        isTimeLimited: words[3] != 0))
  }

  /// FUTEX2_PRIVATE is the same flag (include/uapi/linux/futex.h).
  private func waitedFutex(_ address: UInt64, flags: UInt64) -> BlockedCall.Target {
    .futex(
      BlockedCall.FutexUse(
        address: address, isPrivate: flags & UInt64(cipc_futex_private) != 0,
        inheritsPriority: false, isBitset: true, isTimeLimited: false))
  }

  /// struct futex_waitv: value, address, flags; 24 bytes. At most 128 (FUTEX_WAITV_MAX).
  private var futexes: [BlockedCall.Target]? {
    let count = Int(min(words[1], 128))
    guard let bytes = memory.bytes(at: words[0], count * 24) else { return nil }
    return (0..<count).map { index in
      waitedFutex(
        bytes.span.number(at: index * 24 + 8) ?? 0,
        flags: UInt64(bytes.span.number(at: index * 24 + 16, as: UInt32.self) ?? 0))
    }
  }

  /// struct pollfd: descriptor, events, what happened; 8 bytes. Negative descriptors are passed over.
  private var polled: [BlockedCall.Target]? {
    let count = Int(words[1] & 0xFFFF_FFFF)
    guard let bytes = memory.bytes(at: words[0], count * 8) else { return nil }
    return (0..<count).flatMap { index -> [BlockedCall.Target] in
      let descriptor = bytes.span.number(at: index * 8, as: Int32.self) ?? -1
      let events = bytes.span.number(at: index * 8 + 4, as: Int16.self) ?? 0
      return descriptor < 0
        ? []
        : Self.targets(
          descriptor, reads: events & cipc_pollin != 0, writes: events & cipc_pollout != 0)
    }
  }

  /// Who asks for nothing waits for an error or a hang-up, which the other end may bring about (poll(2)).
  private static func targets(
    _ descriptor: Int32, reads: Bool, writes: Bool
  ) -> [BlockedCall.Target] {
    (reads || !writes ? [.descriptor(descriptor, .read)] : [])
      + (writes ? [.descriptor(descriptor, .write)] : [])
  }

  /// Three sets of bits, any of which may be missing, select(2).
  ///
  /// The kernel has put its copies elsewhere: the ones in memory are what was asked for, until it returns.
  private var selected: [BlockedCall.Target]? {
    let count = Int(int(0))
    guard count >= 0, let read = bits(words[1], count), let written = bits(words[2], count),
      let exceptions = bits(words[3], count)
    else { return nil }
    // The number of descriptors may be any where all sets are missing: none is counted through.
    return read.union(written).union(exceptions).sorted().flatMap { descriptor in
      Self.targets(
        Int32(descriptor), reads: read.contains(descriptor) || exceptions.contains(descriptor),
        writes: written.contains(descriptor))
    }
  }

  private func bits(_ address: UInt64, _ count: Int) -> Set<Int>? {
    if address == 0 { return [] }
    let width = Int(cipc_fd_bits)
    guard let bytes = memory.bytes(at: address, (count + width - 1) / width * width / 8) else {
      return nil
    }
    return Set((0..<count).filter { bytes[$0 / 8] >> ($0 % 8) & 1 != 0 })
  }

  private var waited: [BlockedCall.Target]? {
    switch int(0) {
    case cipc_p_pid: [.child(.process(int(1)))]
    case cipc_p_pgid: [.child(.group(int(1) == 0 ? nil : int(1)))]
    case cipc_p_pidfd: [.process(int(1))]
    default: [.child(.any)]
    }
  }

  /// As wait4(2) tells it by one number.
  private func waitedFor(_ number: Int32) -> BlockedCall.ChildSelection {
    switch number {
    case -1: .any
    case 0: .group(nil)
    // The least one has no counterpart, and stands for no group (kernel/exit.c, kernel_wait4).
    case ..<0: .group(0 &- number)
    default: .process(number)
    }
  }
}
