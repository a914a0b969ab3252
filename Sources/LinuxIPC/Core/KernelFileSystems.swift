internal import CLinuxIPC
internal import SystemPackage

/// The kernel's own file systems, which no path leads to: what lies on them is told by their devices,
/// which stay the same as long as the machine runs.
enum KernelFileSystems {
  /// That of pipes (fs/pipe.c); nil when no pipe can be made to tell.
  static let pipes: UInt64? = {
    var ends: (Int32, Int32) = (-1, -1)
    let code = unsafe withUnsafeMutableBytes(of: &ends) {
      unsafe cipc_pipe($0.bindMemory(to: Int32.self).baseAddress)
    }
    guard code == 0 else { return nil }
    let read = Descriptor(adopting: ends.0)
    _ = Descriptor(adopting: ends.1)
    return try? read.status().device
  }()

  /// That of sockets (net/socket.c).
  static let sockets: UInt64? = {
    let number = cipc_unix_socket()
    guard number >= 0 else { return nil }
    let socket = Descriptor(adopting: number)
    return try? socket.status().device
  }()

  /// That of `anon_inode:NAME`, where nearly all that is no file has one inode (fs/anon_inodes.c).
  private static let anonymous: UInt64? = {
    let number = cipc_eventfd()
    guard number >= 0 else { return nil }
    let counter = Descriptor(adopting: number)
    return try? counter.status().device
  }()

  /// Whether a file may be there: it may when that cannot be told.
  static func mayBeAnonymous(_ file: FileStatus) -> Bool {
    anonymous.map { $0 == file.device } ?? true
  }

  /// Those of memory: System V segments, memfds, and memory shared by inheritance, of ordinary and of huge
  /// pages (mm/shmem.c, fs/hugetlbfs/inode.c).
  static let memory: Set<UInt64> = hugeMemory.union(ordinaryMemory.map { [$0] } ?? [])

  /// That of ordinary pages.
  static let ordinaryMemory: UInt64? = device(pageSize: nil)

  /// Those of huge pages, one for each size.
  static let hugeMemory: Set<UInt64> = Set(HugePages.sizes.compactMap { device(pageSize: $0) })

  /// One of them, told by a memfd, which lives there.
  private static func device(pageSize: UInt64?) -> UInt64? {
    let shift = pageSize.map { UInt32($0.trailingZeroBitCount) } ?? 0
    let number = unsafe cipc_memfd("ipctool", shift)
    guard number >= 0 else { return nil }
    let descriptor = Descriptor(adopting: number)
    return try? descriptor.status().device
  }
}
