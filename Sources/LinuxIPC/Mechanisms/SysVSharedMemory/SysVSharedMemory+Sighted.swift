internal import CLinuxIPC
internal import Glibc

extension SysVSharedMemory: AttachmentCounting {
  package static func attachments(of object: Object) -> UInt64 { object.attached }

  /// Attached segments show as `/SYSV<key> (deleted)`, their inode is the id.
  ///
  /// The name alone is no proof, as any file may be called so in somebody's mount namespace; the
  /// file system is: the kernel's own tmpfs or hugetlbfs, which no path leads to (KERNEL-NOTES section 8.1).
  package static func sightings(in context: Context) -> Sightings {
    let pattern = MappingPattern(
      prefix: "/SYSV", devices: kernelDevices(), namespace: .ipc
    ) { mapping, namespace in
      ObjectIdentity(kind: keyword, inode: mapping.inode, namespace: namespace)
    }
    return Sightings(mappings: [pattern])
  }

  /// The devices of the kernel's internal file systems, told by memfds, which live there too.
  static func kernelDevices() -> Set<UInt64> {
    var devices: Set<UInt64> = []
    for huge in [false, true] {
      let number = unsafe cipc_memfd("ipctool", huge ? 1 : 0)
      guard number >= 0 else { continue }
      let descriptor = Descriptor(adopting: number)
      if let status = try? descriptor.status() { devices.insert(status.device) }
    }
    return devices
  }
}
