internal import CLinuxIPC
internal import SystemPackage

/// A table of descriptors in a process.
struct DescriptorTable {
  /// Whose it is; nil for that of the process.
  let thread: Int32?
  /// Threads share their memory, so it is looked at once: false for a table beside another of the process, of
  /// which it is a copy that may have changed since.
  let hasOwnMappings: Bool
}

extension ProcessDirectory {
  /// The process's own table, and those of threads that have their own (unshare(2), CLONE_FILES).
  ///
  /// Where the leader has ended and other threads live, /proc/PID shows nothing, and everything is
  /// under task/TID (KERNEL-NOTES section 6.4).
  ///
  /// - Parameter threads: Those of the process.
  func tables(of threads: [Int32]) throws(Errno) -> [DescriptorTable] {
    let whole = DescriptorTable(thread: nil, hasOwnMappings: true)
    if threads.count == 1 { return [whole] }
    let isLeaderGone = try status().hasEnded
    guard let first = isLeaderGone ? threads.first(where: { $0 != pid }) : pid else {
      return [whole]
    }
    var tables = [isLeaderGone ? DescriptorTable(thread: first, hasOwnMappings: true) : whole]
    var known = [first]
    for thread in threads where thread != first && thread != pid {
      let answers = known.map { cipc_same_descriptors($0, thread) }
      if answers.contains(0) { continue }
      // -1: the kernel does not tell (a filter, no CONFIG_KCMP), and the table is looked at to see.
      if !answers.contains(-1) { known.append(thread) }
      tables.append(DescriptorTable(thread: thread, hasOwnMappings: false))
    }
    return tables
  }
}
