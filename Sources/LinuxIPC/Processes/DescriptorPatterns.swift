/// What all mechanisms look for among descriptors.
struct DescriptorPatterns: Sendable {
  /// A pattern, and the family of kinds that it belongs to.
  typealias Entry = (pattern: DescriptorPattern, family: Int)

  let entries: [Entry]
  var following: LinkFollowing

  init(_ entries: [Entry], following: LinkFollowing = LinkFollowing()) {
    self.entries = entries
    self.following = following
  }

  init(_ patterns: [DescriptorPattern]) {
    self.init(patterns.map { ($0, 0) })
  }

  var isEmpty: Bool { entries.isEmpty }
}
