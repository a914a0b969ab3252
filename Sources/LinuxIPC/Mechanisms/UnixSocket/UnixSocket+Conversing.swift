internal import SystemPackage

extension UnixSocket {
  package typealias Removable = RemovableSocket

  package static var types: [SocketType] { [.stream, .seqpacket, .dgram] }

  package static func socketAddress(of name: Name) -> SocketAddress? {
    name.address.map { SocketAddress(unix: $0) }
  }

  package static func name(of address: SocketAddress) -> Name? {
    address.unixName.flatMap { Name(address: $0) }
  }

  /// An abstract one: no file stays behind, whatever happens.
  package static func freeAddress() throws(IPCError) -> SocketAddress {
    SocketAddress(unix: [0] + (try randomName("", keyword)))
  }

  package static func isFile(_ file: FileStatus, of object: Object) -> Bool {
    object.file?.isSameFile(as: file) == true
  }

  package static func path(of object: Object) -> [UInt8]? { object.path }

  /// Each type has abstract names of its own (net/unix/af_unix.c, unix_find_abstract); an address means one.
  package static func checkFree(_ name: Name, in context: Context) throws(IPCError) {
    guard case .abstract = name else { return }
    var coverage = Coverage()
    guard
      let socket = try list(address(name), in: context, &coverage)
        .first(where: { $0.ownsName && $0.address == name.address })
    else { return }
    throw IPCError(
      .exists, subject: address(name), operation: "bind", errno: .addressInUse,
      reason: "\(socket.type.words) has the name", hint: "'ipctool show' tells who holds it")
  }
}
