import Support
import SystemPackage
import Testing

@testable import LinuxIPC

struct UDPSocketTests {
  /// A bit of everything.
  static let population = """
    def udp(family=AF_INET): return socket(family, SOCK_DGRAM)
    server = udp(); server.bind(("127.0.0.1", 9001))
    client = udp(); client.connect(("127.0.0.1", 9001)); client.send(b"1234"); client.send(b"")
    dual = udp(AF_INET6); dual.bind(("::", 9002))
    caller = udp(); caller.connect(("127.0.0.1", 9002))
    left = udp(); left.bind(("127.0.0.1", 9003)); right = udp(); right.bind(("127.0.0.1", 9004))
    left.connect(("127.0.0.1", 9004)); right.connect(("127.0.0.1", 9003))
    v6 = udp(AF_INET6); v6.bind(("::1", 9005))
    caller6 = udp(AF_INET6); caller6.connect(("::1", 9005))
    every = udp(); every.bind(("0.0.0.0", 9006))
    stranger = udp(); stranger.connect(("127.0.0.1", 9999)); idle = udp()
    keep(server=server, client=client, dual=dual, caller=caller, left=left, right=right, v6=v6,
         caller6=caller6, every=every, stranger=stranger, idle=idle)
    """

  @Test func empty() throws {
    try withSandbox {
      let list = try SocketList(UDPSocket.self)
      #expect(list.objects.isEmpty)
      #expect(failure { try list.inspect("127.0.0.1:80") }?.kind == .notFound)
    }
  }

  /// As ss(8) reads the same answer of the kernel, all sockets both ways.
  @Test func agreesWithSS() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let ours = try SocketList(UDPSocket.self).objects.map { object in
        [
          object.state == .connected ? "ESTAB" : "UNCONN", "\(object.receiveQueue)",
          "\(object.sendQueue)", "\(object.local.port)", "\(object.remote?.port ?? 0)",
          "ino:\(object.inode)",
        ]
      }
      let theirs = try Witness.ss("uane").map { words in
        let ports = words[3...4].map { String($0.split(separator: ":").last ?? "") }
        return Array(words[0...2]) + [ports[0], ports[1] == "*" ? "0" : ports[1]]
          + words.filter { $0.hasPrefix("ino:") }
      }
      #expect(ours.count == 10, "a socket without a port is in no table")
      #expect(Set(ours).symmetricDifference(theirs).isEmpty)
      try sockets.end()
    }
  }

  @Test func namesAndOtherEnds() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let list = try SocketList(UDPSocket.self)
      let inode = { (name: String) in "\(try sockets.inode(name))" }
      for (name, text, peers) in [
        ("server", "127.0.0.1:9001", [try inode("client")]), ("client", nil, ["127.0.0.1:9001"]),
        ("dual", ":::9002", [try inode("caller")]), ("caller", nil, [":::9002"]),
        ("left", nil, [try inode("right")]), ("right", nil, [try inode("left")]),
        ("v6", "::1:9005", [try inode("caller6")]), ("caller6", nil, ["::1:9005"]),
        ("every", "0.0.0.0:9006", []), ("stranger", nil, []),
      ] as [(String, String?, [String])] {
        let object = try list.object(name, of: sockets)
        #expect(try list.name(name, of: sockets) == text ?? inode(name), "\(name)")
        #expect(object.peers.texts == peers, "\(name)")
        #expect(try UDPSocket.inspect(object.name, in: .current()).identity == object.identity)
      }
      #expect(try list.inspect("127.0.0.1:9006").inode == sockets.inode("every"))
      try sockets.end()
    }
  }

  /// The kernel tells memory: that there is none, and not how much there is.
  @Test func queues() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let list = try SocketList(UDPSocket.self)
      let server = try list.object("server", of: sockets)
      #expect(server.fill.bytes == nil)
      #expect(server.receiveQueue > 4)
      #expect(server.memory?.used == server.receiveQueue)
      #expect(try list.object("client", of: sockets).fill.bytes == 0)
      #expect(server.fill.fraction == nil)
      let limit = try #require(UDPSocket.limits(of: server, in: .current()).first)
      let rcvbuf = try TextFile.read("/proc/sys/net/core/rmem_default")
      #expect("\(limit.value ?? 0)\n" == String(decoding: rcvbuf, as: UTF8.self))
      #expect(limit.used == UInt64(server.receiveQueue))
      try sockets.end()
    }
  }

  @Test func drops() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        server = socket(AF_INET, SOCK_DGRAM); server.setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)
        server.bind(("127.0.0.1", 9001)); client = socket(AF_INET, SOCK_DGRAM)
        for _ in range(100): client.sendto(b"x" * 512, ("127.0.0.1", 9001))
        keep(server=server, client=client)
        received = 0; server.setblocking(False); pause()
        while True:
            try: server.recv(600); received += 1
            except BlockingIOError: break
        print("received", received)
        """)
      let full = try SocketList(UDPSocket.self).object("server", of: sockets)
      let drops = try #require(full.memory?.drops)
      #expect(drops > 0)
      try sockets.goOn()
      #expect(UInt32(100) - drops == (try sockets.inode("received")))
      let read = try SocketList(UDPSocket.self).object("server", of: sockets)
      #expect(read.fill.bytes == 0)
      #expect(read.memory?.drops == drops)
      try sockets.end()
    }
  }

  /// Several have one port, as with multicast.
  @Test func namesThatSeveralHave() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        def shared():
            one = socket(AF_INET, SOCK_DGRAM); one.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
            one.bind(("127.0.0.1", 9001)); return one
        client = socket(AF_INET, SOCK_DGRAM)
        keep(one=shared(), two=shared(), client=client); client.connect(("127.0.0.1", 9001))
        """)
      let list = try SocketList(UDPSocket.self)
      let inodes = ["\(try sockets.inode("one"))", "\(try sockets.inode("two"))"]
      #expect(try list.name("one", of: sockets) == inodes[0])
      #expect(failure { try list.inspect("127.0.0.1:9001") }?.kind == .usage)
      #expect(Set(try list.object("client", of: sockets).peers.texts) == Set(inodes))
      try sockets.end()
    }
  }

  @Test func many() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        server = socket(AF_INET, SOCK_DGRAM); server.bind(("127.0.0.1", 9001)); keep(server=server)
        clients = [socket(AF_INET, SOCK_DGRAM) for _ in range(500)]
        for one in clients: one.connect(("127.0.0.1", 9001))
        """)
      let list = try SocketList(UDPSocket.self)
      #expect(list.objects.count == 501)
      #expect(try list.object("server", of: sockets).peers.count == 500)
      #expect(list.objects.allSatisfy { $0.peers.count == 1 || $0.peers.count == 500 })
      try sockets.end()
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox { try checkLeaks { _ = try SocketList(UDPSocket.self) } }
    }
  }
}
