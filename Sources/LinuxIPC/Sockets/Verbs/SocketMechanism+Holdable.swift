extension SocketMechanism {
  package static var creationOptions: Set<VerbOption> {
    types.count > 1 ? [.type, .mode, .ttl] : [.ttl]
  }

  package static func make(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> Held<Name> {
    let bound = try bind(name, request, in: context)
    guard let name = self.name(of: bound.address) else { throw nameless(keyword) }
    let (identity, file) = (bound.identity, bound.file)
    return Held(name, identity, adopting: [bound.descriptor.release()], file: file)
  }

  /// Makes a socket that has that name, or one that is chosen.
  static func bind(
    _ name: Name?, _ request: CreationRequest, in context: Context
  ) throws(IPCError) -> BoundSocket {
    let subject = name.map(address) ?? keyword
    let wanted: SocketAddress
    if let name {
      guard let address = socketAddress(of: name) else { throw nameless(subject) }
      wanted = address
      try checkFree(name, in: context)
    } else {
      wanted = try freeAddress()
    }
    guard request.mode == nil || wanted.path != nil else {
      throw IPCError(
        .usage, subject: "--mode", reason: "it means nothing for a socket without a path")
    }
    return try BoundSocket(
      request.type ?? types[0], at: wanted, mode: request.mode ?? CreationRequest.defaultMode,
      subject)
  }

  private static func nameless(_ subject: String) -> IPCError {
    IPCError(.usage, subject: subject, reason: "an inode is the kernel's choice")
  }
}
