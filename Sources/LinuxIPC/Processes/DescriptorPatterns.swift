/// What all mechanisms look for among descriptors.
struct DescriptorPatterns: Sendable {
  /// A pattern, and the family of kinds that it belongs to.
  typealias Entry = (pattern: DescriptorPattern, family: Int)

  let entries: [Entry]
  /// What lies there is not looked at.
  let slowMounts: SlowMounts

  init(_ entries: [Entry], slowMounts: SlowMounts = SlowMounts([])) {
    self.entries = entries
    self.slowMounts = slowMounts
  }

  init(_ patterns: [DescriptorPattern]) {
    self.init(patterns.map { ($0, 0) })
  }

  var isEmpty: Bool { entries.isEmpty }
}
