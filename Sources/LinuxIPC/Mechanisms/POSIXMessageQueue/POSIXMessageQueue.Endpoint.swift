internal import CLinuxIPC
internal import SystemPackage

extension POSIXMessageQueue {
  /// A queue that messages go through, opened once.
  package final class Endpoint {
    let queue: Descriptor
    let subject: String
    /// The longest message, in bytes.
    let messageSize: UInt64
    private var isNonblocking = false

    init(_ name: Name, _ flags: OpenFlags) throws(IPCError) {
      let subject = address(name)
      self.subject = subject
      queue = try attempt("mq_open", subject, opening: flags, orNeeding: openingRights) {
        () throws(Errno) in try Handle.open(name, flags)
      }
      messageSize = try Self.attributes(of: queue, subject).messageSize
    }

    private static func attributes(
      of queue: borrowing Descriptor, _ subject: String
    ) throws(IPCError) -> Attributes {
      do throws(Errno) {
        return try POSIXMessageQueue.attributes(of: queue)
      } catch {
        throw POSIXMessageQueue.error("mq_getattr", error, subject)
      }
    }

    /// Whether calls return at once, which is a property of our own opening of the queue.
    ///
    /// The corresponding C function is `mq_setattr`.
    func wait(until deadline: Deadline) throws(IPCError) {
      let wanted = deadline == .immediate
      guard wanted != isNonblocking else { return }
      let queue = queue.rawValue
      _ = try attempt("mq_setattr", subject) { () throws(Errno) in
        try systemCall { cipc_mq_set_nonblocking(queue, wanted ? 1 : 0) }
      }
      isNonblocking = wanted
    }

    /// How full the queue is, for people.
    var fullness: String? {
      guard let attributes = try? POSIXMessageQueue.attributes(of: queue) else { return nil }
      return "queue is full (\(attributes.messages) of \(attributes.messagesLimit) messages)"
    }
  }
}
