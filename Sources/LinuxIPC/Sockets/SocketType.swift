internal import CLinuxIPC

/// How a socket carries data, socket(2).
package enum SocketType: String, Sendable, CaseIterable {
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

  /// The kernel's.
  var number: UInt8 {
    switch self {
    case .stream: cipc_sock_stream
    case .dgram: cipc_sock_dgram
    case .seqpacket: cipc_sock_seqpacket
    }
  }

  /// Whether what is sent arrives as it was sent, also when it is empty.
  package var hasMessages: Bool { self != .stream }

  /// Whether two are connected, one with the other, before data flows.
  package var isConnectionOriented: Bool { self != .dgram }
}
