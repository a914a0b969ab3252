/// What the kernel tells of the ends of an object, beside who holds them.
package struct ObjectEnds: Sendable, Equatable {
  /// Whether a sender has to wait; nil when that is not known, or nobody ever has to.
  package var isFull: Bool?
  /// Whether anybody has it open to read, or to write; nil when nothing tells.
  package var hasReaders: Bool?
  package var hasWriters: Bool?
  /// Whether who was at the other end has gone and nobody can take that place.
  package var isLost: Bool

  package init(
    isFull: Bool? = nil, hasReaders: Bool? = nil, hasWriters: Bool? = nil, isLost: Bool = false
  ) {
    self.isFull = isFull
    self.hasReaders = hasReaders
    self.hasWriters = hasWriters
    self.isLost = isLost
  }
}

/// A process that the kernel recorded as the last one to use an object: evidence of who talks, where nobody has to
/// hold what is used.
package struct LastUse: Sendable, Equatable {
  package let pid: Int32
  /// When, or until when at most; in seconds since the epoch.
  package let time: Int64
  /// What it did.
  package let access: Holder.Access

  /// nil for nobody, and for a process outside our pid namespace.
  package init?(_ pid: Int32, at time: Int64, _ access: Holder.Access) {
    guard pid > 0, time != 0 else { return nil }
    self.pid = pid
    self.time = time
    self.access = access
  }
}
