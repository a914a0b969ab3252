/// What all mechanisms look for among descriptors.
struct DescriptorPatterns: Sendable {
  /// A pattern, and the family of kinds that it belongs to.
  typealias Entry = (pattern: DescriptorPattern, family: Int)

  let entries: [Entry]

  init(_ entries: [Entry]) {
    self.entries = entries
  }

  init(_ patterns: [DescriptorPattern]) {
    entries = patterns.map { ($0, 0) }
  }

  var isEmpty: Bool { entries.isEmpty }
}
