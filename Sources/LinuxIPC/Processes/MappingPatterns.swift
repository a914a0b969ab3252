/// What all mechanisms look for among mappings.
struct MappingPatterns: Sendable {
  /// A pattern, and the family of kinds that it belongs to.
  typealias Entry = (pattern: MappingPattern, family: Int)

  private let entries: [Entry]
  /// Whether somebody wants to know of private mappings of a device; nil where nobody does of any.
  let wantsPrivate: (@Sendable (_ device: UInt64) -> Bool)?

  init(_ entries: [Entry]) {
    self.entries = entries
    let wanted = entries.filter { $0.pattern.includesPrivate }.map { $0.pattern.isOn }
    if wanted.isEmpty {
      wantsPrivate = nil
    } else {
      wantsPrivate = { device in wanted.contains { isOn in isOn(device) } }
    }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// What a mapping shows.
  struct Answer {
    let object: ObjectIdentity
    let family: Int
    /// Whether it is made of huge pages.
    let isHuge: Bool
  }

  /// The object that a mapping shows.
  ///
  /// - Parameters:
  ///   - text: In which the mapping's name stands.
  ///   - namespaces: Those of the process, as far as they were asked for.
  func identify(
    _ mapping: Mapping, in text: Span<UInt8>, of process: borrowing ProcessDirectory,
    namespaces: inout [Namespace.Kind: UInt64]
  ) -> Answer? {
    let entries = entries.span
    for index in entries.indices {
      guard mapping.isShared || entries[index].pattern.includesPrivate,
        text.hasPrefix(entries[index].pattern.prefix, at: mapping.name.lowerBound),
        entries[index].pattern.isOn(mapping.device)
      else { continue }
      var namespace: UInt64 = 0
      if let kind = entries[index].pattern.namespace {
        if namespaces[kind] == nil {
          namespaces[kind] = (try? Namespace.of(process: process.descriptor, kind))?.inode ?? 0
        }
        namespace = namespaces[kind] ?? 0
      }
      if let accepts = entries[index].pattern.accepts, !accepts(text.extracting(mapping.name)) {
        continue
      }
      if let object = entries[index].pattern.identify(mapping, namespace) {
        return Answer(
          object: object, family: entries[index].family,
          isHuge: entries[index].pattern.hugeDevices.contains(mapping.device))
      }
    }
    return nil
  }
}
