/// POSIX message queues: messages with a priority, the highest first; a queue lives until it is unlinked
/// and the last process that has it open is gone.
///
/// See mq_overview(7), mq_open(3). The queues of an IPC namespace are the files of a file system that
/// need not be mounted anywhere (KERNEL-NOTES section 2.1); to see all of them without takes Linux 5.2.
package enum POSIXMessageQueue: Mechanism {
  package static let keyword = "mqueue"
  package static let title = "POSIX message queue"
  package static let unit = DataUnit.message

  package static let refusals: [Verb: String] = [
    .peek: "the kernel can only take a message out, mq_receive(3), and one that is sent again comes"
      + " last of its priority"
  ]
}
