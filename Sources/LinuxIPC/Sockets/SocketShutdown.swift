internal import CLinuxIPC

/// Halves of a connection that were shut, by shutdown(2) here or by the other end.
package struct SocketShutdown: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// What is queued can still be read; then comes the end.
  package static let receive = SocketShutdown(rawValue: cipc_rcv_shutdown)
  package static let send = SocketShutdown(rawValue: cipc_send_shutdown)
  package static let both: SocketShutdown = [.receive, .send]

  /// Which, in a word; nil for none.
  package var word: String? {
    switch self {
    case .both: "both"
    case .receive: "receive"
    case .send: "send"
    default: nil
    }
  }
}
