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
  /// Whether the whole name may be one of this mechanism's.
  var accepts: (@Sendable (_ name: [UInt8]) -> Bool)?
  /// The object; `namespace` is the inode of the holder's, or 0.
  package let identify: @Sendable (_ mapping: Mapping, _ namespace: UInt64) -> ObjectIdentity?
}
