/// What TCP and UDP sockets have in common.
///
/// See tcp(7), udp(7), sock_diag(7). Objects are the sockets that a process can hold, those with an inode:
/// the server's end of a connection that waits to be accepted has none, nor has what was closed and is still
/// being sent. A socket without a port is in none of the tables that the kernel lists.
package protocol InternetSocketKind: InternetCarrier, Enumerating, SocketMechanism, FailureTable
where Name == InternetName, Object == InternetSocketObject<Self> {
  /// Finds the other ends among all sockets, which have their names.
  static func link(_ sockets: inout [Object])
}

/// A kind of which all sockets have one transport.
package protocol InternetCarrier: SendableMetatype {
  static var transport: InternetTransport { get }
}
