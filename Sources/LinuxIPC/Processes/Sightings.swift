/// What marks the objects of one mechanism in /proc/PID/fd and /proc/PID/maps.
package struct Sightings: Sendable {
  package var descriptors: [DescriptorPattern]
  package var mappings: [MappingPattern]

  package init(descriptors: [DescriptorPattern] = [], mappings: [MappingPattern] = []) {
    self.descriptors = descriptors
    self.mappings = mappings
  }
}

/// One trace of an object among what a process holds.
package enum Sighting: Sendable {
  case descriptor(DescriptorSighting)
  case mapping(Mapping, name: [UInt8])
}
