internal import CLinuxIPC

/// A lease that lets a process write to a file alone, fcntl(2), F_SETLEASE: whoever opens the file to read has
/// its holder signalled, and waits for him.
struct FileLease {
  let pid: Int32

  /// The one on `file`, from /proc/locks, proc_locks(5); nil when there is none.
  init?(on file: FileStatus) {
    guard let text = try? WholeFile.read([UInt8](path: "/proc/locks")) else { return nil }
    self.init(on: file, locks: text)
  }

  /// A line is `1: LEASE ACTIVE WRITE 4147 fe:00:1234 0 EOF`.
  init?(on file: FileStatus, locks text: [UInt8]) {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "))
      guard words.count >= 6, words[1].elementsEqual("LEASE".utf8),
        words[3].elementsEqual("WRITE".utf8),
        Self.isName(words[5], of: file),
        let pid = Int32(String(decoding: words[4], as: UTF8.self))
      else { continue }
      self.pid = pid
      return
    }
    return nil
  }

  /// Major and minor number are hexadecimal, the inode decimal.
  private static func isName(_ word: ArraySlice<UInt8>, of file: FileStatus) -> Bool {
    let parts = String(decoding: word, as: UTF8.self).split(separator: ":")
    return parts.count == 3 && UInt32(parts[0], radix: 16) == cipc_major(file.device)
      && UInt32(parts[1], radix: 16) == cipc_minor(file.device)
      && UInt64(parts[2]) == file.inode
  }

  /// Sees that to read `file` disturbs nobody. Leases of processes outside our process namespace are not in
  /// /proc/locks (fs/locks.c, locks_show): who opens the file must not wait for those.
  ///
  /// - Throws: `empty` with whose lease it would break.
  static func check(_ file: FileStatus, _ subject: String) throws(IPCError) {
    guard let lease = FileLease(on: file) else { return }
    throw IPCError(
      .empty, subject: subject,
      reason: "process \(lease.pid) has a lease on it (F_SETLEASE), which to read it would break")
  }
}
