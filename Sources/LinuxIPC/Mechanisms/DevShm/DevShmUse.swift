internal import CLinuxIPC
internal import SystemPackage

/// What a file in /dev/shm is for. The C library tells it by the name (glibc, shm-directory.c).
package enum DevShmUse: Sendable {
  /// shm_overview(7).
  case memory
  /// sem_overview(7).
  case semaphore

  /// Where the C library keeps the files of both; it cannot be configured (glibc, shm-directory.h).
  static let directory = "/dev/shm"

  /// The device of what our own is on; nil when there is none.
  package static var device: UInt64? { try? ownDirectory().status().device }

  /// The directory, open, in the mount namespace that is meant.
  static func openDirectory(in context: Context) throws(Errno) -> Descriptor {
    if let mounts = context.mounts { return try mounts.sharedMemory() }
    return try ownDirectory()
  }

  /// Our own.
  static func ownDirectory() throws(Errno) -> Descriptor {
    Descriptor(
      adopting: try unsafe [UInt8](path: directory).withCPath { (path) throws(Errno) in
        try systemCall { unsafe cipc_open_plain_directory(path) }
      })
  }

  /// What the names of such files begin with.
  var filePrefix: String {
    switch self {
    case .memory: ""
    case .semaphore: "sem."
    }
  }

  /// The use of the file called `file`. The bare prefix is no semaphore's: a name is never empty.
  init(ofFile file: Span<UInt8>) {
    self = file.hasPrefix("sem.") && file.count > "sem.".utf8.count ? .semaphore : .memory
  }

  /// The use of the file at `path`, whatever directory that is in.
  init(ofPath path: Span<UInt8>) {
    var start = path.count
    while start > 0, path[start - 1] != UInt8(ascii: "/") { start -= 1 }
    self.init(ofFile: path.extracting(start...))
  }

  /// Whether a file can be used so. Of a semaphore the size tells: to map a shorter file ends a program
  /// (SIGBUS), as it does lsipc(1).
  func fits(_ file: FileStatus) -> Bool {
    guard file.type == .regular else { return false }
    switch self {
    case .memory: return true
    case .semaphore: return file.size == UInt64(cipc_semaphore_size)
    }
  }
}
