extension POSIXSemaphore {
  /// A file in /dev/shm, which is a semaphore only when it has the size of one.
  package struct Object: DevShmObject {
    package typealias Kind = POSIXSemaphore

    package let name: Name
    package let file: FileStatus
    package var elsewhere: Namespace?
    /// nil when it was not read, or may not be.
    package private(set) var state: State?

    package init(name: Name, file: FileStatus) {
      self.name = name
      self.file = file
    }

    package init(name: Name, file: FileStatus, state: State) {
      self.init(name: name, file: file)
      self.state = state
    }

    package var fill: Fill { .unknown }
  }

  /// What is in the file.
  package struct State: Sendable, Equatable {
    package let value: UInt32
    /// Those that wait, and those that were killed while they waited: nobody counts them off.
    package let waiters: UInt32

    /// - Parameter word: The first 64 bits of glibc's `struct new_sem` (nptl, internaltypes.h): the value
    ///   in the low half, the waiters in the high one, whatever the byte order.
    init(word: UInt64) {
      value = UInt32(truncatingIfNeeded: word)
      waiters = UInt32(truncatingIfNeeded: word >> 32)
    }
  }
}
