/// System V shared memory: a segment that processes attach to their address space; it lives until it
/// was destroyed and the last of them has gone.
///
/// See sysvipc(7), shmget(2), shmop(2), shmctl(2).
package enum SysVSharedMemory: Mechanism {
  package static let keyword = "shm"
  package static let title = "System V shared memory"
  package static let unit = DataUnit.memory

  package typealias Name = SystemVName
}
