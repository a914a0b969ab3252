/// What the kernel recorded of those who made an object and used it.
package struct Traces: Sendable, Equatable {
  /// A process that is recorded, and what for.
  package struct User: Sendable, Hashable {
    /// What it did to the object, to be followed by "by": "made", "last used".
    package let deed: String
    /// As our pid namespace knows it; not positive for a process that is not in it.
    package let pid: Int32
    /// When, in seconds since the epoch, or until when it did it at most.
    package let time: Int64

    package init(_ deed: String, by pid: Int32, at time: Int64) {
      self.deed = deed
      self.pid = pid
      self.time = time
    }
  }

  /// All that are recorded.
  package var users: [User] = []
  /// Whether who made it is among those.
  package var recordsMaker = false
  /// Whether the kernel records anybody of this kind at all.
  package var recordsUsers = false
  /// The user who owns it.
  package let owner: UInt32
  /// He, and the user who made it.
  package let owners: Set<UInt32>
  /// When it was made, used or changed last, in seconds since the epoch.
  package var lastTime: Int64
  /// What is done with it at this moment, by the kernel's own count; nil for nothing.
  package var use: String?
  /// What else changes when it is used: times have seconds only.
  package var contents: [UInt64] = []
  /// What it would take to read all of this; nil when all was read.
  package var obstacle: String?

  /// - Parameter creator: The user who made it, where that may be another.
  package init(owner: UInt32, creator: UInt32? = nil, lastTime: Int64) {
    self.owner = owner
    owners = [owner, creator ?? owner]
    self.lastTime = lastTime
  }
}
