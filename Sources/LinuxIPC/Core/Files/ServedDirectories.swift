internal import CLinuxIPC
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// Directories whose entries come from elsewhere, as a server's or a process's (fuse(4)), which may be silent for ever.
enum ServedDirectories {
  /// Has another process ask who serves a directory for its entries. Who answered once is believed to do so again.
  ///
  /// - Throws: `timedOut` when there is no answer. What else is wrong with it, who opens it will learn.
  static func ask(_ path: [UInt8]) throws(Errno) { try ask(path, AT_FDCWD) }

  /// - Parameter directory: Where the path begins.
  static func ask(_ path: [UInt8], in directory: borrowing Descriptor) throws(Errno) {
    try ask(path, directory.rawValue)
  }

  private static func ask(_ path: [UInt8], _ directory: Int32) throws(Errno) {
    let patience = patience.withLock { $0 }
    do throws(Errno) {
      try unsafe path.withCPath { (path) throws(Errno) in
        _ = try systemCall { unsafe cipc_ask_directory(directory, path, patience) }
      }
    } catch .timedOut {
      // There may be many of a server that is gone.
      Self.patience.withLock { $0 = leastPatience }
      throw .timedOut
    } catch {
      // There is no process to spare for it.
    }
  }

  /// How long an answer is waited for, in milliseconds.
  private static let patience = Mutex<Int32>(2000)

  private static let leastPatience: Int32 = 250
}
