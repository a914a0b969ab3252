/// A lease that lets a process write to a file alone, fcntl(2), F_SETLEASE: whoever opens the file to read has
/// its holder signalled, and waits for him.
enum FileLease {
  /// Sees that to read `file` disturbs nobody. Leases of processes outside our process namespace are not in
  /// /proc/locks (fs/locks.c, locks_show): who opens the file must not wait for those.
  ///
  /// - Throws: `empty` with whose lease it would break.
  static func check(_ file: FileStatus, _ subject: String) throws(IPCError) {
    guard let pid = FileLocks.writeLease(on: file) else { return }
    throw IPCError(
      .empty, subject: subject,
      reason: "process \(pid) has a lease on it (F_SETLEASE), which to read it would break")
  }
}
