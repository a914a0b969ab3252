internal import CLinuxIPC

/// The word of a futex that a thread waits at, futex(2), and the owner that it, or the lock around it, records.
package struct FutexWord: Sendable, Equatable {
  /// The thread that has the lock, as its own pid namespace numbers it; nil where none is recorded.
  package let owner: Int32?

  /// Reads it.
  ///
  /// Of glibc's mutexes the word is 2 where somebody waits, and a word behind it has the owner; of robust ones and
  /// of those that inherit priority the word itself has it (nptl/pthread_mutex_lock.c; KERNEL-NOTES section 6.5).
  /// What only looks like one, as other locks and conditions may, has no kind of mutex, or no thread for an owner:
  /// the caller sees to that.
  ///
  /// - Parameters:
  ///   - expected: The value at which the thread went to sleep.
  init(_ use: BlockedCall.FutexUse, expected: UInt32, _ memory: ThreadMemory) {
    guard let word = memory.word(at: use.address) else {
      owner = nil
      return
    }
    let thread = Int32(truncatingIfNeeded: word & Self.threadBits)
    if use.inheritsPriority {
      owner = thread > 0 ? thread : nil
      return
    }
    if use.isBitset, let writer = expected == word ? Self.writer(use.address, memory) : nil {
      owner = writer
      return
    }
    // For a time the C library waits for a mutex so, too (nptl/pthread_mutex_timedlock.c).
    guard !use.isBitset || use.isTimeLimited else {
      owner = nil
      return
    }
    guard let bytes = memory.bytes(at: use.address, 24) else {
      owner = nil
      return
    }
    let kind = bytes.span.number(at: 16, as: UInt32.self) ?? .max
    let recorded = bytes.span.number(at: 8, as: Int32.self) ?? 0
    let users = bytes.span.number(at: 12, as: UInt32.self) ?? .max
    let depth = bytes.span.number(at: 4, as: UInt32.self) ?? .max
    // The lock of a stdio stream, which looks alike, has halves of pointers there (libio/libio.h, _IO_lock_t).
    let isKind =
      kind & ~Self.kindBits == 0 && users <= Self.mostUsers && recorded <= Self.highestThread
      && (depth == 0 || kind & 3 == Self.recursive || kind & Self.robustBit != 0 && depth == 1)
    if isKind, kind & Self.robustBit != 0, word & Self.threadBits != 0, expected == word {
      owner = recorded == thread || recorded == 0 ? thread : nil
    } else if isKind, kind & Self.robustBit == 0, expected == 2, word == 2, recorded > 0, users > 0
    {
      owner = recorded
    } else {
      owner = nil
    }
  }

  /// The thread that has a lock of readers and writers to write: it is recorded at 24, and those who wait sleep at
  /// one of two words before that, with the mark that somebody does (nptl/pthread_rwlock_common.c,
  /// PTHREAD_RWLOCK_FUTEX_USED; KERNEL-NOTES section 6.5).
  private static func writer(_ address: UInt64, _ memory: ThreadMemory) -> Int32? {
    for distance in [8, 12] as [UInt64] where address >= distance {
      guard let bytes = memory.bytes(at: address - distance, 56) else { continue }
      func number(_ place: Int) -> UInt32 { bytes.span.number(at: place) ?? .max }
      let writer = Int32(truncatingIfNeeded: number(24))
      if number(Int(distance)) & 2 != 0, number(Int(distance)) <= 3, number(28) <= 1,
        number(8) <= 3, number(12) <= 3, number(16) == 0, number(20) == 0, number(48) <= 2,
        writer > 0, writer <= Self.highestThread
      {
        return writer
      }
    }
    return nil
  }

  /// PID_MAX_LIMIT (include/linux/threads.h).
  private static let highestThread: Int32 = 4_194_304
  /// Threads that have or want a mutex, or wait for a condition with it: far below the upper half of any pointer.
  private static let mostUsers: UInt32 = 4096
  /// PTHREAD_MUTEX_RECURSIVE, pthread.h.
  private static let recursive: UInt32 = 1

  /// FUTEX_TID_MASK, futex(2).
  private static let threadBits: UInt32 = 0x3FFF_FFFF
  /// PTHREAD_MUTEX_ROBUST_NORMAL_NP, and all bits that a kind may have (nptl/pthreadP.h).
  private static let robustBit: UInt32 = 0x10
  private static let kindBits: UInt32 = 0x3 | 0x10 | 0x20 | 0x80 | 0x100 | 0x200
}

extension BlockedCall.FutexUse {
  /// What the word says now.
  package func word(of thread: ThreadSample) -> FutexWord? {
    guard case .call(let frame) = thread.place else { return nil }
    return FutexWord(
      self, expected: UInt32(truncatingIfNeeded: frame.arguments[2]),
      ThreadMemory(thread.id.tid))
  }
}
