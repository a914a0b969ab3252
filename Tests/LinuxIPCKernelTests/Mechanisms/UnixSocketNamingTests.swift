import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// What sockets are called, and which of them a name means.
struct UnixSocketNamingTests {
  static let longest = String(repeating: "61", count: 107)

  @Test(arguments: [
    " ", "a b", "a\nb", "é漢", "%41", "-rf", "4711", "[4711]", "@x", "x (deleted)", "\u{202E}x",
    "pipe:[1]", "\u{1B}[31m",
  ])
  func oddNames(text: String) throws {
    try withSandbox {
      let hex = Array(text.utf8).hex
      let sockets = try ForeignSockets(
        """
        name = bytes.fromhex("\(hex)")
        path = socket(AF_UNIX); path.bind(b"/dev/shm/" + name)
        abstract = socket(AF_UNIX, SOCK_DGRAM); abstract.bind(b"\\0" + name)
        keep(path=path, abstract=abstract)
        """)
      let list = try SocketList(UnixSocket.self)
      #expect(try list.name("path", of: sockets) == "/dev/shm/\(text)")
      #expect(try list.name("abstract", of: sockets) == "@\(text)")
      for object in list.objects {
        #expect(try UnixSocket.inspect(object.name, in: .current()).identity == object.identity)
      }
      try sockets.end()
    }
  }

  @Test(arguments: ["00", "610062", "ff", "ff0001", longest, ""])
  func abstractNamesAreBytes(hex: String) throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        name = bytes.fromhex("\(hex)")
        def bind(one):
            # An address of nothing but its NUL is bound by hand: Python would have one chosen.
            data = struct.pack("=H", AF_UNIX) + b"\\0" + name
            assert ctypes.CDLL(None).bind(one.fileno(), data, len(data)) == 0
        one = socket(AF_UNIX); bind(one); keep(one=one)
        """)
      let object = try SocketList(UnixSocket.self).object("one", of: sockets)
      guard case .abstract(let name) = object.name else { throw SupportError("\(object.name)") }
      #expect(name.hex == hex)
      #expect(object.state == .bound)
      #expect(try UnixSocket.inspect(object.name, in: .current()).identity == object.identity)
      try sockets.end()
    }
  }

  /// The kernel chooses five digits for who asks for a name.
  @Test func chosenByTheKernel() throws {
    try withSandbox {
      let sockets = try ForeignSockets(#"one = socket(AF_UNIX); one.bind(""); keep(one=one)"#)
      let name = try SocketList(UnixSocket.self).name("one", of: sockets)
      #expect(name.count == 6)
      #expect(name.dropFirst().allSatisfy { $0.isHexDigit })
      try sockets.end()
    }
  }

  @Test func theLongestPath() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        for length in (107, 108):
            path = "/dev/shm/".ljust(length, "x"); data = struct.pack("=H", AF_UNIX) + path.encode()
            one = socket(AF_UNIX)
            assert ctypes.CDLL(None).bind(one.fileno(), data, len(data)) == 0
            keep(**{f"s{length}": one})
        """)
      let list = try SocketList(UnixSocket.self)
      #expect(try list.name("s107", of: sockets).utf8.count == 107)
      #expect(try list.name("s108", of: sockets).utf8.count == 108)
      #expect(try list.object("s108", of: sockets).lookedUp != nil)
      try sockets.end()
    }
  }

  @Test func relativePath() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        one = socket(AF_UNIX); one.bind("relative"); one.listen(1); keep(one=one)
        """)
      let list = try SocketList(UnixSocket.self)
      let object = try list.object("one", of: sockets)
      #expect(object.name == .inode(object.inode))
      #expect(object.address == Array("relative".utf8))
      #expect(failure { try list.inspect("relative") }?.kind == .usage)
      // It has a path all the same.
      #expect(try list.inspect("/dev/shm/relative").identity == object.identity)
      #expect(try list.inspect("/dev/shm/../shm/relative").identity == object.identity)
      try sockets.end()
    }
  }

  @Test func acceptedSocketsInheritTheName() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        listener = socket(AF_UNIX); listener.bind("/dev/shm/l"); listener.listen(8)
        clients = [socket(AF_UNIX) for _ in range(3)]
        for one in clients: one.connect("/dev/shm/l")
        servers = [listener.accept()[0] for _ in clients]
        keep(listener=listener, one=servers[0], two=servers[1], three=servers[2])
        pause()
        listener.close()
        pause()
        servers[0].close(); servers[1].close(); kept.clear()
        """)
      var list = try SocketList(UnixSocket.self)
      #expect(try list.name("listener", of: sockets) == "/dev/shm/l")
      let server = try list.object("one", of: sockets)
      #expect(server.name == .inode(server.inode))
      #expect(server.address == Array("/dev/shm/l".utf8))
      #expect(try list.inspect("/dev/shm/l").inode == sockets.inode("listener"))
      #expect(try list.inspect("[\(server.inode)]").inode == server.inode)

      try sockets.goOn()
      list = try SocketList(UnixSocket.self)
      let error = failure { try list.inspect("/dev/shm/l") }
      #expect(error?.kind == .usage)
      for name in ["one", "two", "three"] {
        #expect(error?.reason.contains("\(try sockets.inode(name))") == true)
      }
      try sockets.goOn()
      #expect(try list.inspect("/dev/shm/l").inode == sockets.inode("three"), "the only one left")
      try sockets.end()
    }
  }

  @Test func unlinkedAndReboundPaths() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        old = socket(AF_UNIX); old.bind("/dev/shm/p"); old.listen(1); keep(old=old)
        os.unlink("/dev/shm/p")
        pause()
        new = socket(AF_UNIX); new.bind("/dev/shm/p"); new.listen(1); keep(new=new)
        pause()
        os.unlink("/dev/shm/p")
        pause()
        open("/dev/shm/p", "w").close(); new.close(); kept.clear()
        """)
      var list = try SocketList(UnixSocket.self)
      #expect(try list.name("old", of: sockets) == "/dev/shm/p", "nobody else has it")
      #expect(try list.object("old", of: sockets).lookedUp == .nothing)
      #expect(try list.inspect("/dev/shm/p").inode == sockets.inode("old"))

      try sockets.goOn()
      list = try SocketList(UnixSocket.self)
      #expect(try list.name("old", of: sockets) == "\(try sockets.inode("old"))")
      #expect(try list.name("new", of: sockets) == "/dev/shm/p", "the path leads to it")
      #expect(try list.object("old", of: sockets).lookedUp == .another)
      #expect(try list.inspect("/dev/shm/p").inode == sockets.inode("new"))

      try sockets.goOn()
      list = try SocketList(UnixSocket.self)
      #expect(try list.name("new", of: sockets) == "\(try sockets.inode("new"))")
      let error = failure { try list.inspect("/dev/shm/p") }
      #expect(error?.kind == .usage)
      #expect(error?.reason.hasPrefix("2 sockets") == true)

      try sockets.goOn()
      #expect(try list.inspect("/dev/shm/p").inode == sockets.inode("old"))
      #expect(UnixSocket.name(atPath: Array("/dev/shm/p".utf8)) == nil, "a regular file")
      try sockets.end()
    }
  }

  /// Each type has abstract names of its own: none of them is better than the others.
  @Test func oneAbstractNameOfTwoTypes() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        stream = socket(AF_UNIX); stream.bind("\\0both")
        datagrams = socket(AF_UNIX, SOCK_DGRAM); datagrams.bind("\\0both")
        keep(stream=stream, datagrams=datagrams)
        pause()
        stream.listen(1)
        pause()
        stream.close(); kept.clear()
        """)
      for _ in 0..<2 {
        let list = try SocketList(UnixSocket.self)
        for name in ["stream", "datagrams"] {
          #expect(try list.name(name, of: sockets) == "\(try sockets.inode(name))")
        }
        #expect(failure { try list.inspect("@both") }?.kind == .usage)
        try sockets.goOn()
      }
      let list = try SocketList(UnixSocket.self)
      #expect(try list.inspect("@both").inode == list.objects.first?.inode)
      try sockets.end()
    }
  }

  @Test func paths() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        one = socket(AF_UNIX); one.bind("/dev/shm/p"); one.listen(1); keep(one=one)
        os.symlink("p", "/dev/shm/link"); os.mkfifo("/dev/shm/fifo")
        """)
      let name = { (path: String) in UnixSocket.name(atPath: Array(path.utf8)) }
      #expect(name("/dev/shm/p") == .path(Array("/dev/shm/p".utf8)))
      for path in ["/dev/shm/link", "/dev/shm/fifo", "/dev/shm", "/dev/shm/x", "/", ""] {
        #expect(name(path) == nil, "\(path)")
      }
      try sockets.end()
    }
  }

  @Test func anInodeOfAnotherKindIsNone() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        "one = socket(AF_INET); one.bind(('127.0.0.1', 1)); keep(one=one)")
      let list = try SocketList(UnixSocket.self)
      let error = failure { try list.inspect("\(try sockets.inode("one"))") }
      #expect(error?.kind == .notFound)
      #expect(error?.subject == "unix:\(try sockets.inode("one"))")
      try sockets.end()
    }
  }

  /// A socket that was accepted is in the network namespace of its client (KERNEL-NOTES section 5).
  @Test func acrossNetworkNamespaces() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        listener = socket(AF_UNIX); listener.bind("/dev/shm/l"); listener.listen(2)
        there, here = os.pipe(), os.pipe()
        if os.fork() == 0:
            assert ctypes.CDLL(None).unshare(0x40000000) == 0
            client = socket(AF_UNIX); client.connect("/dev/shm/l")
            waiting = socket(AF_UNIX); waiting.connect("/dev/shm/l")
            keep(client=client, waiting=waiting); sys.stdout.flush()
            os.write(here[1], b"x"); os.close(there[1]); os.read(there[0], 1); os._exit(0)
        os.read(here[0], 1)
        server = listener.accept()[0]
        keep(listener=listener, server=server)
        """)
      let list = try SocketList(UnixSocket.self)
      #expect(list.objects.map(\.inode) == [try sockets.inode("listener")])
      let waiting = try #require(list.objects.first?.peers.first)
      #expect(waiting.name == .inode(try sockets.inode("waiting")), "known, and not in the list")
      try sockets.end()
    }
  }
}

extension [UInt8] {
  fileprivate var hex: String {
    map { String(UInt16($0) | 0x100, radix: 16).suffix(2) }.joined()
  }
}
