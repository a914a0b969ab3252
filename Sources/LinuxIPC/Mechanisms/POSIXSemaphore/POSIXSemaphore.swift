/// POSIX named semaphores: a counter in a file on the tmpfs at /dev/shm, which processes map; it lives
/// until it is unlinked and the last of them has gone.
///
/// See sem_overview(7), sem_open(3). The kernel knows nothing of them but the file and who sleeps: what
/// is in the file is the C library's, here glibc's (KERNEL-NOTES section 6.5). While sem_open makes one,
/// it has a second name `sem.XXXXXX`, which a creator that was killed leaves behind: it is listed, as
/// nothing tells it from a semaphore of that name.
package enum POSIXSemaphore: Mechanism {
  package static let keyword = "posix-sem"
  package static let title = "POSIX named semaphore"
  package static let unit = DataUnit.counter

  package typealias Name = DevShmName<POSIXSemaphore>
}
