/// A socket of TCP or UDP, as sock_diag(7) tells of it.
package struct InternetSocketObject<Kind: InternetCarrier>: Peered {
  /// How much of the memory for what it receives is used, and how often there was none.
  package struct Memory: Sendable, Equatable {
    package let used: UInt32
    package let limit: UInt32
    /// Datagrams that were dropped.
    package let drops: UInt32
  }

  package internal(set) var name: InternetName
  /// 0 of one that no process holds: a server's end that is not accepted yet, or what was closed and has
  /// something to send. Such are no objects.
  package let inode: UInt32
  /// nil when nothing tells: then it is not known what it is bound to or connected with, nor how full it is.
  package private(set) var state: InternetState?
  /// The wildcard of its family and port 0 for what is not known.
  let local: InternetEndpoint
  /// nil for one that has no other end.
  package let remote: InternetEndpoint?
  package let uid: UInt32
  /// As the kernel counts: of a listener connections that wait; of TCP bytes; of UDP memory.
  package let receiveQueue: UInt32
  /// Of a listener its backlog; of TCP bytes; of UDP memory.
  package let sendQueue: UInt32
  /// The one that it is bound to; nil for none.
  package let interface: NetworkInterface?
  /// Whether an IPv6 socket takes no IPv4 (IPV6_V6ONLY, ipv6(7)); nil when that is not told.
  package let isOnlyV6: Bool?
  package let shutdown: SocketShutdown
  /// Of UDP.
  package let memory: Memory?
  /// The other end, when it is on this machine; of a client that waits the listener, and of a listener
  /// the clients that wait; of UDP as of Unix datagrams.
  package var peers: [Peer<InternetName>] = []
  /// Of the network namespace that was looked at; 0 when /proc does not tell.
  package internal(set) var netNamespace: UInt64 = 0
  package var elsewhere: Namespace?

  package var identity: ObjectIdentity { SocketIdentity.of(inode: inode) }

  package var family: InternetAddress.Family { local.address.family }
  /// nil when it is not known.
  package var localEndpoint: InternetEndpoint? { state == nil ? nil : local }

  package var type: SocketType { Kind.transport.type }
  package var isListening: Bool { state == .listening }

  /// Whether its address is its own, and not that of the listener from which it was accepted.
  package var ownsName: Bool { state == .listening || state == .bound }

  /// Notes that the other end has not been accepted yet: the client's own state does not tell, since the
  /// kernel answers for the server.
  mutating func wait() {
    if state == .connected { state = .unaccepted }
  }

  /// A listener is bound to the address that its clients connect to, or to all.
  package var servedNames: [InternetName] {
    guard let local = localEndpoint, local.port != 0 else { return [] }
    let all = [InternetAddress.anyV4, .anyV6].map {
      InternetEndpoint(address: $0, port: local.port)
    }
    return ([local, local.normalised] + all).map { .endpoint($0) }
  }

  package var outsideName: InternetName? {
    peers.isEmpty && state?.hasPeer ?? false ? remote.map { .endpoint($0.normalised) } : nil
  }

  /// Who is connected gets nothing from any other, ip(7).
  package func sends(to peer: ObjectIdentity) -> Bool { remote != nil }

  /// The other end has sent its last, and no process here has it.
  package var ends: ObjectEnds {
    ObjectEnds(
      isFull: fill.fraction.map { $0 >= 1 }, isLost: state == .closeWait && peers.isEmpty)
  }

  /// Unread. Of UDP the kernel tells memory only, so that more than 0 is not known.
  package var unreadBytes: UInt64? {
    guard let state else { return nil }
    return switch Kind.transport {
    case .udp: receiveQueue == 0 ? 0 : nil
    case .tcp: isListening ? nil : Self.bytes(receiveQueue, state.hasReceivedEnd)
    }
  }

  /// Sent and not acknowledged; nil for UDP, which knows of none.
  package var sentBytes: UInt64? {
    guard let state else { return nil }
    return switch Kind.transport {
    case .udp: nil
    case .tcp: isListening ? nil : Self.bytes(sendQueue, state.hasSentMark)
    }
  }

  /// tcp_diag_get_info counts sequence numbers, of which FIN and SYN take one. The end is read after all
  /// else, so that it is among what is left as long as anything is.
  private static func bytes(_ queue: UInt32, _ hasMark: Bool) -> UInt64 {
    UInt64(queue > 0 && hasMark ? queue - 1 : queue)
  }
}
