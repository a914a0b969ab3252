internal import CLinuxIPC

/// What an Internet socket is at, in a word; those of TCP are the states of RFC 9293, 3.3.2.
package enum InternetState: String, Sendable {
  case listening
  case connected
  /// A client whose connection waits in the listener's queue.
  case unaccepted
  /// It has a port and no other end.
  case bound
  case unconnected
  case synSent = "syn-sent"
  case synReceived = "syn-recv"
  case finWait1 = "fin-wait-1"
  case finWait2 = "fin-wait-2"
  case timeWait = "time-wait"
  case closeWait = "close-wait"
  case lastAcknowledgement = "last-ack"
  case closing

  /// - Parameter number: The kernel's; that of UDP is one of two.
  init(number: UInt8, isBound: Bool) {
    self =
      switch number {
      case cipc_tcp_established: .connected
      case cipc_tcp_syn_sent: .synSent
      case cipc_tcp_syn_recv: .synReceived
      case cipc_tcp_fin_wait1: .finWait1
      case cipc_tcp_fin_wait2: .finWait2
      case cipc_tcp_time_wait: .timeWait
      case cipc_tcp_close_wait: .closeWait
      case cipc_tcp_last_ack: .lastAcknowledgement
      case cipc_tcp_listen: .listening
      case cipc_tcp_closing: .closing
      // TCP_CLOSE, and TCP_BOUND_INACTIVE, which the kernel has for lists only.
      default: isBound ? .bound : .unconnected
      }
  }

  /// Whether there is, or was, another end.
  var hasPeer: Bool {
    switch self {
    case .listening, .bound, .unconnected: false
    default: true
    }
  }

  /// Whether a server's end that no process holds waits to be accepted: what was closed is further on.
  var mayBeAccepted: Bool {
    self == .synReceived || self == .connected || self == .closeWait
  }

  /// Whether the other end has sent all: that takes a place in the numbering of bytes until it is read.
  var hasReceivedEnd: Bool {
    self == .closeWait || self == .lastAcknowledgement || self == .closing || self == .timeWait
  }

  /// Whether a beginning or an end was sent and is not acknowledged: it counts as a byte as well.
  var hasSentMark: Bool {
    self == .synSent || self == .finWait1 || self == .lastAcknowledgement || self == .closing
  }
}
