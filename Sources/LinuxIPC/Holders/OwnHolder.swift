internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

/// A process that `BackgroundHolder` started, recognised from outside: it runs our program, belongs to our user,
/// and has a sealed record that names the object and is locked by it.
///
/// It takes no more than the right to look into it (ptrace(2), PTRACE_MODE_READ): what a descriptor can be borrowed
/// with may be forbidden, and then its holder is to go all the same.
package struct OwnHolder: ~Copyable {
  /// Which stays this process's, whatever becomes of its number.
  private let process: ProcessDirectory

  /// nil for any other process, for one that holds another object, and for one that has ended.
  ///
  /// - Throws: What keeps it from being told.
  static func recognise(_ pid: Int32, of object: ObjectIdentity) throws(Errno) -> OwnHolder? {
    do throws(Errno) {
      let process = try ProcessDirectory(pid)
      guard try isOurs(process), try hasRecord(of: object, process) else { return nil }
      return OwnHolder(process: process)
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      return nil
    }
  }

  /// Whether a process is one.
  package static func isRecognised(_ pid: Int32, of object: ObjectIdentity) -> Bool {
    guard let holder = try? recognise(pid, of: object) else { return false }
    _ = consume holder
    return true
  }

  private static func isOurs(_ process: borrowing ProcessDirectory) throws(Errno) -> Bool {
    // Also to root those of others are theirs: who made it look like one of ours may have a reason.
    guard try process.uid() == geteuid() else { return false }
    // It may lie on a file system that does not answer.
    let program = try Descriptor(
      opening: [UInt8](path: "exe"), in: process.descriptor, flags: .path
    ).knownStatus()
    return program.isSameFile(as: try FileStatus(of: [UInt8](path: "/proc/self/exe")))
  }

  private static func hasRecord(
    of object: ObjectIdentity, _ process: borrowing ProcessDirectory
  ) throws(Errno) -> Bool {
    let pid = process.pid
    var found = false
    var refusal: Errno?
    let links = try DescriptorLinks(of: process)
    try links.forEach { fd in
      if found { return }
      do throws(Errno) {
        guard let file = try record(fd, links) else { return }
        // Who has a copy of it, for a moment or to be taken for its holder, has not locked it.
        found = HolderRecord(file)?.object == object && cipc_lock_owner(file.rawValue) == pid
      } catch .noSuchFileOrDirectory, .noSuchProcess {
      } catch {
        refusal = error
      }
    }
    if !found, let refusal { throw refusal }
    return found
  }

  /// What may be a record, opened anew; nil for what is none.
  ///
  /// A link's text may be chosen by anybody, and what it leads to wait for whoever opens it: so it is looked at
  /// through a handle before.
  private static func record(
    _ fd: Int32, _ links: borrowing DescriptorLinks
  ) throws(Errno) -> Descriptor? {
    guard try links.begins(fd, with: HolderRecord.link) else { return nil }
    let handle = try links.handle(fd)
    let status = try handle.knownStatus()
    guard status.type == .regular,
      KernelFileSystems.ordinaryMemory.map({ $0 == status.device }) ?? true
    else { return nil }
    return try handle.reopened(.readOnly)
  }

  /// Sees that `end` would not be refused.
  func checkEnd(_ subject: String) throws(IPCError) {
    _ = try signalled(0, subject)
  }

  /// Ends it, and waits until it is gone.
  ///
  /// The corresponding C functions are `pidfd_send_signal` and `poll`.
  func end(_ subject: String) throws(IPCError) {
    // What it would put in order is removed by us, and it may be stopped.
    guard let handle = try signalled(SIGKILL, subject) else { return }
    _ = try GeneralFailures.attempt("poll", subject) { () throws(Errno) in
      try systemCall { cipc_wait_readable(handle.rawValue, 0) }
    }
  }

  /// Sends it a signal through a handle, which is returned; nil when it has ended.
  private func signalled(_ signal: Int32, _ subject: String) throws(IPCError) -> Descriptor? {
    let pid = process.pid
    let opened = try GeneralFailures.attempt("pidfd_open", subject) { () throws(Errno) -> Int32? in
      do throws(Errno) {
        return try systemCall { cipc_pidfd_open(pid) }
      } catch .noSuchProcess {
        return nil
      }
    }
    guard let opened else { return nil }
    let handle = Descriptor(adopting: opened)
    // The number was this process's when the handle was made, if that is still there.
    guard (try? process.status()) != nil else { return nil }
    let isThere = try GeneralFailures.attempt("pidfd_send_signal", subject) {
      () throws(Errno) -> Bool in
      do throws(Errno) {
        _ = try systemCall { cipc_pidfd_send_signal(opened, signal) }
        return true
      } catch .noSuchProcess {
        return false
      }
    }
    if isThere { return handle }
    return nil
  }
}
