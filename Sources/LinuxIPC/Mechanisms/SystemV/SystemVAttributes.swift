/// What all System V objects have: `struct ipc_perm`, and the namespace that the id belongs to.
package struct SystemVAttributes: Sendable, Equatable {
  package let id: Int32
  /// 0 for a private object, and for a segment that was destroyed while attached.
  package let key: Int32
  /// With the flags that the kernel keeps beside the permission bits (SHM_DEST, SHM_LOCKED).
  package let mode: UInt32
  package let uid: UInt32
  package let gid: UInt32
  package let creatorUID: UInt32
  package let creatorGID: UInt32
  /// The inode of the IPC namespace; ids repeat in every one (KERNEL-NOTES section 7).
  package let namespace: UInt64
  /// As `IPCObject` has it.
  package var elsewhere: Namespace? = nil

  package var name: SystemVName { .id(id) }

  package func identity(_ space: ObjectIdentity.Space) -> ObjectIdentity {
    ObjectIdentity(space, inode: UInt64(UInt32(bitPattern: id)), namespace: namespace)
  }

  /// Whether both describe one object: the id alone may have been given out again.
  func isSameObject(as other: SystemVAttributes) -> Bool {
    id == other.id && creatorUID == other.creatorUID && creatorGID == other.creatorGID
  }
}
