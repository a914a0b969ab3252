import CLinuxIPC
import IPCSnapshot
import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// What is there and at whose other end; what sockets are called, and what they are at, is in files of their own.
struct UnixSocketTests {
  /// A bit of everything.
  static let population = """
    listener = socket(AF_UNIX); listener.bind("/dev/shm/l"); listener.listen(2)
    client = socket(AF_UNIX); client.connect("/dev/shm/l"); server = listener.accept()[0]
    client.send(b"abc"); client.send(b"defg")
    first = socket(AF_UNIX); first.connect("/dev/shm/l"); first.send(b"early")
    second = socket(AF_UNIX); second.connect("/dev/shm/l")
    packets = socket(AF_UNIX, SOCK_SEQPACKET); packets.bind("\\0packets"); packets.listen(0)
    one, other = socketpair(AF_UNIX, SOCK_SEQPACKET); one.send(b"123"); one.send(b"4")
    log = socket(AF_UNIX, SOCK_DGRAM); log.bind("/dev/shm/log")
    writer = socket(AF_UNIX, SOCK_DGRAM); writer.connect("/dev/shm/log")
    writer.send(b"12345"); writer.send(b"x")
    left, right = socketpair(AF_UNIX, SOCK_DGRAM)
    idle = socket(AF_UNIX)
    keep(listener=listener, client=client, server=server, first=first, second=second,
         packets=packets, one=one, other=other, log=log, writer=writer, left=left, right=right,
         idle=idle)
    """

  @Test func empty() throws {
    try withSandbox {
      #expect(try SocketList(UnixSocket.self).objects.isEmpty)
      let limits = try UnixSocket.limits(in: .current())
      #expect(limits.prefix(2).map(\.setting) == ["net.core.somaxconn", "net.unix.max_dgram_qlen"])
      #expect(failure { try SocketList(UnixSocket.self).inspect("/dev/shm/x") }?.kind == .notFound)
    }
  }

  @Test func one() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        listener = socket(AF_UNIX); listener.bind("/dev/shm/l"); os.chmod("/dev/shm/l", 0o640)
        listener.listen(7); keep(listener=listener)
        """)
      let list = try SocketList(UnixSocket.self)
      #expect(list.objects.count == 1)
      let object = try list.object("listener", of: sockets)
      #expect(object.name == .path(Array("/dev/shm/l".utf8)))
      #expect(object.type == .stream)
      #expect(object.state == .listening)
      #expect(object.uid == 0)
      #expect(object.netNamespace == Namespace.ofThread(.net)?.inode)
      #expect(
        object.fill
          == Fill(bytes: nil, capacityBytes: nil, messages: 0, messagesLimit: 8, canFillUp: true))
      #expect(object.backlog == 7)
      let file = try FileStatus(of: Array("/dev/shm/l".utf8))
      #expect(object.file?.isSameFile(as: file) == true)
      let inspected = try list.inspect("/dev/shm/l")
      #expect(inspected.identity == object.identity)
      var coverage = Coverage()
      let examined = UnixSocket.examine(
        inspected, for: .all, in: .current(), coverage: &coverage)
      #expect(examined?.found == .itself(file))
      #expect(file.mode == 0o640)
      try sockets.end()
      #expect(try SocketList(UnixSocket.self).objects.isEmpty)
      #expect(
        failure { try list.inspect("/dev/shm/l") }?.kind == .notFound, "the file alone is none")
    }
  }

  /// As ss(8) reads the same answer of the kernel, all sockets both ways.
  @Test func agreesWithSS() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let ours = Set(try SocketList(UnixSocket.self).objects.map(Self.rowOfSS))
      let theirs = Set(try Witness.ss("xan").map(Self.withoutMutuality))
      #expect(ours.count == 13)
      #expect(ours.symmetricDifference(theirs).isEmpty)
      try sockets.end()
    }
  }

  /// The kernel says of a datagram socket that it is connected as soon as another is connected to it
  /// (unix_dgram_connect).
  private static func withoutMutuality(_ row: [String]) -> [String] {
    var row = row
    if row[0] == "u_dgr", row[7] == "0" { row[1] = "UNCONN" }
    return row
  }

  private static func rowOfSS(_ object: UnixSocket.Object) -> [String] {
    let type =
      switch object.type {
      case .stream: "u_str"
      case .dgram: "u_dgr"
      case .seqpacket: "u_seq"
      }
    let state =
      switch object.state {
      case .listening: "LISTEN"
      case .bound, .unconnected: "UNCONN"
      default: "ESTAB"
      }
    return [
      type, state, "\(object.receiveQueue)", "\(object.sendQueue)", shown(object) ?? "*",
      "\(object.inode)", "*", "\(object.peerInode ?? 0)",
    ]
  }

  /// As others show what it is bound to.
  private static func shown(_ object: UnixSocket.Object) -> String? {
    object.address.map { address in
      String(decoding: address.map { $0 == 0 ? UInt8(ascii: "@") : $0 }, as: UTF8.self)
    }
  }

  /// /proc/net/unix has those that are not accepted as well, without an inode.
  @Test func agreesWithProcNetUnix() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let all = try Witness.procNetUnix().map(Self.rowOfProc)
      let theirs = all.filter { $0[0] != "0" }
      #expect(all.count - theirs.count == 2)
      let ours = try SocketList(UnixSocket.self).objects.map { object in
        ["\(object.inode)", object.type.rawValue, Self.shown(object) ?? ""]
      }
      #expect(Set(ours) == Set(theirs))
      try sockets.end()
    }
  }

  /// The inode, the type and the path.
  private static func rowOfProc(_ row: [String]) -> [String] {
    let types = ["0001": "stream", "0002": "dgram", "0005": "seqpacket"]
    return [row[6], types[row[4]] ?? "", row.count > 7 ? row[7] : ""]
  }

  @Test func otherEnds() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let list = try SocketList(UnixSocket.self)
      let inode = { (name: String) in "\(try sockets.inode(name))" }
      for (name, peers) in [
        ("listener", [try inode("first"), try inode("second")]), ("first", ["/dev/shm/l"]),
        ("second", ["/dev/shm/l"]), ("client", [try inode("server")]),
        ("server", [try inode("client")]), ("one", [try inode("other")]),
        ("other", [try inode("one")]), ("writer", ["/dev/shm/log"]), ("log", [try inode("writer")]),
        ("left", [try inode("right")]), ("right", [try inode("left")]), ("packets", []),
        ("idle", []),
      ] {
        let object = try list.object(name, of: sockets)
        #expect(object.peers.texts == peers, "\(name)")
        for peer in object.peers {
          #expect(
            try list.inspect(String(decoding: peer.name.text, as: UTF8.self)).identity
              == peer.identity)
        }
      }
      try sockets.end()
    }
  }

  /// Looking is open to everybody, and holders are found by the inode.
  @Test func seenByNobodyAndHeld() throws {
    try withSandbox {
      let sockets = try ForeignSockets(Self.population)
      let all = try SocketList(UnixSocket.self).objects.map(\.inode)
      #expect(try asNobody { try SocketList(UnixSocket.self).objects.map(\.inode) } == all)
      var held: Set<ObjectIdentity> = []
      let scanner = ProcessScanner([UnixSocket.self], in: .current())
      _ = try scanner.scan(process: sockets.pid) { _, findings in
        #expect(findings.allSatisfy { $0.access == .readWrite })
        held.formUnion(findings.map(\.object))
      }
      #expect(held.isSuperset(of: all.map(SocketIdentity.of(inode:))))
      try sockets.end()
    }
  }

  /// A program that knows nothing of Python.
  @Test func socat() throws {
    try withSandbox {
      let server = try Program.system("socat", "UNIX-LISTEN:/dev/shm/s", "PIPE").start()
      var list = try SocketList(UnixSocket.self)
      while !list.objects.contains(where: { $0.isListening }) {
        list = try SocketList(UnixSocket.self)
      }
      let client = try Program.system("socat", "UNIX-CONNECT:/dev/shm/s", "-").start()
      try client.write([0x61, 0x0A])
      #expect(try client.readLine() == "a")
      list = try SocketList(UnixSocket.self)
      let accepted = try #require(
        list.objects.first { $0.address != nil && $0.state == .connected })
      #expect(String(decoding: accepted.address ?? [], as: UTF8.self) == "/dev/shm/s")
      let connected = try #require(
        list.objects.first { $0.identity == accepted.peers.first?.identity })
      #expect(connected.peers.map(\.identity) == [accepted.identity])
      #expect(connected.address == nil)
      _ = try client.finish()
      _ = try server.finish()
    }
  }

  @Test func fiveThousand() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        resource.setrlimit(resource.RLIMIT_NOFILE, (6000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        pairs = [socketpair() for _ in range(2500)]
        keep(first=pairs[0][0], last=pairs[-1][1])
        """)
      let list = try SocketList(UnixSocket.self)
      #expect(list.objects.count == 5000)
      let byIdentity = Dictionary(uniqueKeysWithValues: list.objects.map { ($0.identity, $0) })
      #expect(
        list.objects.allSatisfy { object in
          object.peers.count == 1
            && byIdentity[object.peers[0].identity]?.peers.first?.identity == object.identity
        })
      #expect(list.objects.map(\.inode) == list.objects.map(\.inode).sorted())
      try sockets.end()
    }
  }

  /// Others come and go meanwhile, before them in the kernel's table: what stays is always listed, once.
  @Test func staysListedWhileOthersChange() throws {
    try withSandbox {
      let sockets = try ForeignSockets(
        """
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(6000, limit), limit))
        pairs = [socketpair() for _ in range(2000)]
        keep(**{f"s{n}": one for n, pair in enumerate(pairs) for one in pair[:1]})
        if os.fork() == 0:
            parent = os.getppid()
            while os.getppid() == parent:
                some = [socketpair() for _ in range(100)]
                for pair in some: pair[0].close(); pair[1].close()
            os._exit(0)
        """)
      let wanted = Set(try (0..<2000).map { try sockets.inode("s\($0)") })
      for _ in 0..<60 {
        let inodes = try SocketList(UnixSocket.self).objects.map(\.inode)
        #expect(wanted.subtracting(inodes).isEmpty)
        #expect(Set(inodes).count == inodes.count)
      }
      try sockets.end()
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let sockets = try ForeignSockets(Self.population)
        try checkLeaks {
          let list = try SocketList(UnixSocket.self)
          _ = try list.inspect("/dev/shm/l").lookedUp
          _ = failure { try list.inspect("/nowhere") }
          _ = UnixSocket.name(atPath: Array("/dev/shm/log".utf8))
        }
        try sockets.end()
      }
    }
  }
}
