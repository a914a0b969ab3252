/// What marks the objects of one mechanism in /proc/PID/fd, /proc/PID/maps and
/// /proc/PID/task/TID/syscall.
package struct Sightings: Sendable {
  package var descriptors: [DescriptorPattern]
  package var mappings: [MappingPattern]
  /// The object, if it is one of this mechanism's, that a thread waits for in open(2).
  package var opening: OpenSighting.Identify?

  package init(
    descriptors: [DescriptorPattern] = [], mappings: [MappingPattern] = [],
    opening: OpenSighting.Identify? = nil
  ) {
    self.descriptors = descriptors
    self.mappings = mappings
    self.opening = opening
  }
}

/// One trace of an object among what a process holds.
package enum Sighting: Sendable {
  case descriptor(DescriptorSighting)
  case mapping(MappingSighting)
  case opening(OpenSighting)
}
