/// Its objects are found among what processes hold: descriptors and mappings.
///
/// A mechanism declares here what is its own; the one scanner (`ProcessScanner`) walks /proc for all of
/// them and reads no more than they ask for.
package protocol Sighted: Mechanism {
  /// What marks its objects, prepared once for a scan.
  static func sightings(in context: Context) -> Sightings
}

/// The kernel counts the mappings of an object: what the scan finds less is out of sight.
package protocol AttachmentCounting: Sighted {
  /// How many mappings there are on the whole machine.
  static func attachments(of object: Object) -> UInt64
}

/// What is found as a descriptor can be named: `/proc/PID/fd/N` is accepted in place of its address.
package protocol DescriptorNamed: Sighted {
  /// The name of what a descriptor of this kind leads to; nil for one that has lost its name.
  static func name(of sighting: DescriptorSighting) -> Name?
}

/// What marks the objects of one mechanism in /proc/PID/fd and /proc/PID/maps.
package struct Sightings: Sendable {
  package var descriptors: [DescriptorPattern] = []
  package var mappings: [MappingPattern] = []
}

/// Links in /proc/PID/fd that may lead to an object of a mechanism.
package struct DescriptorPattern: Sendable {
  /// What has to be read besides the link.
  package enum ExtraRead: Sendable {
    case none
    /// stat(2) of what the link leads to.
    case status
  }

  /// How the link's text begins.
  package let prefix: StaticString
  package let reads: ExtraRead
  /// The object, or nil when it is none of this mechanism's after all.
  package let identify: @Sendable (DescriptorSighting) -> ObjectIdentity?
}

/// An open descriptor of a process, as far as its pattern asked for.
package struct DescriptorSighting: Sendable {
  package let link: [UInt8]
  package let status: FileStatus?
}

/// Lines of /proc/PID/maps that may show an object of a mechanism.
package struct MappingPattern: Sendable {
  /// How the name begins, which any user may choose: alone it proves nothing.
  package let prefix: StaticString
  /// The file systems that such objects live on; every one is told apart by its device.
  package let devices: Set<UInt64>
  /// Those among them that are made of huge pages.
  package let hugeDevices: Set<UInt64>
  /// The kind of namespace that the object's number belongs to, if any; the holder's is meant.
  package let namespace: Namespace.Kind?
  /// The object; `namespace` is the inode of the holder's, or 0.
  package let identify: @Sendable (_ mapping: Mapping, _ namespace: UInt64) -> ObjectIdentity?
}
