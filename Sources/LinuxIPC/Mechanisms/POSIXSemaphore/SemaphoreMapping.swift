internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// A semaphore that is mapped: what the C library's functions work on.
///
/// sem_open(3) is not called, as it opens whatever has the name by then: a FIFO, or a file that is too
/// short. What is mapped here is the very file that was looked at.
@safe struct SemaphoreMapping: ~Copyable {
  private let semaphore: OpaquePointer

  /// Maps `file`, which is open to read and write.
  ///
  /// - Throws: `badAddress` when it is not a semaphore's file.
  ///
  /// The corresponding C function is `mmap`.
  init(_ file: borrowing Descriptor) throws(Errno) {
    guard DevShmUse.semaphore.fits(try file.status()) else { throw .badAddress }
    guard let semaphore = unsafe cipc_semaphore_map(file.rawValue) else {
      throw Errno(rawValue: Glibc.errno)
    }
    unsafe self.semaphore = unsafe semaphore
  }

  deinit {
    unsafe cipc_semaphore_unmap(semaphore)
  }

  /// The corresponding C function is `sem_getvalue`.
  func value() throws(Errno) -> UInt64 {
    UInt64(try systemCall { unsafe cipc_semaphore_value(semaphore) })
  }

  /// Adds up to `count`, one by one.
  ///
  /// The corresponding C function is `sem_post`.
  ///
  /// - Returns: How many were added, and why not more.
  func post(upTo count: UInt64) -> (done: UInt64, failure: Errno?) {
    var done: UInt64 = 0
    let result = unsafe cipc_semaphore_post(semaphore, count, &done)
    let number = Glibc.errno
    return (done, result == 0 ? nil : Errno(rawValue: number))
  }

  /// Takes up to `count` of what is there, one by one.
  ///
  /// The corresponding C function is `sem_trywait`.
  ///
  /// - Returns: How many were taken, and why not more.
  func take(upTo count: UInt64) -> (done: UInt64, failure: Errno?) {
    var done: UInt64 = 0
    let result = unsafe cipc_semaphore_try_wait(semaphore, count, &done)
    let number = Glibc.errno
    return (done, result == 0 ? nil : Errno(rawValue: number))
  }

  /// Takes one, waiting for it.
  ///
  /// The corresponding C functions are `sem_wait`, and `sem_trywait` where nobody is to wait.
  func takeOne(until deadline: Deadline) throws(WaitFailure) {
    _ = try Waiting.call(until: deadline) { nonblocking in
      var done: UInt64 = 0
      return nonblocking
        ? unsafe cipc_semaphore_try_wait(semaphore, 1, &done)
        : unsafe cipc_semaphore_wait(semaphore)
    }
  }
}
