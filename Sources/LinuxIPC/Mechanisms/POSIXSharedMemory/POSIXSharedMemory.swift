/// POSIX shared memory: a file on the tmpfs at /dev/shm, which processes open and map; it lives until
/// it is unlinked and the last of them has gone.
///
/// See shm_overview(7), shm_open(3). Names that begin with `sem.` belong to named semaphores,
/// sem_overview(7), and are none of this mechanism's.
package enum POSIXSharedMemory: Mechanism {
  package static let keyword = "posix-shm"
  package static let title = "POSIX shared memory"
  package static let unit = DataUnit.memory

  package typealias Name = DevShmName<POSIXSharedMemory>
}
