/// What a listing could not see: an empty answer means "looked, and nothing there" only when this is
/// empty too.
package struct Coverage: Sendable, Equatable {
  /// Something that stayed hidden.
  package struct Gap: Sendable, Equatable {
    /// What was not seen, in the plural: "processes".
    package let what: String
    /// How many; nil when not even that is known.
    package var count: UInt64?
    /// What would show it: a capability, a mount, an option.
    package let needs: String
  }

  package private(set) var gaps: [Gap] = []

  /// What those gaps are of that are processes: what these hold nobody may know.
  package static let processes = "processes"

  /// What follows that, where they are of no concern to our pid namespace: nothing of them is refused.
  static let outside = " outside of this pid namespace"

  /// What those are of that are network namespaces.
  package static let networks = "network namespaces"

  package init() {}

  package var isComplete: Bool { gaps.isEmpty }

  /// Counts `count` more of `what` as hidden.
  package mutating func hide(_ what: String, count: UInt64? = 1, needs: String) {
    guard let index = gaps.firstIndex(where: { $0.what == what && $0.needs == needs }) else {
      gaps.append(Gap(what: what, count: count, needs: needs))
      return
    }
    guard let count, let known = gaps[index].count else {
      gaps[index].count = nil
      return
    }
    gaps[index].count = known.saturatingSum(count)
  }

  /// Counts `what` as hidden that could not be looked at because of `error`.
  package mutating func hide(_ what: String, because error: IPCError) {
    let remedy =
      error.errno?.scarcity ?? error.hint
      ?? (error.kind == .denied ? "more privileges" : error.reason)
    let needs = remedy.hasPrefix("needs ") ? String(remedy.dropFirst("needs ".count)) : remedy
    hide(what, count: nil, needs: needs)
  }

  /// Adds what a like look elsewhere could not see: what both missed is the same, and counts once.
  package mutating func unite(_ other: Coverage) {
    for gap in other.gaps {
      guard let index = gaps.firstIndex(where: { $0.what == gap.what && $0.needs == gap.needs })
      else {
        gaps.append(gap)
        continue
      }
      if let count = gaps[index].count { gaps[index].count = gap.count.map { max($0, count) } }
    }
  }

  /// Adds what another look could not see.
  package mutating func merge(_ other: Coverage) {
    for gap in other.gaps { hide(gap.what, count: gap.count, needs: gap.needs) }
  }
}
