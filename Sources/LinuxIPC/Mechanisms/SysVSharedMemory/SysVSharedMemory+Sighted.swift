extension SysVSharedMemory: AttachmentCounting {
  package static func attachments(of object: Object) -> UInt64 { object.attached }

  package static func lastAttachment(of object: Object) -> Int64 {
    max(object.attachTime, object.detachTime)
  }

  package static let space = ObjectIdentity.Space.segment

  package static var obstacle: String? { KernelFileSystems.memoryNeeds }

  /// Attached segments show as `/SYSV<key> (deleted)`, their inode is the id.
  ///
  /// The name alone is no proof, as any file may be called so in somebody's mount namespace; the
  /// file system is: the kernel's own tmpfs or hugetlbfs, which no path leads to (KERNEL-NOTES section 8.1).
  package static func sightings(in context: Context) -> Sightings {
    let pattern = MappingPattern(
      prefix: "/SYSV", devices: KernelFileSystems.memory,
      hugeDevices: KernelFileSystems.hugeMemory, namespace: .ipc
    ) { mapping, namespace in
      ObjectIdentity(.segment, inode: mapping.inode, namespace: namespace)
    }
    return Sightings(mappings: [pattern])
  }
}
