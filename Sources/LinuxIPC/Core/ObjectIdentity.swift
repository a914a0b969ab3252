/// What tells one object from every other on the machine: never a path, never an inode alone.
///
/// Two FIFOs with inode 2 on two file systems are two; System V id 0 exists in every IPC namespace; a
/// memfd's inode may equal a segment's id, as both live on the kernel's own tmpfs.
package struct ObjectIdentity: Sendable {
  /// Whose numbers these are: the kernel has few, and several mechanisms share the first.
  package enum Space: UInt8, Sendable {
    /// Inodes: of files, and of pipes, sockets, memfds and POSIX message queues, which are files too.
    case file
    /// What fdinfo calls `eventfd-id` (fs/eventfd.c); all eventfds share one inode.
    case eventCounter
    /// Ids of System V, each kind of which counts for itself.
    case messageQueue, segment, semaphoreSet
  }

  package let space: Space
  /// st_dev; 0 where the kernel has none (System V).
  package let device: UInt64
  /// The inode, or the id.
  package let inode: UInt64
  /// The inode of the namespace that the number belongs to; 0 where devices are unique.
  package let namespace: UInt64

  package init(_ space: Space, device: UInt64 = 0, inode: UInt64, namespace: UInt64 = 0) {
    self.space = space
    self.device = device
    self.inode = inode
    self.namespace = namespace
  }
}

// A scan compares and hashes many, in other modules too: so these can be inlined there.
extension ObjectIdentity: Hashable, Comparable {
  @inlinable
  package static func == (one: ObjectIdentity, other: ObjectIdentity) -> Bool {
    one.inode == other.inode && one.device == other.device && one.space == other.space
      && one.namespace == other.namespace
  }

  /// The inode alone nearly always tells objects apart.
  @inlinable
  package func hash(into hasher: inout Hasher) {
    hasher.combine(inode)
  }

  @inlinable
  package static func < (one: ObjectIdentity, other: ObjectIdentity) -> Bool {
    if one.inode != other.inode { return one.inode < other.inode }
    if one.device != other.device { return one.device < other.device }
    if one.space != other.space { return one.space.rawValue < other.space.rawValue }
    return one.namespace < other.namespace
  }
}
