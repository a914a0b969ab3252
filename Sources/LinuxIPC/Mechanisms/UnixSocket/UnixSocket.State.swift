internal import CLinuxIPC

extension UnixSocket {
  /// What a socket is at, in a word.
  package enum State: String, Sendable {
    case listening
    case connected
    /// A client whose connection waits in the listener's queue.
    case unaccepted
    /// One of the two directions is shut.
    case halfClosed = "half-closed"
    /// Both directions are shut, and the other end is there.
    case closed
    /// The other end was closed.
    case peerGone = "peer-gone"
    /// It has a name and no other end.
    case bound
    case unconnected

    /// - Parameters:
    ///   - number: The kernel's.
    ///   - peer: The inode of the other end: nil for none, 0 for one that no process holds: it was closed,
    ///     or has not been accepted yet.
    init(
      number: UInt8, _ type: SocketType, peer: UInt32?, _ shutdown: SocketShutdown, isNamed: Bool
    ) {
      self =
        switch (number, peer) {
        case (cipc_tcp_listen, _): .listening
        case (_, nil): isNamed ? .bound : .unconnected
        // Who closes his end shuts both directions of the other (unix_release_sock).
        case (_, 0): type.isConnectionOriented && shutdown != .both ? .unaccepted : .peerGone
        default: shutdown == .both ? .closed : shutdown.isEmpty ? .connected : .halfClosed
        }
    }
  }
}
