/// A kind of sockets, whose objects the kernel lists.
package protocol SocketMechanism: Enumerating, Inspecting, DescriptorNamed, FailureTable, Holdable,
  Sending,
  Receiving, Peeking, Removing, MessageCarrier
where Object: Peered, Endpoint == SocketEndpoint, Removable == RemovableSocket {
  /// The types that its sockets may have; the first one is what `create` makes.
  static var types: [SocketType] { get }

  /// The address of the socket that is called so; nil for a name that is no address.
  static func socketAddress(of name: Name) -> SocketAddress?

  /// Where a socket is sent to; nil for one without an address.
  static func socketAddress(of object: Object) -> SocketAddress?

  /// The types that the socket of that name may have.
  ///
  /// - Throws: `usage` for a name that may mean several.
  static func types(at name: Name, in context: Context) throws(IPCError) -> [SocketType]

  /// The name of the socket that has an address; nil for none.
  static func name(of address: SocketAddress) -> Name?

  /// Whether a file is the one that a socket's path led to when it was bound.
  static func isFile(_ file: FileStatus, of object: Object) -> Bool

  /// Sees that nobody is called so, where the kernel would not.
  static func checkFree(_ name: Name, in context: Context) throws(IPCError)

  /// An address that nobody has.
  static func freeAddress() throws(IPCError) -> SocketAddress

  /// The name of the socket with that inode.
  static func name(ofInode inode: UInt32) -> Name

  /// Whether sockets of different network namespaces can be connected to each other.
  static var crossesNetworks: Bool { get }

  /// Our own namespace's sockets, and those of others, which are known by their inodes: names repeat in
  /// every namespace.
  /// Whoever wants the other ends gives all of both.
  static func joined(_ own: [Object], _ others: [Object]) -> [Object]

  /// Those of `sockets`, of whatever network namespace, that `name` leads to; nil for a name that means
  /// something in one namespace alone.
  static func sockets(ofAllNetworks sockets: [Object], called name: Name) -> [Object]?

  /// The file of the socket that is called so in this network, as its holder's root directory has it; nil for a
  /// name that is no path.
  ///
  /// - Throws: `gone` when nobody holds it, so that nothing tells where its path leads to it.
  static func file(of name: Name, in context: Context) throws(IPCError) -> OpenFile?

  /// The same where our own root directory has something else at its path, or nothing; nil where the path leads to it,
  /// and where no socket of this network is called so.
  ///
  /// - Throws: `gone` or `denied` when another file is at its path, and nothing tells where this one's is; `usage` where
  ///   several are called so, and where the path leads to one that is called otherwise.
  static func file(astrayFrom name: Name, in context: Context) throws(IPCError) -> OpenFile?

  /// The same of one that is known, however others are called.
  static func file(
    astrayFrom object: Object, _ subject: String, in context: Context
  ) throws(IPCError) -> OpenFile?

  /// The path to which a socket is bound; nil for none, and for one that others gave it.
  static func path(of object: Object) -> [UInt8]?

  /// Whether sockets of a protocol are of this kind.
  ///
  /// - Parameter name: As /proc/net/protocols has it.
  static func hasProtocol(_ name: [UInt8]) -> Bool

  /// A socket that is in no list, for most as it has no port yet; nil for a kind of which all are listed.
  ///
  /// - Parameters:
  ///   - protocolName: One that the kind has.
  ///   - uid: Who made it.
  ///   - isUnbound: Whether it is known to have neither a port nor another end.
  static func unlisted(
    inode: UInt32, protocolName: [UInt8], uid: UInt32, isUnbound: Bool
  ) -> Object?
}

extension SocketMechanism {
  package static func sockets(
    ofAllNetworks sockets: [Object], called name: Name
  ) -> [Object]? { nil }

  package static func file(
    of name: Name, in context: Context
  ) throws(IPCError) -> OpenFile? { nil }

  package static func file(
    astrayFrom name: Name, in context: Context
  ) throws(IPCError) -> OpenFile? { nil }

  package static func file(
    astrayFrom object: Object, _ subject: String, in context: Context
  ) throws(IPCError) -> OpenFile? { nil }

  package static func path(of object: Object) -> [UInt8]? { nil }

  package static func socketAddress(of object: Object) -> SocketAddress? {
    socketAddress(of: object.name)
  }

  package static func types(
    at name: Name, in context: Context
  ) throws(IPCError) -> [SocketType] { types }

  package static func isFile(_ file: FileStatus, of object: Object) -> Bool { false }

  package static func checkFree(_ name: Name, in context: Context) throws(IPCError) {}

  package static var scope: Namespace.Kind? { .net }

  package static var family: String { SocketLinks.family }

  package static func sightings(in context: Context) -> Sightings { SocketLinks.sightings }

  package static var obstacle: String? { KernelFileSystems.socketsNeed }

  /// All kinds of sockets have links that look alike: the protocol tells.
  package static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) -> Name? {
    guard let inode = UInt32(exactly: object.inode),
      let name = HeldSocket.protocolName(sighting.pid, sighting.fd), hasProtocol(name)
    else { return nil }
    return self.name(ofInode: inode)
  }
}
