import Support
import Testing

/// Sockets on the command line.
struct SocketTests {
  /// One of each kind, with what waits there.
  private static let fixtures = [
    ["unix", "path=/mnt/s", "backlog=1", "accept", "clients=2", "bytes=5"],
    ["unix", "type=dgram", "abstract=log", "messages=2", "bytes=3"],
    ["unix", "type=seqpacket", "abstract=packets", "backlog=0"], ["unix", "pair", "bytes=7"],
    ["tcp", "port=8001", "backlog=3", "accept", "clients=1", "bytes=9"],
    ["tcp", "host=::1", "port=8002", "bind"], ["udp", "port=9001", "messages=1", "bytes=4"],
  ]

  private func withFixtures(
    _ body: @escaping @Sendable (_ addresses: [String]) throws -> Void
  ) throws {
    try withSandbox {
      // Files in /dev/shm are taken for shared memory.
      try run(Program.system("mount", "-t", "tmpfs", "none", "/mnt"))
      let running = try Self.fixtures.map { words in
        let program = Program.fixture("")
        return try Program(program.path, words).start()
      }
      let addresses = try running.map { try $0.readLine() ?? "" }
      try body(addresses)
      for program in running { #expect(try program.finish().status == 0) }
    }
  }

  @Test func isListedAndShownByTheAddress() throws {
    try withFixtures { addresses in
      let listed = try ipctool("ls", "unix", "tcp", "udp", "-o", "address", "--no-header").lines
      for address in addresses {
        #expect(listed.contains(address))
        let inode = try json(
          try ipctool("ls", "--json", "--filter", "address=\(address)"), "d['objects'][0]['inode']")
        // By the inode, by the text of a link, and all are one.
        let kind = String(address.prefix { $0 != ":" })
        let shown = try ipctool(
          "show", address, "\(kind):\(inode)", "\(kind):[\(inode)]", "socket:[\(inode)]", "--json")
        #expect(
          try json(
            shown,
            "[o['address'] for o in d['objects']], [o == d['objects'][0] for o in "
              + "d['objects']]")
            == "(\([String](repeating: address, count: 4)), [True, True, True, True])"
            .replacing("\"", with: "'"))
      }
      #expect(Set(listed).count == listed.count)
      let byPath = try ipctool("show", "/mnt/s", "--json")
      #expect(try json(byPath, "d['objects'][0]['address']") == "unix:/mnt/s")
    }
  }

  @Test func hasItsMembersInJSON() throws {
    try withFixtures { addresses in
      let document = try ipctool("ls", "unix", "tcp", "udp", "--json")
      let own = "dict((o['address'], o) for o in d['objects'])"
      for (address, members) in [
        (
          "unix:/mnt/s",
          "type=stream state=listening messages=2 messages_limit=1 bytes=None name=/mnt/s "
            + "path=/mnt/s user=root uid=0 at_path=None"
        ),
        ("unix:@log", "type=dgram state=bound bytes=None next_bytes=3 name=@log path=None"),
        ("unix:@packets", "type=seqpacket state=listening messages=0 messages_limit=0"),
        (addresses[3], "type=stream state=connected bytes=7 messages=None name=None"),
        (
          "tcp:127.0.0.1:8001",
          "type=stream state=listening messages=1 messages_limit=3 bytes=None name=127.0.0.1:8001 "
            + "local_address=127.0.0.1:8001 remote_address=None family=IPv4"
        ),
        ("tcp:::1:8002", "state=bound family=IPv6 messages=None local_address=::1:8002"),
        ("udp:127.0.0.1:9001", "type=dgram state=bound bytes=None drops=0 remote_address=None"),
      ] {
        for member in members.split(separator: " ") where !member.hasPrefix("at_path") {
          let parts = member.split(separator: "=").map(String.init)
          let value = try json(document, "\(own)['\(address)']['\(parts[0])']")
          #expect(value == parts[1], "\(address) \(parts[0])")
        }
        let namespace = try json(document, "\(own)['\(address)']['net_namespace']")
        let ours = try run(Program.system("readlink", "/proc/self/ns/net")).text
        #expect(ours == "net:[\(namespace)]\n")
      }
      // Programs inherit sockets of the network outside.
      let namespace = try run(Program.system("readlink", "/proc/self/ns/net")).text
      let inside = "o['net_namespace'] == \(namespace.filter(\.isNumber))"
      let peers = "sorted(len(o['peers']) for o in d['objects'] if \(inside))"
      #expect(try json(document, peers) == "[0, 0, \(String(repeating: "1, ", count: 14))2]")
      #expect(
        try json(document, "[a for o in d['objects'] for a in o['peers'] if a not in \(own)]")
          == "[]")
    }
  }

  @Test func tablesFitATerminal() throws {
    try withFixtures { _ in
      for kind in ["unix", "tcp", "udp"] {
        // Not those of the network outside, which many programs hold.
        let namespace = try run(Program.system("readlink", "/proc/self/ns/net")).text
        let inside = "net_namespace=\(namespace.filter(\.isNumber))"
        let table = try ipctool("ls", kind, "--filter", inside).lines
        #expect(table.count > 2)
        #expect(table.allSatisfy { $0.count <= 110 }, "\(table)")
        #expect(table[0].hasPrefix("ADDRESS"))
      }
      let queue = try ipctool("ls", "unix", "--filter", "state=listening and messages>1").lines
      #expect(queue.count == 2)
    }
  }

  @Test func summaryTellsTheFullest() throws {
    try withFixtures { _ in
      let document = try ipctool("--json")
      let fullest =
        "[(m['kind'], m['fullest'], m['fullest_percent'], m['objects']) for m in "
        + "d['mechanisms'] if m['kind'] in ('unix', 'tcp', 'udp')]"
      #expect(
        try json(document, fullest)
          == "[('unix', 'unix:/mnt/s', 100, 10), ('tcp', 'tcp:127.0.0.1:8001', 25, 5), "
          + "('udp', None, None, 2)]")
    }
  }

  @Test func refusals() throws {
    try withFixtures { _ in
      try failure(66, Program.ipctool("show", "unix:/nowhere"))
      try failure(66, Program.ipctool("show", "unix:1").amongItsOwn)
      try failure(66, Program.ipctool("show", "tcp:127.0.0.1:1"))
      try failure(66, Program.ipctool("show", "socket:[1]").amongItsOwn)
      try failure(64, Program.ipctool("show", "socket:1"))
      try failure(64, Program.ipctool("show", "unix:relative"))
      try failure(64, Program.ipctool("show", "tcp:localhost:80"))
      let verb = try failure(64, Program.ipctool("rm", "udp:127.0.0.1:9001"))
      #expect(verb[0].hasPrefix("udp:127.0.0.1:9001: it ends with process"))
    }
  }

  /// Without sock_diag there are no sockets to list, and that is said.
  @Test func isHiddenWithoutTheKernelsList() throws {
    try withFixtures { _ in
      let listing = try run(
        Program.ipctool("ls", "unix", "tcp", "--json").refusing("socket:16"))
      #expect(try json(listing, "d['objects']") == "[]")
      #expect(try json(listing, "d['coverage']['complete']") == "False")
      #expect(
        try json(
          listing,
          "[(h['what'], h['count']) for h in d['coverage']['hidden'] if h['count'] is None]")
          == "[('Unix domain socket objects', None), ('TCP socket objects', None)]")
      try failure(77, Program.ipctool("show", "unix:/mnt/s").refusing("socket:16"))
    }
  }

  /// Its path names it, also where memory has its files.
  @Test func isASocketBesideSharedMemory() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import socket, sys
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("/dev/shm/x.sock")
        listener.listen()
        open("/dev/shm/x", "w").close()
        print("ready", flush=True)
        sys.stdin.read()
        """
      ).start()
      _ = try program.readLine()
      let kind = "d['objects'][0]['kind']"
      #expect(try json(try ipctool("show", "/dev/shm/x.sock", "--json"), kind) == "unix")
      #expect(try json(try ipctool("show", "/dev/shm/x", "--json"), kind) == "posix-shm")
      _ = try program.finish()
    }
  }

  /// What a program asked for is nothing that is used up.
  @Test func doesNotTakeABacklogForUse() throws {
    try withFixtures { _ in
      let document = try ipctool("show", "unix:/mnt/s", "tcp:127.0.0.1:8001", "--json")
      let used = try json(
        document,
        "[(l['used'], l['percent'] is None) for o in d['objects'] for l in o['limits'] if "
          + "l['setting'] == 'net.core.somaxconn']")
      #expect(used == "[(None, True), (None, True)]")
      let waiting = try json(
        document,
        "[l['used'] for o in d['objects'] for l in o['limits'] if l['used'] is not None]")
      #expect(waiting == "[2, 1]")
    }
  }

  /// A port is what people know; a number alone is an inode.
  @Test func tellsHowAPortIsWritten() throws {
    try withSandbox {
      for kind in ["tcp", "udp"] {
        let hint = "4567 is taken for an inode; a port is \(kind):HOST:4567"
        let lines = try failure(66, Program.ipctool("show", "\(kind):4567").amongItsOwn)
        #expect(lines.last?.hasPrefix(hint) == true)
        #expect(
          try failure(77, Program.ipctool("show", "\(kind):4567").asNobody).last?
            .hasPrefix(hint + "; processes not looked into: ") == true)
        #expect(try failure(66, Program.ipctool("show", "\(kind):456789").amongItsOwn).count == 2)
      }
      #expect(
        try failure(64, .ipctool("show", "8612")).last
          == "'ipctool ps 8612' lists what a process holds")
    }
  }
}
