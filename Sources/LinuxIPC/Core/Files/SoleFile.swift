internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// An open file that nobody else on the machine has open or mapped, in whatever namespace, nor on its way through a
/// socket: who opens it waits for as long as this lives.
///
/// The kernel itself counts who has a file open (fs/locks.c, check_conflicting_open), and grants a lease to write to
/// it alone only while that is nobody but who asks.
final class SoleFile {
  private let file: Descriptor

  /// - Throws: `resourceTemporarilyUnavailable` while somebody else has it open; anything else where that cannot be
  ///   asked, as of another user's file (CAP_LEASE).
  init(_ file: consuming Descriptor) throws(Errno) {
    // It says that somebody wants to open the file, which `isWanted` tells as well, and ends a process.
    signal(SIGIO, SIG_IGN)
    let number = file.rawValue
    _ = try systemCall { cipc_lease(number) }
    self.file = file
  }

  /// Whether somebody waits to open it by now.
  var isWanted: Bool { cipc_lease_is_whole(file.rawValue) == 0 }

  func status() throws(Errno) -> FileStatus { try file.status() }
}
