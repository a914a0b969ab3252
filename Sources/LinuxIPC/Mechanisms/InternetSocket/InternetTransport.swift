internal import CLinuxIPC

/// What carries the data of an Internet socket.
package enum InternetTransport: Sendable {
  case tcp, udp

  /// The kernel's number.
  var number: Int32 {
    switch self {
    case .tcp: cipc_ipproto_tcp
    case .udp: cipc_ipproto_udp
    }
  }

  /// What /proc/net/protocols calls it; that of IPv6 has `v6` behind it.
  var protocolName: [UInt8] {
    switch self {
    case .tcp: Array("TCP".utf8)
    case .udp: Array("UDP".utf8)
    }
  }

  package var type: SocketType {
    switch self {
    case .tcp: .stream
    case .udp: .dgram
    }
  }
}
