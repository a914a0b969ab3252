internal import CLinuxIPC
internal import Glibc

/// `tcp [host=HOST] port=N [bind] [backlog=N] [accept] [clients=N] [bytes=N]`: a listener with an accepted
/// connection and clients that wait; with `bind` it has an address and does not listen.
func tcpSocket(_ words: Words) -> Made {
  let (socket, address, text) = boundSocket(cipc_sock_stream, words)
  if !words.has("bind") { socket.listen(at: address, cipc_sock_stream, words) }
  return Made(address: "tcp:\(text)") {}
}

/// `udp [host=HOST] port=N [connect] [messages=N] [bytes=N]`: a socket, another that is connected to it, and
/// what that sent.
func udpSocket(_ words: Words) -> Made {
  let (_, address, text) = boundSocket(cipc_sock_dgram, words)
  Socket.sendDatagrams(to: address, words)
  return Made(address: "udp:\(text)") {}
}

private func boundSocket(_ type: UInt8, _ words: Words) -> (Socket, SocketAddress, String) {
  let host = words.text("host", default: "127.0.0.1")
  let port = words.number("port", default: 7777)
  let address = SocketAddress(host: host, port: port)
  let socket = Socket(address.family, type)
  address.bind(socket.descriptor)
  return (socket, address, "\(host):\(port)")
}
