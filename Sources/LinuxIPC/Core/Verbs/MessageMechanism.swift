/// Gives one message and takes one: the loops are here, once.
package protocol MessageCarrier: Mechanism {
  /// What a run of messages needs to know of the queue, found once.
  associatedtype Endpoint

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

/// A mechanism whose unit is the message.
package protocol MessageMechanism: MessageCarrier, Sending, Receiving {
  /// The endpoint to send to.
  static func endpoint(sendingTo name: Name, in context: Context) throws(IPCError) -> Endpoint

  /// The endpoint to receive from.
  static func endpoint(
    receivingFrom name: Name, in context: Context
  ) throws(IPCError) -> Endpoint
}

extension MessageMechanism {
  package static func send(
    _ input: inout some DataInput & ~Copyable, to name: Name, _ request: SendRequest,
    in context: Context
  ) throws(IPCError) {
    var endpoint = try endpoint(sendingTo: name, in: context)
    try send(all: &input, to: &endpoint, request)
  }

  package static func receive(
    from name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    var endpoint = try endpoint(receivingFrom: name, in: context)
    try receive(from: &endpoint, called: name, request, into: &output)
  }
}

extension MessageCarrier {
  /// Sends each message of `input`.
  static func send(
    all input: inout some DataInput & ~Copyable, to endpoint: inout Endpoint,
    _ request: SendRequest
  ) throws(IPCError) {
    let limit = messageLimit(of: endpoint)
    var sent = 0
    do throws(IPCError) {
      while let message = try input.nextMessage(limit: limit) {
        guard message.count <= limit else { throw tooLarge(message, for: endpoint) }
        try send(message, to: &endpoint, request)
        sent += 1
      }
    } catch {
      throw sent == 0 ? error : error.after(sent, "message", "sent")
    }
  }

  /// Takes as many messages as `request` asks for.
  static func receive(
    from endpoint: inout Endpoint, called name: Name, _ request: ReceiveRequest,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    var taken: UInt64 = 0
    while true {
      if case .count(let count) = request.amount ?? .count(1), taken == count { return }
      try output.checkReader()
      let message: Message
      do throws(IPCError) {
        message = try receive(from: &endpoint, request, until: request.deadline(after: taken))
      } catch {
        if request.isComplete(after: taken, error) { return }
        throw taken == 0 ? error : error.after(Int(clamping: taken), "message", "received")
      }
      do throws(IPCError) {
        try output.write(message)
      } catch {
        throw error.losing(message, of: address(name))
      }
      taken += 1
    }
  }
}

extension ReceiveRequest {
  /// All that is there is taken without waiting, but for the first one where a limit was given.
  func deadline(after taken: UInt64) -> Deadline {
    guard case .all = amount else { return deadline }
    return taken == 0 && isTimed ? deadline : .immediate
  }

  /// Whether an error says no more than that all was taken.
  func isComplete(after taken: UInt64, _ error: IPCError) -> Bool {
    amount == .all && error.kind == .empty && (taken > 0 || !isTimed)
  }
}

extension IPCError {
  /// The same error, telling what had been done before it.
  func after(_ count: Int, _ what: String, _ verb: String) -> IPCError {
    IPCError(
      kind, subject: subject, operation: operation, errno: errno,
      reason: "\(reason); \(Counted.were(count, what)) \(verb) before", hint: hint)
  }

  /// The error for a message that was taken and could not be written out.
  func losing(_ message: Message, of address: String) -> IPCError {
    IPCError(
      .system, subject: address, operation: operation, errno: errno,
      reason:
        "a message of \(Counted.words(message.bytes.count, "byte")) was received and is lost, as \(subject)"
        + " could not be written: \(reason)")
  }
}
