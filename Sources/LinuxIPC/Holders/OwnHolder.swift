internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// A process that `BackgroundHolder` started, recognised from outside: it runs our program, belongs to our user,
/// and has a sealed record that names the object.
package struct OwnHolder: ~Copyable {
  let pid: Int32
  private let handle: Descriptor

  private init(pid: Int32, handle: consuming Descriptor) {
    self.pid = pid
    self.handle = handle
  }

  /// nil for any other process, and for one that holds another object.
  static func recognise(_ pid: Int32, of object: ObjectIdentity) -> OwnHolder? {
    guard let number = try? systemCall({ cipc_pidfd_open(pid) }) else { return nil }
    let process = OwnHolder(pid: pid, handle: Descriptor(adopting: number))
    guard isOurs(pid), process.hasRecord(of: object),
      // The pid was this process's all the time, if that is still there.
      cipc_pidfd_send_signal(number, 0) == 0
    else { return nil }
    return process
  }

  /// Whether a process is one.
  package static func isRecognised(_ pid: Int32, of object: ObjectIdentity) -> Bool {
    recognise(pid, of: object) != nil
  }

  private static func isOurs(_ pid: Int32) -> Bool {
    guard let process = try? ProcessDirectory(pid), let uid = try? process.uid(),
      let program = try? FileStatus(of: [UInt8](path: "/proc/\(pid)/exe")),
      let own = try? FileStatus(of: [UInt8](path: "/proc/self/exe"))
    else { return false }
    // Also to root those of others are theirs: who made it look like one of ours may have a reason.
    return program.isSameFile(as: own) && uid == geteuid()
  }

  /// The record is read through a copy of the descriptor: a link's text may be chosen by anybody.
  private func hasRecord(of object: ObjectIdentity) -> Bool {
    guard let process = try? ProcessDirectory(pid), let links = try? DescriptorLinks(of: process)
    else { return false }
    var found = false
    try? links.forEach { fd in
      guard !found, let number = try? systemCall({ cipc_pidfd_getfd(handle.rawValue, fd) }) else {
        return
      }
      found = HolderRecord(Descriptor(adopting: number))?.object == object
    }
    return found
  }

  /// Ends it, and waits until it is gone.
  ///
  /// The corresponding C functions are `pidfd_send_signal` and `poll`.
  func end(_ subject: String) throws(IPCError) {
    _ = try GeneralFailures.attempt("pidfd_send_signal", subject) { () throws(Errno) in
      do throws(Errno) {
        // It has nothing to put in order, and may be stopped.
        _ = try systemCall { cipc_pidfd_send_signal(handle.rawValue, SIGKILL) }
      } catch .noSuchProcess {}
    }
    _ = try GeneralFailures.attempt("poll", subject) { () throws(Errno) in
      try systemCall { cipc_wait_readable(handle.rawValue, 0) }
    }
  }
}
