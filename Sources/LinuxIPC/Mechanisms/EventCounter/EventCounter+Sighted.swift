extension EventCounter: Discovering, DescriptorNamed {
  /// fdinfo alone tells counters apart, and what they count (fs/eventfd.c, eventfd_show_fdinfo).
  package static func sightings(in context: Context) -> Sightings {
    Sightings(descriptors: [
      DescriptorPattern(anonymous: "anon_inode:[eventfd]", access: .readWrite) { sighting in
        sighting.info("eventfd-id:").map { ObjectIdentity(.eventCounter, inode: $0) }
      }
    ])
  }

  package static func object(of sighting: Sighting, _ identity: ObjectIdentity) -> Object? {
    guard case .descriptor(let descriptor) = sighting,
      let count = descriptor.info("eventfd-count:", radix: 16)
    else { return nil }
    let isSemaphore = descriptor.info("eventfd-semaphore:").map { $0 != 0 }
    return Object(identity: identity, count: count, isSemaphore: isSemaphore)
  }

  package static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) -> Name? {
    InodeName(object.inode)
  }
}
