/// System V message queues: messages with a type, taken in order or by type; the object lives until
/// it is removed or the machine stops.
///
/// See sysvipc(7), msgget(2), msgop(2), msgctl(2). Reading attributes needs MSG_STAT_ANY (Linux 4.17),
/// looking at messages needs a kernel with CONFIG_CHECKPOINT_RESTORE.
package enum SysVMessageQueue: Mechanism {
  package static let keyword = "msg"
  package static let title = "System V message queue"
  package static let unit = DataUnit.message

  package typealias Name = SystemVName
}
