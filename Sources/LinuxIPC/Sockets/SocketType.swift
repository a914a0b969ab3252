internal import CLinuxIPC

/// How a socket carries data, socket(2).
package enum SocketType: String, Sendable {
  case stream, dgram, seqpacket

  /// nil for a type that the kinds here do not have.
  init?(number: UInt8) {
    switch number {
    case cipc_sock_stream: self = .stream
    case cipc_sock_dgram: self = .dgram
    case cipc_sock_seqpacket: self = .seqpacket
    default: return nil
    }
  }

  /// Whether what is sent arrives as it was sent, also when it is empty.
  package var hasMessages: Bool { self != .stream }

  /// Whether two are connected, one with the other, before data flows.
  package var isConnectionOriented: Bool { self != .dgram }
}
