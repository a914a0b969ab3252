/// A mechanism whose unit is the message: gives one, takes one; the loops are here, once.
package protocol MessageMechanism: Sending, Receiving {
  /// What a run of messages needs to know of the queue, found once.
  associatedtype Endpoint

  /// The endpoint to send to.
  static func endpoint(sendingTo name: Name, in context: Context) throws(IPCError) -> Endpoint

  /// The endpoint to receive from.
  static func endpoint(
    receivingFrom name: Name, in context: Context
  ) throws(IPCError) -> Endpoint

  /// The longest message that can ever fit, in bytes.
  static func messageLimit(of endpoint: Endpoint) -> UInt64

  /// Sends one message, no longer than `messageLimit`.
  static func send(
    _ message: [UInt8], to endpoint: inout Endpoint, _ request: SendRequest
  ) throws(IPCError)

  /// Why a message longer than `messageLimit` can never fit.
  static func tooLarge(_ message: [UInt8], for endpoint: Endpoint) -> IPCError

  /// Takes one message.
  static func receive(
    from endpoint: inout Endpoint, _ request: ReceiveRequest, until deadline: Deadline
  ) throws(IPCError) -> Message
}

extension MessageMechanism {
  package static func send(
    _ input: inout some DataInput & ~Copyable, to name: Name, _ request: SendRequest,
    in context: Context
  ) throws(IPCError) {
    var endpoint = try endpoint(sendingTo: name, in: context)
    let limit = messageLimit(of: endpoint)
    var sent = 0
    do throws(IPCError) {
      while let message = try input.nextMessage(limit: limit) {
        guard message.count <= limit else { throw tooLarge(message, for: endpoint) }
        try send(message, to: &endpoint, request)
        sent += 1
      }
    } catch {
      throw sent == 0 ? error : error.after(sent, "sent")
    }
  }

  package static func receive(
    from name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    var endpoint = try endpoint(receivingFrom: name, in: context)
    var taken: UInt64 = 0
    while true {
      if case .count(let count) = request.amount ?? .count(1), taken == count { return }
      try output.checkReader()
      let message: Message
      do throws(IPCError) {
        message = try receive(from: &endpoint, request, until: deadline(request, taken))
      } catch {
        if case .all = request.amount, error.kind == .empty, taken > 0 || !request.isTimed {
          return
        }
        throw taken == 0 ? error : error.after(Int(clamping: taken), "received")
      }
      do throws(IPCError) {
        try output.write(message)
      } catch {
        throw error.losing(message, of: address(name))
      }
      taken += 1
    }
  }

  /// All that is there is taken without waiting, but for the first one where a limit was given.
  private static func deadline(_ request: ReceiveRequest, _ taken: UInt64) -> Deadline {
    guard case .all = request.amount else { return request.deadline }
    return taken == 0 && request.isTimed ? request.deadline : .immediate
  }
}

extension IPCError {
  /// The same error, telling what had been done before it.
  fileprivate func after(_ count: Int, _ verb: String) -> IPCError {
    let messages = count == 1 ? "1 message was" : "\(count) messages were"
    return IPCError(
      kind, subject: subject, operation: operation, errno: errno,
      reason: "\(reason); \(messages) \(verb) before", hint: hint)
  }

  /// The error for a message that was taken and could not be written out.
  fileprivate func losing(_ message: Message, of address: String) -> IPCError {
    IPCError(
      .system, subject: address, operation: operation, errno: errno,
      reason: "a message of \(message.bytes.count) bytes was received and is lost, as \(subject)"
        + " could not be written: \(reason)")
  }
}
