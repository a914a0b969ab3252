/// What tells sockets apart.
package enum SocketIdentity {
  /// All sockets of the machine, of whatever kind and network namespace, are files of one file system
  /// (net/socket.c, sockfs), whose inodes are 32 bits.
  package static func of(inode: UInt32) -> ObjectIdentity {
    ObjectIdentity(.file, device: KernelFileSystems.sockets ?? 0, inode: UInt64(inode))
  }
}
