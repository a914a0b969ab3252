/// Lines of /proc/PID/maps that may show an object of a mechanism.
package struct MappingPattern: Sendable {
  /// How the name begins, which any user may choose: alone it proves nothing.
  let prefix: StaticString
  /// Whether an object of this mechanism may lie on a file system: every one is told apart by its
  /// device.
  let isOn: @Sendable (_ device: UInt64) -> Bool
  /// Those file systems that are made of huge pages.
  let hugeDevices: Set<UInt64>
  /// The kind of namespace that the object's number belongs to, if any; the holder's is meant.
  let namespace: Namespace.Kind?
  /// Whether a private mapping (MAP_PRIVATE) counts as holding the object.
  let includesPrivate: Bool
  /// Whether the whole name may be one of this mechanism's.
  let accepts: (@Sendable (_ name: Span<UInt8>) -> Bool)?
  /// The object; `namespace` is the inode of the holder's, or 0.
  let identify: @Sendable (_ mapping: Mapping, _ namespace: UInt64) -> ObjectIdentity?

  /// Describes such mappings of file systems that are known.
  package init(
    prefix: StaticString, devices: Set<UInt64>, hugeDevices: Set<UInt64> = [],
    namespace: Namespace.Kind? = nil, includesPrivate: Bool = false,
    accepts: (@Sendable (_ name: Span<UInt8>) -> Bool)? = nil,
    identify: @escaping @Sendable (_ mapping: Mapping, _ namespace: UInt64) -> ObjectIdentity?
  ) {
    self.init(
      prefix: prefix, isOn: { devices.contains($0) }, hugeDevices: hugeDevices,
      namespace: namespace, includesPrivate: includesPrivate, accepts: accepts, identify: identify)
  }

  /// The same of all file systems that `isOn` is true of.
  package init(
    prefix: StaticString, isOn: @escaping @Sendable (_ device: UInt64) -> Bool,
    hugeDevices: Set<UInt64> = [], namespace: Namespace.Kind? = nil, includesPrivate: Bool = false,
    accepts: (@Sendable (_ name: Span<UInt8>) -> Bool)? = nil,
    identify: @escaping @Sendable (_ mapping: Mapping, _ namespace: UInt64) -> ObjectIdentity?
  ) {
    self.prefix = prefix
    self.isOn = isOn
    self.hugeDevices = hugeDevices
    self.namespace = namespace
    self.includesPrivate = includesPrivate
    self.accepts = accepts
    self.identify = identify
  }
}
