/// A kind of sockets, whose objects the kernel lists.
package protocol SocketMechanism: Enumerating, Inspecting, DescriptorNamed
where Object: Peered {
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
