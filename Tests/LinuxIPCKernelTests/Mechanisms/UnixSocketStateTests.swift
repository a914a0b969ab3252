import Support
import Testing

@testable import LinuxIPC

/// What sockets are at, and how full they are.
struct UnixSocketStateTests {
  @Test func statesAndQueues() throws {
    try withSandbox {
      let sockets = try ForeignSockets(UnixSocketTests.population)
      let list = try SocketList(UnixSocket.self)
      for (name, state, bytes, sent) in [
        ("listener", .listening, nil, nil), ("client", .connected, 0, 7),
        ("server", .connected, 7, 0), ("first", .unaccepted, 0, nil),
        ("second", .unaccepted, 0, nil), ("packets", .listening, nil, nil),
        ("one", .connected, 0, 4), ("other", .connected, 4, 0), ("log", .bound, nil, nil),
        ("writer", .connected, 0, nil), ("left", .connected, 0, nil),
        ("idle", .unconnected, 0, nil),
      ] as [(String, UnixSocket.State, UInt64?, UInt64?)] {
        let object = try list.object(name, of: sockets)
        #expect(object.state == state, "\(name)")
        #expect(object.fill.bytes == bytes, "\(name)")
        #expect(object.sentBytes == sent, "\(name)")
      }
      #expect(try list.object("log", of: sockets).receiveQueue == 5, "the first datagram")
      #expect(try list.object("listener", of: sockets).waiting == 2)
      try sockets.end()
    }
  }

  /// One more than its backlog fits, and then the next client has to wait.
  @Test(arguments: [0, 1, 3])
  func fullBacklog(backlog: Int) throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        listener = socket(AF_UNIX); listener.bind("/dev/shm/l"); listener.listen(\(backlog))
        keep(listener=listener)
        for number in range(\(backlog) + 1):
            pause()
            client = socket(AF_UNIX); client.setblocking(False); client.connect("/dev/shm/l")
            keep(**{f"client{number}": client})
        pause()
        late = socket(AF_UNIX); late.setblocking(False)
        try: late.connect("/dev/shm/l"); print("got in", flush=True)
        except BlockingIOError: keep(late=late)
        """)
      for waiting in 0...backlog + 1 {
        let list = try SocketList(UnixSocket.self)
        let object = try list.object("listener", of: sockets)
        #expect(object.waiting == UInt64(waiting))
        #expect(object.backlog == UInt64(backlog))
        let fraction = try #require(object.fill.fraction)
        #expect((fraction >= 1) == (waiting == backlog + 1))
        let limit = try #require(UnixSocket.limits(of: object, in: .current()).first)
        #expect((limit.percent == 100) == (waiting == backlog + 1))
        try sockets.goOn()
      }
      let list = try SocketList(UnixSocket.self)
      #expect(try list.object("late", of: sockets).state == .unconnected)
      #expect(try list.object("listener", of: sockets).peers.count == backlog + 1)
      try sockets.end()
    }
  }

  @Test func shutDirections() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        a, b = socketpair(); a.shutdown(SHUT_WR); keep(a=a, b=b)
        c, d = socketpair(); c.shutdown(SHUT_RD); keep(c=c, d=d)
        e, f = socketpair(); e.shutdown(SHUT_RDWR); keep(e=e, f=f)
        g, h = socketpair(); h.send(b"last words"); h.close(); keep(g=g)
        i, j = socketpair(AF_UNIX, SOCK_DGRAM); j.close(); keep(i=i)
        """)
      let list = try SocketList(UnixSocket.self)
      for (name, state, word) in [
        ("a", .halfClosed, "send"), ("b", .halfClosed, "receive"), ("c", .halfClosed, "receive"),
        ("d", .halfClosed, "send"), ("e", .closed, "both"), ("f", .closed, "both"),
        ("g", .peerGone, "both"), ("i", .peerGone, nil),
      ] as [(String, UnixSocket.State, String?)] {
        let object = try list.object(name, of: sockets)
        #expect(object.state == state, "\(name)")
        #expect(object.shutdown.word == word, "\(name)")
      }
      #expect(try list.object("g", of: sockets).fill.bytes == 10, "still to be read")
      #expect(try list.object("g", of: sockets).peers.isEmpty)
      try sockets.end()
    }
  }

  @Test func datagramsOneWay() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        log = socket(AF_UNIX, SOCK_DGRAM); log.bind("/dev/shm/log"); keep(log=log)
        for number in range(3):
            one = socket(AF_UNIX, SOCK_DGRAM); one.connect("/dev/shm/log")
            keep(**{f"writer{number}": one})
        named = socket(AF_UNIX, SOCK_DGRAM); named.bind("\\0named"); named.connect("/dev/shm/log")
        keep(named=named)
        """)
      let list = try SocketList(UnixSocket.self)
      let writers = try (0..<3).map { "\(try sockets.inode("writer\($0)"))" }
      #expect(Set(try list.object("log", of: sockets).peers.texts) == Set(writers + ["@named"]))
      #expect(try list.object("named", of: sockets).peers.texts == ["/dev/shm/log"])
      #expect(try list.object("named", of: sockets).state == .connected)
      #expect(try list.object("log", of: sockets).state == .bound)
      try sockets.end()
    }
  }
}
