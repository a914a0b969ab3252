import CLinuxIPC
import Testing

@testable import LinuxIPC

/// Who is at the other end, in lists that no kernel gave.
struct SocketLinkingTests {
  private func unix(
    _ inode: UInt32, _ type: SocketType = .stream, state: UInt8 = cipc_tcp_established,
    address: String? = nil, peer: UInt32? = nil, waiting: [UInt32] = []
  ) -> UnixSocket.Object {
    UnixSocket.Object(
      name: .inode(inode), inode: inode, type: type,
      state: UnixSocket.State(number: state, type, peer: peer, [], isNamed: address != nil),
      shutdown: [], address: address.map(\.bytes), file: nil, uid: 0, receiveQueue: inode,
      sendQueue: 0, peerInode: peer, waitingInodes: waiting)
  }

  private func peers(_ sockets: [UnixSocket.Object]) -> [[String]] {
    var sockets = sockets
    UnixSocket.link(&sockets)
    return sockets.map { $0.peers.map { String(decoding: $0.name.text, as: UTF8.self) } }
  }

  @Test func unixConnections() {
    let listener = unix(1, state: cipc_tcp_listen, address: "/l", waiting: [4, 5])
    #expect(
      peers([
        listener, unix(2, peer: 3), unix(3, address: "/l", peer: 2), unix(4, peer: 0),
        // A client and a peer of another network namespace: their inodes are known all the same.
        unix(6, peer: 99), unix(7),
      ]) == [["4", "5"], ["3"], ["2"], ["/l"], ["99"], []])
  }

  @Test func unixDatagrams() {
    let sockets = [
      unix(1, .dgram, state: cipc_tcp_close, address: "\0log"), unix(2, .dgram, peer: 1),
      unix(3, .dgram, address: "/three", peer: 1), unix(4, .dgram, peer: 5),
      unix(5, .dgram, peer: 4),
      unix(6, .dgram, peer: 5), unix(7, .dgram, peer: 7), unix(8, .dgram, peer: 0),
    ]
    #expect(
      peers(sockets) == [
        ["2", "/three"], ["@log"], ["@log"], ["5"], ["4", "6"], ["5"], ["7"], [],
      ])
  }

  @Test func unreadBytesOfTheOtherEnd() {
    var sockets = [unix(2, peer: 3), unix(3, peer: 2), unix(4, .dgram, peer: 5), unix(6, peer: 9)]
    UnixSocket.link(&sockets)
    #expect(sockets.map(\.sentBytes) == [3, 2, nil, nil])
  }

  @Test func namesThatSeveralHave() {
    var sockets = [
      unix(1, state: cipc_tcp_listen, address: "\0one"), unix(2, .dgram, address: "\0one"),
      unix(3, .dgram, address: "\0two"),
      unix(4, .seqpacket, state: cipc_tcp_close, address: "\0two"),
      unix(5, .dgram, address: "/nowhere/x"), unix(6, .dgram, address: "/nowhere/x"),
      unix(7, state: cipc_tcp_listen, address: "relative"),
      unix(8, state: cipc_tcp_close, address: "/alone"), unix(9, address: "/client", peer: 10),
    ]
    UnixSocket.link(&sockets)
    #expect(
      sockets.map { String(decoding: $0.name.text, as: UTF8.self) }
        == ["1", "2", "3", "4", "5", "6", "7", "/alone", "9"])
  }

  /// Twice as many take no more than about twice as long.
  @Test func timeGrowsWithTheNumberOfSockets() {
    func seconds(_ count: UInt32) -> Duration {
      var sockets = (1...count).map { inode in
        unix(inode, inode % 3 == 0 ? .dgram : .stream, peer: inode % 3 == 0 ? 3 : inode ^ 1)
      }
      return ContinuousClock().measure { UnixSocket.link(&sockets) }
    }
    let few = (0..<3).map { _ in seconds(2000) }.min() ?? .zero
    let many = (0..<3).map { _ in seconds(20000) }.min() ?? .zero
    #expect(many < few * 60, "\(few), \(many)")
  }

  private func internet<Kind>(
    _ inode: UInt32, _ state: InternetState, _ local: String, _ remote: String? = nil,
    queue: UInt32 = 0, onlyV6: Bool? = nil
  ) throws -> InternetSocketObject<Kind> {
    InternetSocketObject<Kind>(
      name: .inode(inode), inode: inode, state: state,
      local: try #require(InternetEndpoint(parsing: local.bytes)),
      remote: try remote.map { try #require(InternetEndpoint(parsing: $0.bytes)) }, uid: 0,
      receiveQueue: queue, sendQueue: 0, interface: nil, isOnlyV6: onlyV6, shutdown: [], memory: nil
    )
  }

  private func peers<Kind: InternetSocketKind>(
    _ kind: Kind.Type, _ sockets: [InternetSocketObject<Kind>]
  ) -> [[String]] {
    var sockets = sockets
    kind.name(&sockets)
    kind.link(&sockets)
    return sockets.map { $0.peers.map { String(decoding: $0.name.text, as: UTF8.self) } }
  }

  @Test func tcpConnections() throws {
    #expect(
      try peers(
        TCPSocket.self,
        [
          internet(1, .listening, "0.0.0.0:80"),
          internet(2, .connected, "10.0.0.1:80", "10.0.0.1:5000"),
          internet(3, .connected, "10.0.0.1:5000", "10.0.0.1:80"),
          internet(4, .connected, "10.0.0.1:80", "10.9.9.9:5000"),
          internet(5, .connected, "::ffff:10.0.0.1:81", "::ffff:127.0.0.1:9"),
          internet(6, .connected, "127.0.0.1:9", "10.0.0.1:81"),
          internet(7, .connected, "127.0.0.1:7", "127.0.0.1:7"),
        ]) == [[], ["3"], ["2"], [], ["6"], ["5"], ["7"]])
  }

  @Test func tcpClientsThatWait() throws {
    let sockets: [TCPSocket.Object] = [
      try internet(1, .listening, "0.0.0.0:80"), try internet(2, .listening, ":::80", onlyV6: true),
      try internet(3, .listening, ":::81", onlyV6: false),
      try internet(4, .listening, "127.0.0.2:80"),
      try internet(11, .connected, "127.0.0.1:1", "127.0.0.1:80"),
      try internet(0, .connected, "127.0.0.1:80", "127.0.0.1:1"),
      try internet(12, .connected, "::1:1", "::1:80"),
      try internet(0, .closeWait, "::1:80", "::1:1"),
      try internet(13, .connected, "127.0.0.1:1", "127.0.0.1:81"),
      try internet(0, .synReceived, "::ffff:127.0.0.1:81", "::ffff:127.0.0.1:1"),
      try internet(14, .connected, "127.0.0.1:1", "127.0.0.2:80"),
      try internet(0, .connected, "127.0.0.2:80", "127.0.0.1:1"),
      // The server's end was closed: nobody will accept it.
      try internet(15, .connected, "127.0.0.1:2", "127.0.0.1:80"),
      try internet(0, .finWait2, "127.0.0.1:80", "127.0.0.1:2"),
    ]
    #expect(
      peers(TCPSocket.self, sockets) == [
        ["11"], ["12"], ["13"], ["14"], ["0.0.0.0:80"], [], [":::80"], [], [":::81"], [],
        ["127.0.0.2:80"], [], [], [],
      ])
  }

  /// Where the kernel chooses among listeners by chance, those that have somebody waiting.
  @Test func tcpListenersThatShareAPort() throws {
    let client: [TCPSocket.Object] = [
      try internet(11, .connected, "127.0.0.1:1", "127.0.0.1:80"),
      try internet(0, .connected, "127.0.0.1:80", "127.0.0.1:1"),
    ]
    let idle: TCPSocket.Object = try internet(1, .listening, "127.0.0.1:80")
    let busy: TCPSocket.Object = try internet(2, .listening, "127.0.0.1:80", queue: 1)
    #expect(peers(TCPSocket.self, [idle, busy] + client) == [[], ["11"], ["2"], []])
    #expect(peers(TCPSocket.self, [idle] + client) == [["11"], ["127.0.0.1:80"], []])
  }

  @Test func udp() throws {
    let sockets: [UDPSocket.Object] = [
      try internet(1, .bound, "127.0.0.1:53"),
      try internet(2, .connected, "127.0.0.1:1", "127.0.0.1:53"),
      try internet(3, .bound, ":::54", onlyV6: false),
      try internet(4, .connected, "127.0.0.1:2", "127.0.0.1:54"),
      try internet(5, .connected, "127.0.0.1:3", "127.0.0.1:4"),
      try internet(6, .connected, "::ffff:127.0.0.1:4", "::ffff:127.0.0.1:3"),
      try internet(7, .bound, "0.0.0.0:55"),
      // The same port of another machine.
      try internet(8, .connected, "10.0.0.1:5", "192.0.2.1:55"),
      try internet(9, .connected, "10.0.0.1:6", "10.0.0.1:55"),
      try internet(10, .bound, ":::56", onlyV6: true),
      try internet(11, .connected, "127.0.0.1:7", "127.0.0.1:56"),
    ]
    #expect(
      peers(UDPSocket.self, sockets) == [
        ["2"], ["127.0.0.1:53"], ["4"], [":::54"], ["6"], ["5"], ["9"], [], ["0.0.0.0:55"], [], [],
      ])
  }

  @Test func portsThatSeveralHave() throws {
    var sockets: [TCPSocket.Object] = [
      try internet(1, .listening, "127.0.0.1:80"), try internet(2, .bound, "127.0.0.1:80"),
      try internet(3, .listening, "127.0.0.1:81"), try internet(4, .listening, "127.0.0.1:81"),
      try internet(5, .listening, "0.0.0.0:82"), try internet(6, .listening, ":::82"),
      try internet(7, .connected, "0.0.0.0:82", "127.0.0.1:1"), try internet(8, .bound, "::1:83"),
    ]
    TCPSocket.name(&sockets)
    #expect(
      sockets.map { String(decoding: $0.name.text, as: UTF8.self) }
        == ["127.0.0.1:80", "2", "3", "4", "0.0.0.0:82", ":::82", "7", "::1:83"])
  }
}
