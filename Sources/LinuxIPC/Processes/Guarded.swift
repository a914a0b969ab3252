internal import CLinuxIPC
internal import Synchronization

/// A value that several workers use, one at a time.
///
/// It is Swift's Mutex, made known to the thread sanitizer: the library that waits for one that is taken is not
/// instrumented (Swift 6.3, libswiftSynchronization), and what two threads do one after the other would look
/// unordered.
package final class Guarded<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  package init(_ value: Value) {
    self.value = Mutex(value)
  }

  /// Calls `body` with the value while nobody else has it.
  package func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
    value.withLock { value in
      let lock = unsafe Unmanaged.passUnretained(self).toOpaque()
      unsafe cipc_lock_taken(lock)
      defer { unsafe cipc_lock_left(lock) }
      return body(&value)
    }
  }
}
