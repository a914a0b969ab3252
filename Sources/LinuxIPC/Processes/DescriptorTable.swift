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
      if isKnown(thread, in: &known) { continue }
      tables.append(DescriptorTable(thread: thread, hasOwnMappings: false))
    }
    return tables
  }

  /// Whether a thread has the table of one of `known`, to which it is added.
  ///
  /// The kernel orders tables (kcmp(2)), and `known` is in that order: there may be thousands.
  private func isKnown(_ thread: Int32, in known: inout [Int32]) -> Bool {
    var (low, high) = (0, known.count)
    while low < high {
      let middle = (low + high) / 2
      switch cipc_compare_descriptors(known[middle], thread) {
      case 0: return true
      case 1: low = middle + 1
      case 2: high = middle
      default:
        // The kernel does not tell (a filter, no CONFIG_KCMP), or one has ended: which may be the known one.
        guard cipc_compare_descriptors(thread, thread) == 0 else { return false }
        known.remove(at: middle)
        high -= 1
      }
    }
    known.insert(thread, at: low)
    return false
  }
}
