extension Pipe: PipeMechanism, DescriptorNamed {
  /// The kernel gives every pipe an inode of one file system of its own; the link's permission bits tell
  /// which end a descriptor is (KERNEL-NOTES section 3.1).
  package static func sightings(in context: Context) -> Sightings {
    guard let device = KernelFileSystems.pipes else { return Sightings() }
    return Sightings(descriptors: [DescriptorPattern(bracketed: "pipe:[", device: device)])
  }

  package static var obstacle: String? { KernelFileSystems.pipesNeed }

  package static func object(of sighting: Sighting, _ identity: ObjectIdentity) -> Object? {
    Object(identity: identity)
  }

  package static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) -> Name? {
    InodeName(object.inode)
  }
}
