internal import CLinuxIPC
internal import Glibc

/// A socket of the fixture; open until the program ends.
struct Socket {
  let descriptor: Int32

  init(_ family: Int32, _ type: UInt8) {
    descriptor = socket(family, Int32(type), 0)
    guard descriptor >= 0 else { fail("socket") }
  }

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// socketpair(2).
  static func pair(_ type: UInt8) -> (Socket, Socket) {
    var ends: [Int32] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, Int32(type), 0, &ends) == 0 else { fail("socketpair") }
    return (Socket(descriptor: ends[0]), Socket(descriptor: ends[1]))
  }

  /// The connection that waits first.
  func accept() -> Socket {
    let accepted = Glibc.accept(descriptor, nil, nil)
    guard accepted >= 0 else { fail("accept") }
    return Socket(descriptor: accepted)
  }

  /// One send(2) of as many bytes; none for 0.
  func send(_ count: Int) {
    guard count > 0 else { return }
    let bytes = [UInt8](repeating: 0x2A, count: count)
    guard unsafe Glibc.send(descriptor, bytes, count, 0) == count else { fail("send") }
  }

  var inode: UInt64 {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { fail("fstat") }
    return UInt64(status.st_ino)
  }

  /// The one that `type=` names.
  static func type(_ words: Words) -> UInt8 {
    switch words.text("type", default: "stream") {
    case "stream": cipc_sock_stream
    case "dgram": cipc_sock_dgram
    case "seqpacket": cipc_sock_seqpacket
    default: fail("no such type")
    }
  }

  /// Makes this one a listener with what the words `backlog`, `accept`, `clients` and `bytes` tell: an
  /// accepted connection, and clients that are not, each of which has sent bytes.
  func listen(at address: SocketAddress, _ type: UInt8, _ words: Words) {
    guard Glibc.listen(descriptor, Int32(words.number("backlog", default: 8))) == 0 else {
      fail("listen")
    }
    let bytes = words.number("bytes", default: 0)
    if words.has("accept") {
      let client = Socket(address.family, type)
      address.connect(client.descriptor)
      _ = accept()
      client.send(bytes)
    }
    for _ in 0..<words.number("clients", default: 0) {
      let client = Socket(address.family, type)
      address.connect(client.descriptor)
      client.send(bytes)
    }
  }

  /// Sends datagrams to `address`, as the words `connect`, `messages` and `bytes` tell.
  static func sendDatagrams(to address: SocketAddress, _ words: Words) {
    guard words.has("connect") || words.has("messages") else { return }
    let sender = Socket(address.family, cipc_sock_dgram)
    address.connect(sender.descriptor)
    for _ in 0..<words.number("messages", default: 0) {
      sender.send(words.number("bytes", default: 1))
    }
  }
}
