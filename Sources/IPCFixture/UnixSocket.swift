internal import CLinuxIPC
internal import Glibc

/// `unix [type=stream|dgram|seqpacket] [path=/PATH|abstract=NAME|pair] [backlog=N] [accept] [clients=N]
/// [connect] [messages=N] [bytes=N]`: a listener with an accepted connection and clients that wait; or a
/// socket for datagrams, another that is connected to it, and what that sent; or a pair, of which one has
/// sent bytes.
func unixSocket(_ words: Words) -> Made {
  let type = Socket.type(words)
  if words.has("pair") {
    let (one, other) = Socket.pair(type)
    one.send(words.number("bytes", default: 0))
    return Made(address: "unix:\(other.inode)") {}
  }
  let path = words.text("path", default: "")
  let name = words.text("abstract", default: "fixture")
  let address = path.isEmpty ? SocketAddress(abstract: name) : SocketAddress(path: path)
  let socket = Socket(AF_UNIX, type)
  address.bind(socket.descriptor)
  if type == cipc_sock_dgram {
    Socket.sendDatagrams(to: address, words)
  } else {
    socket.listen(at: address, type, words)
  }
  return Made(address: path.isEmpty ? "unix:@\(name)" : "unix:\(path)") {
    if !path.isEmpty { unsafe _ = unlink(path) }
  }
}
