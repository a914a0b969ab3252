internal import CLinuxIPC
internal import SystemPackage

extension SocketMechanism {
  package static func receive(
    from name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    if request.isListening { return try receive(at: name, request, into: &output, in: context) }
    let socket = try inspect(name, in: context)
    let role = SocketRole(type: socket.type, isListening: socket.isListening)
    try request.options.check(
      against: role.receivingOptions.subtracting([.listen]), of: role.words)
    let held = try held(socket.identity, address(name), in: context)
    try held.checkUse(isForced: request.isForced)
    try output.checkReader()
    let loan = try held.loan(for: "reading") { _ in true }
    try receive(through: loan.descriptor, role, called: name, request, into: &output)
  }

  /// Who holds a socket.
  static func held(
    _ identity: ObjectIdentity, _ subject: String, in context: Context
  ) throws(IPCError) -> HeldObject {
    try HeldObject.find(Self.self, subject, where: { $0 == identity }, in: context)
  }

  /// Binds a socket for as long as it takes.
  private static func receive(
    at name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) {
    let role = SocketRole.holder(request.socketType ?? types[0])
    let accepted = role.receivingOptions.subtracting([.force]).union(
      types.count > 1 ? [.type] : [])
    try request.options.check(against: accepted, of: "\(role.words), with --listen")
    if socketAddress(of: name)?.endpoint?.port == 0 {
      throw IPCError(
        .usage, subject: address(name), reason: "nobody would learn which port it is",
        hint: "'ipctool create' prints it")
    }
    try output.checkReader()
    var creation = CreationRequest()
    creation.type = role.type
    let bound = try bind(name, creation, in: context)
    let file = bound.file
    defer { file?.remove() }
    try receive(through: bound.descriptor, role, called: name, request, into: &output)
  }

  private static func receive(
    through socket: consuming Descriptor, _ role: SocketRole, called name: Name,
    _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    let passed = PassedDescriptors(address(name), mayCome: types.count > 1)
    do throws(IPCError) {
      try receive(through: socket, role, called: name, request, passed, into: &output)
    } catch {
      throw passed.adding(to: error)
    }
    try passed.check()
  }

  private static func receive(
    through socket: consuming Descriptor, _ role: SocketRole, called name: Name,
    _ request: ReceiveRequest, _ passed: PassedDescriptors,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    let subject = address(name)
    if role.isListening {
      try receiveConnections(at: socket, role.type, subject, request, passed, into: &output)
    } else if role.type.hasMessages {
      var endpoint = SocketEndpoint(
        socket, family: cipc_af_unix, subject, isOwn: false, noting: passed)
      try receive(from: &endpoint, called: name, request, into: &output)
    } else {
      if request.length == 0 { return }
      var end = StreamEnd<SocketFailures>(socket, subject)
      if types.count > 1 { end.watch(passed) }
      end.endsWithWriters = true
      end.ending = "it is empty, and its other end has closed"
      try end.read(
        request.length.map { .exactly($0) } ?? .available, until: request.deadline, into: &output)
    }
  }

  /// Accepts as many connections as `request` asks for, one after the other, and reads each to its end.
  private static func receiveConnections(
    at listener: borrowing Descriptor, _ type: SocketType, _ subject: String,
    _ request: ReceiveRequest, _ passed: PassedDescriptors,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    var taken: UInt64 = 0
    while true {
      if case .count(let count) = request.amount ?? .count(1), taken == count { return }
      try output.checkReader()
      do throws(IPCError) {
        var client = SocketAddress()
        let socket = try accept(
          at: listener, &client, until: request.deadline(after: taken), subject)
        try read(socket, from: client, type, subject, request, passed, into: &output)
      } catch {
        if error.operation == "accept", request.isComplete(after: taken, error) { return }
        throw taken == 0 ? error : error.after(Int(clamping: taken), "connection", "received")
      }
      taken += 1
    }
  }

  private static func read(
    _ socket: consuming Descriptor, from client: SocketAddress, _ type: SocketType,
    _ subject: String, _ request: ReceiveRequest, _ passed: PassedDescriptors,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    guard type.hasMessages else {
      var end = StreamEnd<SocketFailures>(socket, subject)
      end.sender = client.text
      if types.count > 1 { end.watch(passed) }
      return try end.read(.toEnd, until: request.deadline, into: &output)
    }
    let endpoint = SocketEndpoint(
      socket, family: client.family, subject, isOwn: true, isAccepted: true, noting: passed)
    var taken = 0
    while true {
      try output.checkReader()
      var message: Message
      do throws(IPCError) {
        guard let next = try endpoint.next(until: request.deadline) else { return }
        message = next
      } catch {
        throw taken == 0 ? error : error.after(taken, "message", "received")
      }
      message.sender = client.text
      do throws(IPCError) {
        try output.write(message)
      } catch {
        throw error.losing(message, of: subject)
      }
      taken += 1
    }
  }

  /// The next connection.
  ///
  /// The listener may be somebody's, and not say whether a call waits: so it is asked first, and a call that
  /// somebody else has forestalled ends soon.
  private static func accept(
    at listener: borrowing Descriptor, _ client: inout SocketAddress, until deadline: Deadline,
    _ subject: String
  ) throws(IPCError) -> Descriptor {
    let number = listener.rawValue
    while true {
      try SocketFailures.wait(
        until: deadline, "accept", subject, timedOut: .empty, detail: { "no client came" }
      ) { cipc_wait_readable(number, $0 ? 1 : 0) }
      do throws(WaitFailure) {
        return Descriptor(
          adopting: try Waiting.call(until: .after(seconds: 0.01)) { _ in
            unsafe client.take { unsafe cipc_accept(number, $0) }
          })
      } catch .timedOut, .failed(.resourceTemporarilyUnavailable), .failed(.connectionAbort) {
        continue
      } catch {
        throw SocketFailures.error("accept", error, subject, timedOut: .empty) { nil }
      }
    }
  }
}
