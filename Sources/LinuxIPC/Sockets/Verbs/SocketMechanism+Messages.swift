internal import SystemPackage

extension SocketMechanism {
  package static func messageLimit(of endpoint: SocketEndpoint) -> UInt64 { endpoint.messageLimit }

  package static func send(
    _ message: [UInt8], to endpoint: inout SocketEndpoint, _ request: SendRequest
  ) throws(IPCError) {
    try endpoint.send(message, until: request.deadline)
  }

  package static func tooLarge(_ message: [UInt8], for endpoint: SocketEndpoint) -> IPCError {
    IPCError(
      .tooLarge, subject: endpoint.subject, operation: "send", errno: .messageTooLong,
      reason: "a message of more than \(Counted.words(endpoint.messageLimit, "byte")) never fits")
  }

  package static func receive(
    from endpoint: inout SocketEndpoint, _ request: ReceiveRequest, until deadline: Deadline
  ) throws(IPCError) -> Message {
    guard let message = try endpoint.next(until: deadline) else {
      // Whoever takes all that is there has it then.
      let isComplete = request.amount == .all && deadline == .immediate
      throw IPCError(
        isComplete ? .empty : .gone, subject: endpoint.subject, operation: "recv",
        reason: "the other end has closed")
    }
    return message
  }
}
