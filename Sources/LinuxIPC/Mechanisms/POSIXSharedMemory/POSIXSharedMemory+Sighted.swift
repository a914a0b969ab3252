extension POSIXSharedMemory: DescriptorNamed {
  package static func name(of sighting: DescriptorSighting) -> Name? {
    guard let name = name(atPath: sighting.text), let held = sighting.target,
      let directory = try? openDirectory(keyword),
      let named = try? status(of: name, in: directory),
      named.device == held.device, named.inode == held.inode
    else { return nil }
    return name
  }

  /// An object is told by its device and inode, also where /dev/shm is mounted elsewhere, as in a
  /// chroot: maps call a living file by whatever name it was opened with.
  package static func sightings(in context: Context) -> Sightings {
    guard let device = try? FileStatus(of: [UInt8](path: directory)).device else {
      return Sightings()
    }
    let descriptor = DescriptorPattern(prefix: "/", reads: .target) { sighting in
      guard let file = sighting.target, file.device == device, file.type == .regular else {
        return nil
      }
      return ObjectIdentity(kind: keyword, device: device, inode: file.inode)
    }
    let mapping = MappingPattern(
      prefix: "/", devices: [device], hugeDevices: [], namespace: nil
    ) { mapping, _ in
      ObjectIdentity(kind: keyword, device: device, inode: mapping.inode)
    }
    return Sightings(descriptors: [descriptor], mappings: [mapping])
  }
}
