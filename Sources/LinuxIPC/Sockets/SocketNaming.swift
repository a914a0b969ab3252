/// A kind of sockets, whose objects the kernel lists.
package protocol SocketMechanism: Inspecting, DescriptorNamed {
  /// The name of the socket with that inode.
  static func name(ofInode inode: UInt32) -> Name
}

extension SocketMechanism {
  package static var family: String { SocketLinks.family }

  package static func sightings(in context: Context) -> Sightings { SocketLinks.sightings }

  /// All kinds of sockets have links that look alike: those of this kind are in the kernel's list.
  package static func name(
    of object: ObjectIdentity, _ sighting: DescriptorSighting, in context: Context
  ) throws(IPCError) -> Name? {
    guard let inode = UInt32(exactly: object.inode) else { return nil }
    do throws(IPCError) {
      return try inspect(name(ofInode: inode), in: context).name
    } catch {
      if error.kind == .notFound { return nil }
      throw error
    }
  }
}

extension UnixSocket: SocketMechanism {
  package static func name(ofInode inode: UInt32) -> Name { .inode(inode) }
}

extension InternetSocketKind {
  package static func name(ofInode inode: UInt32) -> Name { .inode(inode) }
}
