internal import CLinuxIPC
internal import SystemPackage

/// The kernel's own file systems, which no path leads to: what lies on them is told by their devices,
/// which stay the same as long as the machine runs.
enum KernelFileSystems {
  /// That of pipes (fs/pipe.c); nil when no pipe can be made to tell.
  static let pipes: UInt64? = {
    guard let ends = try? PipeEnds() else { return nil }
    return try? ends.read.status().device
  }()

  /// That of sockets (net/socket.c); nil when none of any family can be made to tell.
  static let sockets: UInt64? = {
    let number = cipc_any_socket()
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

  /// Whether a device is that one.
  static func isAnonymous(_ device: UInt64) -> Bool { device == anonymous }

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
  static let hugeMemory: Set<UInt64> = Set(huge.compactMap { $0 })

  /// Of each size; nil for one that cannot be told.
  private static let huge: [UInt64?] = HugePages.sizes.map { device(pageSize: $0) }

  /// One of them, told by a memfd, which lives there, or else by memory that could be inherited.
  private static func device(pageSize: UInt64?) -> UInt64? {
    let shift = pageSize.map { UInt32($0.trailingZeroBitCount) } ?? 0
    let number = unsafe cipc_memfd("ipctool", shift)
    guard number >= 0 else { return mappedDevice(shift) }
    let descriptor = Descriptor(adopting: number)
    return try? descriptor.status().device
  }

  private static func mappedDevice(_ shift: UInt32) -> UInt64? {
    var start: UInt64 = 0
    guard unsafe cipc_map_shared(shift, &start) == 0 else { return nil }
    defer { cipc_unmap_shared(shift, start) }
    guard let process = try? ProcessDirectory.own() else { return nil }
    var device: UInt64?
    var reader = MappingReader()
    _ = try? reader.forEach(of: process) { mapping, _ in
      if mapping.start == start { device = mapping.device }
    }
    return device
  }

  // What it takes to know them, for those that are not known; nil for those that are.

  static var pipesNeed: String? { pipes == nil ? scarcity ?? "pipe2(2) to be allowed" : nil }

  static var socketsNeed: String? { sockets == nil ? scarcity ?? "socket(2) to be allowed" : nil }

  static var memoryNeeds: String? {
    ordinaryMemory == nil || huge.contains(nil)
      ? scarcity ?? "memfd_create(2), or shared memory and /proc, to be allowed" : nil
  }

  /// What may have kept anything from being made to tell: of all that is made here a pipe takes most.
  private static var scarcity: String? {
    do throws(Errno) {
      _ = try PipeEnds()
      return nil
    } catch {
      return error.scarcity
    }
  }
}
