internal import CLinuxIPC
internal import Glibc

extension SysVSharedMemory: AttachmentCounting {
  package static func attachments(of object: Object) -> UInt64 { object.attached }

  /// Attached segments show as `/SYSV<key> (deleted)`, their inode is the id.
  ///
  /// The name alone is no proof, as any file may be called so in somebody's mount namespace; the
  /// file system is: the kernel's own tmpfs or hugetlbfs, which no path leads to (KERNEL-NOTES section 8.1).
  package static func sightings(in context: Context) -> Sightings {
    let huge = hugeDevices()
    let pattern = MappingPattern(
      prefix: "/SYSV", devices: huge.union(ordinaryDevice()), hugeDevices: huge, namespace: .ipc
    ) { mapping, namespace in
      ObjectIdentity(kind: keyword, inode: mapping.inode, namespace: namespace)
    }
    return Sightings(mappings: [pattern])
  }

  /// The kernel's internal file systems that segments live on.
  static func kernelDevices() -> Set<UInt64> {
    hugeDevices().union(ordinaryDevice())
  }

  /// That of ordinary pages.
  private static func ordinaryDevice() -> Set<UInt64> {
    device(pageSize: nil).map { [$0] } ?? []
  }

  /// Those of huge pages, one for each size.
  private static func hugeDevices() -> Set<UInt64> {
    Set(HugePages.sizes.compactMap { device(pageSize: $0) })
  }

  /// One of them, told by a memfd, which lives there too.
  private static func device(pageSize: UInt64?) -> UInt64? {
    let shift = pageSize.map { UInt32($0.trailingZeroBitCount) } ?? 0
    let number = unsafe cipc_memfd("ipctool", shift)
    guard number >= 0 else { return nil }
    let descriptor = Descriptor(adopting: number)
    return try? descriptor.status().device
  }
}
