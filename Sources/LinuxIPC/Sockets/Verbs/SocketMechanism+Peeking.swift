internal import CLinuxIPC
internal import SystemPackage

extension SocketMechanism {
  /// Nothing is set or taken, and the descriptor is given back before anything is written (KERNEL-NOTES
  /// section 4).
  package static func peek(
    at name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    let socket = try inspect(name, in: context)
    let subject = address(name)
    guard !socket.isListening else {
      throw IPCError(
        .usage, subject: subject,
        reason: "it listens: what clients have sent can be seen once they are accepted",
        hint: "'ipctool show' tells who waits")
    }
    try request.options.check(against: socket.type.peekingOptions, of: socket.type.words)
    let held = try held(socket.identity, subject, in: context)
    var coverage = Coverage()
    if socket.type.hasMessages {
      guard let first = try firstMessage(at: held, socket.type) else {
        return try nothing(subject, request)
      }
      hideOthers(socket.type, first, request, &coverage)
      try output.write(first.read.message)
    } else {
      guard let stream = try stream(at: held, upTo: request.length) else {
        return try nothing(subject, request)
      }
      if request.length == nil, stream.bytes.count < stream.unread {
        // Passed descriptors (unix(7)) and urgent data end what one call shows, and nothing tells which it was.
        coverage.hide(
          "later bytes", count: UInt64(stream.unread - stream.bytes.count),
          needs: "what is before them to be received")
      }
      try output.write(Message(bytes: stream.bytes))
    }
    return coverage
  }

  private typealias First = (read: SocketEndpoint.Read, unread: Int)

  private static func firstMessage(
    at held: HeldObject, _ type: SocketType
  ) throws(IPCError) -> First? {
    try look(at: held) { (number) throws(Errno) in
      let unread = Int(max(cipc_unread(number), 0))
      guard let read = try SocketEndpoint.read(number, peeks: true) else { return nil }
      let isEnd =
        type == .seqpacket && read.bytes.isEmpty
        && cipc_socket_events(number) & cipc_event_end != 0
      return isEnd ? nil : (read, unread)
    }
  }

  /// Borrows the socket for a call, unless that would take an error from its owner, or move the place from
  /// which he looks himself.
  ///
  /// - Returns: What `read` does; nil when nothing is there.
  private static func look<Value>(
    at held: HeldObject, _ read: (Int32) throws(Errno) -> Value?
  ) throws(IPCError) -> Value? {
    let loan = try held.loan(for: "reading") { _ in true }
    let number = loan.descriptor.rawValue
    guard cipc_socket_events(number) & cipc_event_error == 0 else {
      throw IPCError(
        .empty, subject: held.subject, operation: "poll",
        reason: "an error is pending, which a look would take from its owner")
    }
    guard cipc_peek_offset(number) < 0 else {
      throw IPCError(
        .usage, subject: held.subject,
        reason:
          "its owner looks into it piece by piece (SO_PEEK_OFF), and another look would move the place"
      )
    }
    do throws(Errno) {
      return try read(number)
    } catch .resourceTemporarilyUnavailable {
      return nil
    } catch {
      throw SocketFailures.error("recv", error, held.subject)
    }
  }

  /// Up to `limit` bytes, and how many there are; nil when there is nothing.
  private static func stream(
    at held: HeldObject, upTo limit: UInt64?
  ) throws(IPCError) -> (bytes: [UInt8], unread: Int)? {
    try look(at: held) { (number) throws(Errno) in
      let unread = Int(max(cipc_unread(number), 0))
      if unread == 0 { return nil }
      var bytes = [UInt8](repeating: 0, count: Int(min(limit ?? .max, UInt64(unread))))
      let count = try unsafe bytes.withUnsafeMutableBytesCarrying { (buffer) throws(Errno) in
        try systemCall { unsafe cipc_peek_stream(number, buffer.baseAddress, buffer.count) }
      }
      bytes.removeLast(bytes.count - Int(count))
      return (bytes, unread)
    }
  }

  private static func nothing(
    _ subject: String, _ request: ReceiveRequest
  ) throws(IPCError) -> Coverage {
    guard request.amount == .all || request.length == 0 else {
      throw IPCError(
        .empty, subject: subject, operation: "recv", errno: .resourceTemporarilyUnavailable,
        reason: "nothing is there")
    }
    return Coverage()
  }

  /// The kernel shows the first message only: of packets it tells how much is behind it, of datagrams nothing.
  private static func hideOthers(
    _ type: SocketType, _ first: First, _ request: ReceiveRequest, _ coverage: inout Coverage
  ) {
    guard request.amount == .all else { return }
    let needs = "the first one to be received"
    if type != .seqpacket {
      coverage.hide("later datagrams, if there are any", count: nil, needs: needs)
    } else if first.unread > first.read.length {
      coverage.hide(
        "bytes of later packets", count: UInt64(first.unread - first.read.length), needs: needs)
    }
  }
}
