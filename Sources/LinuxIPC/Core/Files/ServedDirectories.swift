internal import CLinuxIPC
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// Directories whose entries come from elsewhere, as a server's or a process's (fuse(4)), which may be silent for ever.
enum ServedDirectories {
  /// Has another process ask who serves a directory for its entries. Who answered once is believed to do so again.
  ///
  /// - Throws: `timedOut` when there is no answer, and what there is too little of to ask. What else is wrong with it,
  ///   who opens it will learn.
  static func ask(_ path: [UInt8]) throws(Errno) { try ask(path, AT_FDCWD) }

  /// - Parameter directory: Where the path begins.
  static func ask(_ path: [UInt8], in directory: borrowing Descriptor) throws(Errno) {
    try ask(path, directory.rawValue)
  }

  private static func ask(_ path: [UInt8], _ directory: Int32) throws(Errno) {
    let begin = ContinuousClock.now
    let patience = min(max(patience.withLock { $0 }, leastPatience), mostPatience)
    do throws(Errno) {
      try unsafe path.withCPath { (path) throws(Errno) in
        _ = try systemCall {
          unsafe cipc_ask_directory(directory, path, Int32(patience.milliseconds))
        }
      }
    } catch .timedOut {
      Self.patience.withLock { $0 -= ContinuousClock.now - begin }
      throw .timedOut
    } catch  where error.scarcity != nil || error == .resourceTemporarilyUnavailable {
      throw error
    } catch {
      // A filter of system calls (seccomp(2)) has nobody asked.
    }
  }

  /// How long those that are silent are waited for, all together: there may be many of a server that is gone.
  private static let patience = Mutex<Duration>(.seconds(6))

  /// How long any of them is.
  private static let mostPatience: Duration = .seconds(2)
  private static let leastPatience: Duration = .milliseconds(250)
}
