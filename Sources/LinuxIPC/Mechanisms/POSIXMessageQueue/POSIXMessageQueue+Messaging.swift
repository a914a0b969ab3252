internal import CLinuxIPC
internal import SystemPackage

extension POSIXMessageQueue: MessageMechanism {
  package static var sendingOptions: Set<VerbOption> { [.priority, .count, .lines, .null] }
  package static var receivingOptions: Set<VerbOption> { [.count, .all, .lines, .null] }

  package static func endpoint(
    sendingTo name: Name, in context: Context
  ) throws(IPCError) -> Endpoint {
    try Endpoint(name, .writeOnly)
  }

  package static func endpoint(
    receivingFrom name: Name, in context: Context
  ) throws(IPCError) -> Endpoint {
    try Endpoint(name, .readOnly)
  }

  package static func messageLimit(of endpoint: Endpoint) -> UInt64 {
    endpoint.messageSize
  }

  package static func tooLarge(_ message: [UInt8], for endpoint: Endpoint) -> IPCError {
    IPCError(
      .tooLarge, subject: endpoint.subject,
      reason:
        "a message of more than \(Counted.words(endpoint.messageSize, "byte")) never fits: that is the message"
        + " size with which the queue was made")
  }

  package static func send(
    _ message: [UInt8], to endpoint: inout Endpoint, _ request: SendRequest
  ) throws(IPCError) {
    guard request.priority < cipc_mq_priorities else {
      throw IPCError(
        .usage, subject: endpoint.subject,
        reason: "priority \(request.priority) is above the highest, \(cipc_mq_priorities - 1)")
    }
    try endpoint.wait(until: request.deadline)
    let queue = endpoint.queue.rawValue
    do throws(WaitFailure) {
      _ = try Waiting.call(until: request.deadline) { _ in
        unsafe message.withUnsafeBytes {
          unsafe cipc_mq_send(queue, $0.baseAddress, $0.count, request.priority)
        }
      }
    } catch {
      throw Self.error("mq_send", error, endpoint.subject, timedOut: .full) { endpoint.fullness }
    }
  }

  package static func receive(
    from endpoint: inout Endpoint, _ request: ReceiveRequest, until deadline: Deadline
  ) throws(IPCError) -> Message {
    try endpoint.wait(until: deadline)
    let queue = endpoint.queue.rawValue
    // A smaller buffer is refused, however short the message (KERNEL-NOTES section 2.2).
    var bytes = [UInt8](repeating: 0, count: Int(endpoint.messageSize))
    var priority: UInt32 = 0
    do throws(WaitFailure) {
      let size = try unsafe bytes.withUnsafeMutableBytesCarrying {
        (buffer) throws(WaitFailure) in
        try Waiting.call(until: deadline) { _ in
          unsafe cipc_mq_receive(queue, buffer.baseAddress, buffer.count, &priority)
        }
      }
      bytes.removeLast(bytes.count - Int(size))
    } catch {
      throw Self.error("mq_receive", error, endpoint.subject, timedOut: .empty) {
        "no message waits"
      }
    }
    return Message(priority: priority, bytes: bytes)
  }
}
