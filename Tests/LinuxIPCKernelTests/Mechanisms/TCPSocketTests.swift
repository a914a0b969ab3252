import Support
import SystemPackage
import Testing

@testable import LinuxIPC

struct TCPSocketTests {
  /// A bit of everything.
  static let population = """
    v4 = socket(); v4.bind(("127.0.0.1", 8001)); v4.listen(3)
    client = socket(); client.connect(("127.0.0.1", 8001)); server = v4.accept()[0]
    client.send(b"hello")
    first = socket(); first.connect(("127.0.0.1", 8001)); first.send(b"early")
    second = socket(); second.connect(("127.0.0.1", 8001))
    v6 = socket(AF_INET6); v6.bind(("::1", 8002)); v6.listen(5)
    client6 = socket(AF_INET6); client6.connect(("::1", 8002)); server6 = v6.accept()[0]
    dual = socket(AF_INET6); dual.bind(("::", 8003)); dual.listen(5)
    caller = socket(); caller.connect(("127.0.0.1", 8003)); answerer = dual.accept()[0]
    waiting = socket(); waiting.connect(("127.0.0.1", 8003))
    only = socket(AF_INET6); only.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1); only.bind(("::", 8004))
    only.listen(0)
    every = socket(); every.bind(("0.0.0.0", 8004)); every.listen(0)
    near = socket(); near.connect(("127.0.0.1", 8001)); near6 = socket(AF_INET6)
    near6.connect(("::1", 8004))
    half = socket(); half.connect(("127.0.0.1", 8004)); rest = every.accept()[0]
    half.send(b"bye"); half.shutdown(SHUT_WR)
    bound = socket(); bound.bind(("127.0.0.1", 8005)); idle = socket()
    keep(v4=v4, client=client, server=server, first=first, second=second, v6=v6, client6=client6,
         server6=server6, dual=dual, caller=caller, answerer=answerer, waiting=waiting, only=only,
         every=every, near=near, near6=near6, half=half, rest=rest, bound=bound, idle=idle)
    import time; time.sleep(0.1)
    """

  @Test func empty() throws {
    try withSandbox {
      let list = try SocketList(TCPSocket.self)
      #expect(list.objects.isEmpty)
      #expect(try TCPSocket.limits(in: .current()).first?.setting == "net.core.somaxconn")
      #expect(failure { try list.inspect("127.0.0.1:80") }?.kind == .notFound)
      #expect(failure { try list.inspect("1") }?.kind == .notFound)
    }
  }

  /// As ss(8) reads the same answer of the kernel, all sockets both ways.
  @Test func agreesWithSS() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let states = [
        InternetState.connected: "ESTAB", .unaccepted: "ESTAB", .listening: "LISTEN",
        .closeWait: "CLOSE-WAIT", .finWait2: "FIN-WAIT-2",
      ]
      // ss of iproute2 6.1 does not know of those that are bound only.
      let ours = try SocketList(TCPSocket.self).objects.filter { $0.state != .bound }.map {
        object in
        [
          object.state.map { states[$0] ?? $0.rawValue } ?? "", "\(object.receiveQueue)",
          "\(object.sendQueue)", Self.text(object), "ino:\(object.inode)",
        ]
      }
      let theirs = try Witness.ss("tane").compactMap { words -> [String]? in
        guard let inode = words.first(where: { $0.hasPrefix("ino:") }), inode != "ino:0" else {
          return nil
        }
        return Array(words[0...2]) + [words[3] + " " + words[4], inode]
      }
      #expect(ours.count == 18)
      #expect(Set(ours).symmetricDifference(theirs).isEmpty)
      try sockets.end()
    }
  }

  /// Both ends as ss writes them.
  private static func text(_ socket: TCPSocket.Object) -> String {
    let ends = [socket.local, socket.remote].map { end -> String in
      let isV6 = socket.local.address.family == .v6
      let all = socket.isOnlyV6 == false ? "*" : isV6 ? "[::]" : "0.0.0.0"
      guard let end else { return all + ":*" }
      if end.address == .any(end.address.family) { return "\(all):\(end.port)" }
      let host = String(decoding: end.address.text, as: UTF8.self)
      return isV6 ? "[\(host)]:\(end.port)" : "\(host):\(end.port)"
    }
    return ends.joined(separator: " ")
  }

  @Test func namesAndOtherEnds() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let list = try SocketList(TCPSocket.self)
      let inode = { (name: String) in "\(try sockets.inode(name))" }
      for (name, text, peers) in [
        (
          "v4", "127.0.0.1:8001", [try inode("first"), try inode("second"), try inode("near")]
        ), ("client", nil, [try inode("server")]), ("server", nil, [try inode("client")]),
        ("first", nil, ["127.0.0.1:8001"]), ("second", nil, ["127.0.0.1:8001"]),
        ("v6", "::1:8002", []), ("client6", nil, [try inode("server6")]),
        ("server6", nil, [try inode("client6")]), ("dual", ":::8003", [try inode("waiting")]),
        ("caller", nil, [try inode("answerer")]), ("answerer", nil, [try inode("caller")]),
        ("waiting", nil, [":::8003"]), ("only", ":::8004", [try inode("near6")]),
        ("near6", nil, [":::8004"]), ("every", "0.0.0.0:8004", []),
        ("half", nil, [try inode("rest")]), ("rest", nil, [try inode("half")]),
        ("bound", "127.0.0.1:8005", []),
      ] as [(String, String?, [String])] {
        let object = try list.object(name, of: sockets)
        #expect(try list.name(name, of: sockets) == text ?? inode(name), "\(name)")
        #expect(Set(object.peers.texts) == Set(peers), "\(name)")
        #expect(try TCPSocket.inspect(object.name, in: .current()).identity == object.identity)
      }
      #expect(list.objects.count == 19, "a socket without a port is in no table")
      try sockets.end()
    }
  }

  @Test func statesAndQueues() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let list = try SocketList(TCPSocket.self)
      for (name, state, bytes) in [
        ("v4", .listening, nil), ("client", .connected, 0), ("server", .connected, 5),
        ("first", .unaccepted, 0), ("half", .finWait2, 0), ("rest", .closeWait, 3),
        ("bound", .bound, 0), ("waiting", .unaccepted, 0), ("near6", .unaccepted, 0),
      ] as [(String, InternetState, UInt64?)] {
        let object = try list.object(name, of: sockets)
        #expect(object.state == state, "\(name)")
        #expect(object.fill.bytes == bytes, "\(name)")
        #expect(object.sentBytes == (bytes == nil ? nil : 0), "\(name)")
        #expect(object.uid == 0)
        #expect(object.netNamespace == Namespace.ofThread(.net)?.inode)
      }
      #expect(try list.object("rest", of: sockets).receiveQueue == 4, "the end is counted")
      #expect(try list.object("rest", of: sockets).shutdown == .receive)
      #expect(try list.object("half", of: sockets).shutdown == .send)
      let listener = try list.object("v4", of: sockets)
      #expect(
        listener.fill
          == Fill(bytes: nil, capacityBytes: nil, messages: 3, messagesLimit: 4, canFillUp: true))
      #expect(
        try list.object("only", of: sockets).fill.fraction == 1, "a backlog of 0 has room for 1")
      try sockets.end()
    }
  }

  /// More was sent than the other end takes.
  @Test func whatIsNotTakenYet() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        listener = socket(); listener.setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)
        listener.bind(("127.0.0.1", 8001)); listener.listen(1)
        client = socket(); client.connect(("127.0.0.1", 8001)); server = listener.accept()[0]
        client.setblocking(False); sent = 0
        while True:
            try: sent += client.send(b"x" * 4096)
            except BlockingIOError: break
        client.shutdown(SHUT_WR)
        keep(client=client, server=server)
        import time; time.sleep(0.3)
        print("sent", sent)
        """)
      let list = try SocketList(TCPSocket.self)
      let (client, server) = (
        try list.object("client", of: sockets), try list.object("server", of: sockets)
      )
      #expect(client.state == .finWait1)
      #expect(server.state == .connected, "the end has not arrived")
      let total = (client.sentBytes ?? 0) + (server.unreadBytes ?? 0)
      #expect(total == UInt64(try sockets.inode("sent")))
      #expect(server.unreadBytes ?? 0 > 0)
      try sockets.end()
    }
  }

  @Test func namesThatSeveralHave() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        def shared(listens):
            one = socket(); one.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
            one.bind(("127.0.0.1", 8001))
            if listens: one.listen(1)
            return one
        keep(one=shared(True), two=shared(True))
        wide = socket(); wide.bind(("0.0.0.0", 8002)); wide.listen(2)
        clients = [socket(), socket()]
        for client in clients: client.connect(("127.0.0.1", 8002))
        servers = [wide.accept()[0] for _ in clients]
        keep(wide=wide, server=servers[0], client=clients[0])
        print("port", clients[0].getsockname()[1])
        """)
      let list = try SocketList(TCPSocket.self)
      #expect(try list.name("one", of: sockets) == "\(try sockets.inode("one"))")
      let error = failure { try list.inspect("127.0.0.1:8001") }
      #expect(error?.kind == .usage)
      #expect(error?.reason.contains("\(try sockets.inode("two"))") == true)
      // Those that were accepted have the address; who is bound to every one is meant.
      #expect(try list.inspect("127.0.0.1:8002").inode == sockets.inode("wide"))
      #expect(
        failure { try list.inspect("192.0.2.1:8002") }?.kind == .notFound, "of another machine")
      let port = try sockets.inode("port")
      #expect(try list.inspect("127.0.0.1:\(port)").inode == sockets.inode("client"))
      try sockets.end()
    }
  }

  /// Connections that share one port of a server, and one whose server ended meanwhile.
  @Test func manyOfOnePort() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        listener = socket(AF_INET6); listener.bind(("::", 8001)); listener.listen(200)
        pairs = []
        for number in range(200):
            client = socket(AF_INET if number % 2 else AF_INET6)
            client.connect(("127.0.0.1" if number % 2 else "::1", 8001))
            pairs.append((client, listener.accept()[0]))
        keep(listener=listener)
        pause()
        for client, server in pairs[:100]: server.close()
        """)
      let list = try SocketList(TCPSocket.self)
      #expect(list.objects.count == 401)
      let byIdentity = Dictionary(uniqueKeysWithValues: list.objects.map { ($0.identity, $0) })
      for object in list.objects where !object.isListening {
        #expect(object.peers.count == 1)
        #expect(byIdentity[object.peers[0].identity]?.peers.first?.identity == object.identity)
      }
      try sockets.goOn()
      let left = try SocketList(TCPSocket.self).objects
      #expect(left.count == 301)
      #expect(left.count { $0.state == .closeWait } == 100)
      #expect(left.allSatisfy { $0.state != .closeWait || $0.peers.isEmpty })
      try sockets.end()
    }
  }

  @Test func linkLocalAddressesHaveAnInterface() throws {
    try withSandbox {
      let added = try Program.system(
        "ip", "-6", "address", "add", "fe80::1/64", "dev", "lo", "nodad"
      ).run()
      try #require(added.status == 0, "\(added.errorText)")
      let sockets = try ForeignSockets(
        """
        one = socket(AF_INET6); one.bind(("fe80::1", 8001, 0, 1)); one.listen(1)
        tied = socket(); tied.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, b"lo")
        tied.bind(("127.0.0.1", 8002)); tied.listen(1); keep(one=one, tied=tied)
        """)
      let list = try SocketList(TCPSocket.self)
      #expect(try list.name("one", of: sockets) == "fe80::1%lo:8001")
      #expect(try list.inspect("[fe80::1%1]:8001").inode == sockets.inode("one"))
      #expect(try list.inspect("fe80::1:8001").inode == sockets.inode("one"), "the only one of any")
      #expect(try list.name("tied", of: sockets) == "127.0.0.1:8002")
      #expect(try list.object("tied", of: sockets).interface?.name == Array("lo".utf8))
      try sockets.end()
    }
  }

  /// A program that knows nothing of Python.
  @Test func socat() throws {
    try withSandbox {
      let server = try Program.system("socat", "TCP4-LISTEN:8001,bind=127.0.0.1", "PIPE").start()
      var list = try SocketList(TCPSocket.self)
      while list.objects.isEmpty { list = try SocketList(TCPSocket.self) }
      let client = try Program.system("socat", "TCP4:127.0.0.1:8001", "-").start()
      try client.write([0x61, 0x0A])
      #expect(try client.readLine() == "a")
      let ends = try SocketList(TCPSocket.self).objects.filter { $0.state == .connected }
      #expect(ends.count == 2)
      #expect(ends[0].peers.map(\.identity) == [ends[1].identity])
      _ = try client.finish()
      _ = try server.finish()
    }
  }

  @Test func seenByNobody() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let all = try SocketList(TCPSocket.self).objects.map(\.inode)
      #expect(try asNobody { try SocketList(TCPSocket.self).objects.map(\.inode) } == all)
      try sockets.end()
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        try checkLeaks {
          let list = try SocketList(TCPSocket.self)
          _ = failure { try list.inspect("fe80::1%lo:80") }
        }
      }
    }
  }
}
