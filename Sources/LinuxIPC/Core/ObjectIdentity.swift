/// What tells one object from every other on the machine: never a path, never an inode alone.
///
/// Two FIFOs with inode 2 on two file systems are two; System V id 0 exists in every IPC namespace; a
/// memfd's inode may equal a segment's id, as both live on the kernel's own tmpfs.
package struct ObjectIdentity: Sendable, Hashable {
  /// The mechanism's keyword.
  package let kind: String
  /// st_dev; 0 where the kernel has none (System V).
  package let device: UInt64
  /// The inode, or the System V id.
  package let inode: UInt64
  /// The inode of the namespace that the number belongs to; 0 where devices are unique.
  package let namespace: UInt64

  package init(kind: String, device: UInt64 = 0, inode: UInt64, namespace: UInt64 = 0) {
    self.kind = kind
    self.device = device
    self.inode = inode
    self.namespace = namespace
  }
}
