internal import CLinuxIPC
internal import Glibc

extension SysVSharedMemory: AttachmentCounting {
  package static func attachments(of object: Object) -> UInt64 { object.attached }

  /// Attached segments show as `/SYSV<key> (deleted)`, their inode is the id.
  ///
  /// The name alone is no proof, as any file may be called so in somebody's mount namespace; the
  /// file system is: the kernel's own tmpfs or hugetlbfs, which no path leads to (KERNEL-NOTES section 8.1).
  package static func sightings(in context: Context) -> Sightings {
    let ordinary = kernelDevice(huge: false)
    let huge = kernelDevice(huge: true)
    let pattern = MappingPattern(
      prefix: "/SYSV", devices: ordinary.union(huge), hugeDevices: huge, namespace: .ipc
    ) { mapping, namespace in
      ObjectIdentity(kind: keyword, inode: mapping.inode, namespace: namespace)
    }
    return Sightings(mappings: [pattern])
  }

  /// The kernel's internal file systems that segments live on.
  static func kernelDevices() -> Set<UInt64> {
    kernelDevice(huge: false).union(kernelDevice(huge: true))
  }

  /// The device of one of them, told by a memfd, which lives there too; empty where the kernel has no
  /// huge pages.
  private static func kernelDevice(huge: Bool) -> Set<UInt64> {
    let number = unsafe cipc_memfd("ipctool", huge ? 1 : 0)
    guard number >= 0 else { return [] }
    let descriptor = Descriptor(adopting: number)
    guard let status = try? descriptor.status() else { return [] }
    return [status.device]
  }
}
