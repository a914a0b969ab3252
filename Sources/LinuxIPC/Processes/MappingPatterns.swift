/// What all mechanisms look for among mappings.
struct MappingPatterns: Sendable {
  private let patterns: [MappingPattern]
  /// Where all of it lives: a mapping of another device is passed over.
  private let devices: Set<UInt64>

  init(_ patterns: [MappingPattern]) {
    self.patterns = patterns
    devices = patterns.reduce(into: []) { $0.formUnion($1.devices) }
  }

  var isEmpty: Bool { patterns.isEmpty }

  /// The object that a line of maps shows, and whether it is made of huge pages.
  ///
  /// - Parameter namespaces: Those of the process, as far as they were asked for.
  func identify(
    _ mapping: Mapping, in text: Span<UInt8>, of process: borrowing ProcessDirectory,
    namespaces: inout [Namespace.Kind: UInt64]
  ) -> (ObjectIdentity, isHuge: Bool)? {
    guard devices.contains(mapping.device) else { return nil }
    for pattern in patterns {
      guard pattern.devices.contains(mapping.device),
        text.hasPrefix(pattern.prefix, at: mapping.name.lowerBound)
      else { continue }
      var namespace: UInt64 = 0
      if let kind = pattern.namespace {
        if namespaces[kind] == nil {
          namespaces[kind] = (try? Namespace.of(process: process.descriptor, kind))?.inode ?? 0
        }
        namespace = namespaces[kind] ?? 0
      }
      if let accepts = pattern.accepts, !accepts(text.bytes(mapping.name)) { continue }
      if let object = pattern.identify(mapping, namespace) {
        return (object, pattern.hugeDevices.contains(mapping.device))
      }
    }
    return nil
  }
}
