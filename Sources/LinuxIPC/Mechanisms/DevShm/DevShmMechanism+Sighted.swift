internal import SystemPackage

extension DevShmMechanism {
  /// By the path that the link shows, or by another one to the same file: maps and links call a
  /// semaphore that lives `sem.XXXXXX (deleted)` in the process that made it (KERNEL-NOTES section 6.5).
  package static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) throws(IPCError) -> Name? {
    if let held = sighting.target, let directory = try? openDirectory(keyword, in: context) {
      if let name = name(atPath: sighting.text), leads(name, to: held, in: directory) {
        return name
      }
      let names = (try? names(in: directory)) ?? []
      if let name = names.first(where: { leads($0, to: held, in: directory) }) { return name }
    }
    throw IPCError(.gone, subject: "", reason: "the \(noun) it leads to has no name any more")
  }

  private static func leads(
    _ name: Name, to file: FileStatus, in directory: borrowing Descriptor
  ) -> Bool {
    (try? status(of: name, in: directory))?.isSameFile(as: file) == true
  }

  /// An object is told by its device and inode, also where /dev/shm is mounted elsewhere, as in a
  /// chroot: maps call a living file by whatever name it was opened with. Of what use it is says its name
  /// there, or the name that it has in our directory.
  package static func sightings(in context: Context) -> Sightings {
    guard let directory = try? DevShmUse.openDirectory(in: context),
      let device = try? directory.status().device
    else {
      return Sightings()
    }
    let patterns = DevShmPatterns(device: device)
    if context.mounts != nil {
      // Other files of that file system may be there.
      let objects = DevShmInodes.all(use, in: context)
      return patterns.sightings(accepts: { _ in true }) { objects.contains($0) }
    }
    let semaphores = DevShmInodes.all(.semaphore, in: context)
    switch use {
    case .memory:
      return patterns.sightings(accepts: { DevShmUse(ofPath: $0) == .memory }) {
        !semaphores.contains($0)
      }
    case .semaphore:
      let named = patterns.sightings(accepts: { DevShmUse(ofPath: $0) == .semaphore }) { _ in true }
      guard !semaphores.isEmpty else { return named }
      let known = patterns.sightings(accepts: { _ in true }) { semaphores.contains($0) }
      return Sightings(
        descriptors: named.descriptors + known.descriptors,
        mappings: named.mappings + known.mappings)
    }
  }
}

/// How files of one device show in /proc.
private struct DevShmPatterns {
  let device: UInt64

  /// - Parameters:
  ///   - accepts: Whether the path may be one of the kind's files.
  ///   - includes: Whether the inode may.
  func sightings(
    accepts: @escaping @Sendable (Span<UInt8>) -> Bool,
    includes: @escaping @Sendable (UInt64) -> Bool
  ) -> Sightings {
    let device = device
    let descriptor = DescriptorPattern(
      path: "/",
      mayBe: { $0.device == device && $0.type == .regular && includes($0.inode) },
      accepts: accepts)
    let mapping = MappingPattern(
      prefix: "/", devices: [device], includesPrivate: true, accepts: accepts
    ) { mapping, _ in
      includes(mapping.inode)
        ? ObjectIdentity(.file, device: device, inode: mapping.inode) : nil
    }
    return Sightings(descriptors: [descriptor], mappings: [mapping])
  }
}
