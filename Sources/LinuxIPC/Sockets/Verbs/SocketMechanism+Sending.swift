internal import CLinuxIPC
internal import SystemPackage

extension SocketMechanism {
  /// To a socket with an address whoever may; to one without through the other end, which is somebody's.
  package static func send(
    _ input: inout some DataInput & ~Copyable, to name: Name, _ request: SendRequest,
    in context: Context
  ) throws(IPCError) {
    let subject = address(name)
    if let target = socketAddress(of: name) {
      let types = try types(at: name, in: context)
      var file = context.socketFile
      if file == nil { file = try self.file(astrayFrom: name, in: context) }
      return try send(&input, to: target, through: file, types, subject, request)
    }
    var coverage = Coverage()
    let sockets = try objects(in: context, coverage: &coverage)
    guard let socket = sockets.first(where: { $0.name == name || isInode($0, name) }) else {
      throw IPCError(
        .notFound, subject: subject, reason: "no \(title) of this network namespace has that inode")
    }
    let file = try file(astrayFrom: socket, subject, in: context)
    if let target = socketAddress(of: socket) ?? file.map({ SocketAddress(unix: $0.path) }) {
      return try send(&input, to: target, through: file, [socket.type], subject, request)
    }
    let sender = try otherEnd(of: socket, among: sockets, subject)
    let held = try held(sender, subject, in: context)
    try held.checkUse(isForced: request.isForced)
    try request.options.check(against: socket.type.sendingOptions, of: socket.type.words)
    let loan = try held.loan(for: "writing") { _ in true }
    try send(&input, through: loan.descriptor, socket.type, nil, subject, request)
  }

  private static func isInode(_ socket: Object, _ name: Name) -> Bool {
    self.name(ofInode: UInt32(truncatingIfNeeded: socket.identity.inode)) == name
  }

  /// The socket of which all that is written comes to `socket`.
  private static func otherEnd(
    of socket: Object, among sockets: [Object], _ subject: String
  ) throws(IPCError) -> ObjectIdentity {
    for peer in socket.peers {
      // The first one is where a socket sends to; what comes from the others has gone elsewhere as well.
      let other = sockets.first { $0.identity == peer.identity }
      if other?.isListening == false, other?.peers.first?.identity == socket.identity {
        return peer.identity
      }
    }
    throw IPCError(
      .gone, subject: subject,
      reason: "it has no address, and no socket here is connected to it that could be written to")
  }

  /// - Parameter file: The socket's own, where the address does not lead to it from here.
  private static func send(
    _ input: inout some DataInput & ~Copyable, to address: SocketAddress,
    through file: OpenFile?, _ types: [SocketType], _ subject: String, _ request: SendRequest
  ) throws(IPCError) {
    let target = file.map { SocketAddress(unix: $0.path) } ?? address
    let connection = try SocketConnection(
      to: target, of: types, until: request.deadline, subject)
    let type = connection.type
    try request.options.check(against: type.sendingOptions, of: type.words)
    try send(&input, through: connection.descriptor, type, target, subject, request)
  }

  /// - Parameter target: The address of the other end, where the socket is our own.
  private static func send(
    _ input: inout some DataInput & ~Copyable, through socket: consuming Descriptor,
    _ type: SocketType, _ target: SocketAddress?, _ subject: String, _ request: SendRequest
  ) throws(IPCError) {
    let family = target?.family ?? (types.count > 1 ? cipc_af_unix : cipc_af_inet)
    if type.hasMessages {
      var endpoint = SocketEndpoint(socket, family: family, subject, isOwn: target != nil)
      try send(all: &input, to: &endpoint, request)
      if target?.family == cipc_af_unix, type.isConnectionOriented {
        SocketConnection.leave(endpoint.descriptor, until: request.deadline)
      }
      return
    }
    let sendBuffer = cipc_send_buffer(socket.rawValue)
    var end = StreamEnd<SocketFailures>(socket, subject)
    if family == cipc_af_unix, sendBuffer > 0 {
      // The kernel counts more than the bytes, and adds a piece of half as much when there is any room (net/unix/
      // af_unix.c, unix_stream_sendmsg). With TCP it is the other host's buffer, too, that they wait in.
      end.mostThatWaits = UInt64(sendBuffer) * 2
    }
    try end.write(&input, until: request.deadline)
    if target?.endpoint != nil {
      try SocketConnection.settle(end.descriptor, until: request.deadline, subject)
    } else if target != nil {
      SocketConnection.leave(end.descriptor, until: request.deadline)
    }
  }
}
