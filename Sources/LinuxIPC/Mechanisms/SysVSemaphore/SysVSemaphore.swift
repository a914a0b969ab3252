/// System V semaphore sets: counters that processes raise, and lower when they are high enough; the
/// set lives until it is removed or the machine stops.
///
/// See sysvipc(7), semget(2), semop(2), semctl(2). Reading attributes needs SEM_STAT_ANY (Linux 4.17).
/// The kernel keeps for each member the process that operated it last, not who holds it: a semaphore
/// has no holder.
package enum SysVSemaphore: Mechanism {
  package static let keyword = "sem"
  package static let title = "System V semaphore set"
  package static let unit = DataUnit.counter

  package typealias Name = SystemVName
}
