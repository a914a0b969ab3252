internal import CLinuxIPC
internal import Glibc
internal import Synchronization
internal import SystemPackage

/// What the descriptors of all processes lead to, told by the kernel in one go (`KernelReferences`). That takes a
/// fraction of what /proc takes, where each has to be looked up by itself; only there is told what else may be
/// wanted of it.
///
/// It tells of a process what /proc would have told a moment before. That a process has the number of another one
/// that ended meanwhile is left out of account: numbers are given out in a circle, pid_namespaces(7).
final class DescriptorCensus: Sendable {
  /// A descriptor.
  struct Entry: Sendable {
    let fd: Int32
    fileprivate let mode: UInt32
    fileprivate let type: UInt32
    fileprivate let device: UInt64
    fileprivate let inode: UInt64
  }

  private struct Listing {
    var entries: [Entry] = []
    /// By pid; nil for a process with several tables.
    var ranges: [Int32: Range<Int>?] = [:]
  }

  private let isBegun = Atomic<Bool>(false)
  private let listing = Guarded<Listing?>(nil)

  /// Takes it, unless somebody else does: others need not wait for it.
  func take() {
    guard !isBegun.exchange(true, ordering: .relaxed) else { return }
    guard Namespace.ofThread(.pid)?.isInitialPIDNamespace == true else { return }
    var new = Listing()
    var last: (pid: Int32, table: UInt64)?
    let isWhole = KernelReferences.forEach { reference in
      let place = new.entries.count
      new.entries.append(Entry(reference))
      if let last, last.pid == reference.pid, last.table == reference.table,
        let range = new.ranges[reference.pid] ?? nil
      {
        new.ranges[reference.pid] = range.lowerBound..<place + 1
      } else if new.ranges[reference.pid] == nil {
        new.ranges[reference.pid] = place..<place + 1
      } else {
        new.ranges.updateValue(nil, forKey: reference.pid)
      }
      last = (reference.pid, reference.table)
    }
    if isWhole { listing.withLock { [new] in $0 = new } }
  }

  /// The descriptors of a process, in their order; nil where they have to be looked for in /proc: it is not taken yet,
  /// or cannot be, or the process came later, or threads of it have tables of their own.
  func entries(of pid: Int32) -> ArraySlice<Entry>? {
    listing.withLock { listing in
      guard let listing, let range = listing.ranges[pid] ?? nil else { return nil }
      return listing.entries[range]
    }
  }

  /// From how many processes on it is worth to be taken: so many take as long in /proc as the kernel needs to check
  /// and to begin it.
  static let fewest = 256
}

extension DescriptorCensus.Entry {
  init(_ reference: cipc_reference) {
    fd = reference.fd
    mode = reference.mode
    type = reference.type
    device = KernelReferences.device(of: reference)
    inode = reference.inode
  }

  /// How it is open; nil for a handle on the file itself (O_PATH), as /proc has it (fs/proc/fd.c, tid_fd_update_inode).
  var access: Holder.Access? {
    switch mode & 3 {
    case 1: .read
    case 2: .write
    case 3: .readWrite
    default: nil
    }
  }

  /// Of what it leads to the type, the device and the inode; nil where more is needed to tell it from others, and where
  /// stat(2) may tell another device (overlayfs, btrfs).
  var file: FileStatus? {
    var status = cipc_file_status()
    status.device = device
    status.inode = inode
    status.links = 1
    if KernelFileSystems.isAnonymous(device) { return FileStatus(status) }
    if type == UInt32(S_IFREG) { return nil }
    status.mode = type
    return FileStatus(status)
  }
}
