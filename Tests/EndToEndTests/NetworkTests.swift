import Support
import Testing

/// Unix sockets between network namespaces: each of these lists its own alone, and an accepted socket is in
/// that of its client.
struct NetworkTests {
  /// A server, whose client has left for another network, and a receiver of datagrams, whose sender has.
  /// Prints the pids of both sides, then the inodes of receiver, sender, listener, accepted socket and client.
  private static let program = """
    import ctypes, os, socket, sys
    os.chdir("/dev/shm")
    def inode(s): return os.fstat(s.fileno()).st_ino
    receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    receiver.bind("/dev/shm/receiver")
    server = socket.socket(socket.AF_UNIX)
    server.bind("/dev/shm/server")
    server.listen(1)
    got, tell = os.pipe()
    child = os.fork()
    if child == 0:
        receiver.close(); server.close()
        assert ctypes.CDLL(None).unshare(0x40000000) == 0
        sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        sender.connect("/dev/shm/receiver")
        client = socket.socket(socket.AF_UNIX)
        client.connect("/dev/shm/server")
        os.write(tell, b"%d %d" % (inode(sender), inode(client)))
        sys.stdin.read()
        os._exit(0)
    accepted, _ = server.accept()
    accepted.send(b"hello")
    sender, client = os.read(got, 64).decode().split()
    print(os.getpid(), child, inode(receiver), sender, inode(server), inode(accepted), client, flush=True)
    sys.stdin.read()
    """

  private struct Scene {
    let running: RunningProgram
    let server, client, receiver, sender, listener, accepted, caller: String

    init() throws {
      running = try Program.python(NetworkTests.program).start()
      let words = try #require(try running.readLine()).words
      try #require(words.count == 7)
      (server, client, receiver, sender) = (words[0], words[1], words[2], words[3])
      (listener, accepted, caller) = (words[4], words[5], words[6])
    }

    /// The inodes of the sockets that /proc shows of the server.
    func held() throws -> [String] {
      try run(
        shell("for f in /proc/$1/fd/*; do readlink $f; done | grep -o 'socket:.[0-9]*'; :", server)
      ).lines.map { $0.filter(\.isNumber) }.sorted()
    }
  }

  /// What `--pid` lists is what the process holds, whatever columns are shown.
  @Test(arguments: [
    ["unix", "-o", "inode"], ["unix", "-o", "inode,holders"], ["unix", "-o", "inode,peers"],
    ["-o", "inode", "--filter", "kind=unix"],
  ])
  func listsWhatAProcessHolds(_ arguments: [String]) throws {
    try withSandbox {
      let scene = try Scene()
      let document = try run(Program.ipctool(["ls", "--pid", scene.server, "--json"] + arguments))
      let inodes = try json(document, "' '.join(sorted(str(o['inode']) for o in d['objects']))")
      #expect(inodes.words == (try scene.held()))
      #expect(inodes.words.contains(scene.accepted))
      // All was found, whatever else of the machine may not be seen.
      #expect(
        try json(
          document,
          "[h for h in d['coverage']['hidden'] if h['what'] == 'Unix domain sockets']") == "[]")
      _ = try scene.running.finish()
    }
  }

  /// Nothing but the process in question is looked at as long as its sockets are in our own list.
  @Test func looksAtNobodyElseWithoutNeed() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import os, socket, sys
        pair = socket.socketpair()
        print(os.getpid(), flush=True)
        sys.stdin.read()
        """
      ).start()
      let pid = try #require(try program.readLine())
      let trace = try ScratchFile()
      let rows = try run(
        shell(
          "exec strace -f -qq -e trace=%file -o $1 ipctool ls unix --pid $2 -o inode --no-header",
          trace.path, pid)
      ).lines
      #expect(rows.count == 2)
      let calls = try contents(of: trace.path).text.split(separator: "\n")
      #expect(calls.contains { $0.contains("\"/proc/\(pid)\"") })
      #expect(!calls.contains { $0.contains("\"/proc\"") || $0.contains("\"/proc/1\"") })
      _ = try program.finish()
    }
  }

  /// Where all processes are in one network, no other end is in another, and what they hold does not matter.
  @Test func looksForNoOtherEndsInOneNetwork() throws {
    try withSandbox {
      let trace = try ScratchFile()
      let script =
        "exec strace -f -qq -e trace=%file -o $1 ipctool ls unix -o address,peers,send_bytes"
      try run(shell(script, trace.path).amongItsOwn)
      let calls = try contents(of: trace.path).text.split(separator: "\n")
      #expect(calls.contains { $0.contains("\"/proc/1/ns/net\"") })
      #expect(!calls.contains { $0.contains("\"/proc/1\"") })
    }
  }

  /// Who has a network that nobody is in any more, and may not be asked which, is counted.
  @Test func countsWhatIsInNoNetwork() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, socket, sys
        home = os.open("/proc/self/ns/net", os.O_RDONLY)
        c = ctypes.CDLL(None)
        assert c.unshare(0x40000000) == 0
        left = socket.socketpair()
        assert c.setns(home, 0) == 0
        print(os.getpid(), flush=True)
        sys.stdin.read()
        """
      ).start()
      let pid = try #require(try program.readLine())
      for columns in ["address", "address,holders"] {
        let tool = Program.ipctool("ls", "unix", "--pid", pid, "-o", columns, "--json")
        let hidden =
          "[h['count'] for h in d['coverage']['hidden'] if h['what'] == 'Unix domain sockets']"
        #expect(try json(try run(tool), "len(d['objects'])") == "2", "\(columns)")
        #expect(try json(try run(tool), hidden) == "[]", "\(columns)")
        let poorer = Program.system(
          "setpriv",
          arguments: ["--bounding-set=-net_admin", "--inh-caps=-all", "--", tool.path]
            + tool.arguments)
        #expect(try json(try run(poorer), "d['objects']") == "[]", "\(columns)")
        #expect(try json(try run(poorer), hidden) == "[2]", "\(columns)")
      }
      _ = try program.finish()
    }
  }

  /// The other ends are the same whatever else is shown, asked or left out.
  @Test(arguments: [
    ["-o", "inode,peers,send_bytes"], ["-o", "inode,holders,peers,send_bytes"],
    ["-o", "inode,holders,peers,send_bytes", "--filter", "kind=unix"],
    ["-o", "inode,peers,send_bytes", "--filter", "kind=unix"],
    ["-o", "inode,peers,send_bytes", "--filter", "peers"],
    ["-o", "inode,peers,send_bytes", "--pid"], ["-o", "inode,holders,peers,send_bytes", "--pid"],
    ["-o", "inode,peers,send_bytes", "--filter", "inode=RECEIVER or inode=ACCEPTED"],
    ["-o", "inode,holders,peers,send_bytes", "--filter", "inode=RECEIVER or inode=ACCEPTED"],
  ])
  func tellsTheOtherEnd(_ arguments: [String]) throws {
    try withSandbox {
      let scene = try Scene()
      let words =
        (arguments + (arguments.last == "--pid" ? [scene.server] : [])).map {
          $0.replacing("RECEIVER", with: scene.receiver)
            .replacing("ACCEPTED", with: scene.accepted)
        }
      let document = try run(Program.ipctool(["ls", "unix", "--json"] + words))
      func peers(_ inode: String) throws -> String {
        try json(document, "[o['peers'] for o in d['objects'] if o['inode'] == \(inode)]")
      }
      #expect(try peers(scene.receiver) == "[['unix:\(scene.sender)']]")
      #expect(try peers(scene.accepted) == "[['unix:\(scene.caller)']]")
      let unread = "[o['send_bytes'] for o in d['objects'] if o['inode'] == \(scene.accepted)]"
      #expect(try json(document, unread) == "[5]")
      if !words.contains("--pid"), !words.contains(where: { $0.contains(scene.receiver) }) {
        #expect(try peers(scene.sender) == "[['unix:/dev/shm/receiver']]")
        #expect(try peers(scene.caller) == "[['unix:\(scene.accepted)']]")
      }
      // The list of the sender's own network is the witness.
      let list = try run(
        Program.system("nsenter", "-t", scene.client, "-n", "ss", "-Hxa")
      ).lines.map(\.words)
      #expect(list.contains { $0.contains(scene.sender) && $0.last == scene.receiver })
      #expect(list.contains { $0.contains(scene.caller) && $0.last == scene.accepted })
      _ = try scene.running.finish()
    }
  }

  /// `show` of one end, by its address.
  @Test func showsTheOtherEnd() throws {
    try withSandbox {
      let scene = try Scene()
      let document = try ipctool(
        "show", "unix:/dev/shm/receiver", "unix:\(scene.accepted)", "--json")
      #expect(
        try json(document, "[o['peers'] for o in d['objects']]")
          == "[['unix:\(scene.sender)'], ['unix:\(scene.caller)']]")
      #expect(
        try json(document, "[[h['pid'] for h in o['peer_holders']] for o in d['objects']]")
          == "[[\(scene.client)], [\(scene.client)]]")
      _ = try scene.running.finish()
    }
  }

  /// By the text of a link, what is in no list of our own network: sockets of another one, and those that
  /// have no port.
  @Test func findsBySocketLinksWhatIsInNoList() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, socket, sys
        def inode(s): return os.fstat(s.fileno()).st_ino
        bare = socket.socket()
        got, tell = os.pipe()
        if os.fork() == 0:
            bare.close()
            assert ctypes.CDLL(None).unshare(0x40000000) == 0
            there, pair = socket.socket(), socket.socketpair()
            there.bind(("0.0.0.0", 99)); there.listen()
            os.write(tell, b"%d %d" % (inode(there), inode(pair[0])))
            sys.stdin.read()
            os._exit(0)
        print(inode(bare), os.read(got, 64).decode(), flush=True)
        sys.stdin.read()
        """
      ).start()
      let inodes = try #require(try program.readLine()).words
      let listed = try run(Program.system("ss", "-Hxtanpe")).text
      for (inode, kind) in zip(inodes, ["tcp", "tcp", "unix"]) {
        #expect(!listed.contains(inode))
        let document = try ipctool("show", "socket:[\(inode)]", "--json")
        #expect(
          try json(document, "[o['address'] for o in d['objects']]") == "['\(kind):\(inode)']")
        #expect(try json(document, "len(d['objects'][0]['holders'])") == "1")
        // Whether there is one, who may not look into its holder does not know.
        let lines = try failure(77, Program.ipctool("show", "socket:[\(inode)]").asNobody)
        #expect(lines[1].hasPrefix("processes not looked into: "))
      }
      _ = try program.finish()
    }
  }

  /// A path leads to a socket whatever network that is in; an address does within one.
  @Test func findsByItsPathWhatIsInAnotherNetwork() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, socket, sys
        assert ctypes.CDLL(None).unshare(0x40000000) == 0
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("/dev/shm/elsewhere")
        listener.listen(1)
        abstract = socket.socket(socket.AF_UNIX)
        abstract.bind("\\0elsewhere")
        abstract.listen(1)
        os.symlink("elsewhere", "/dev/shm/link")
        socket.socket(socket.AF_UNIX).bind("/dev/shm/stale")
        print(os.getpid(), os.fstat(listener.fileno()).st_ino, flush=True)
        sys.stdin.read()
        """
      ).start()
      let words = try #require(try program.readLine()).words
      for name in ["/dev/shm/elsewhere", "unix:/dev/shm/elsewhere", "unix:/dev/shm/link"] {
        let document = try ipctool("show", name, "--json")
        #expect(
          try json(document, "[o['address'] for o in d['objects']]") == "['unix:\(words[1])']")
        #expect(
          try json(document, "[h['pid'] for h in d['objects'][0]['holders']]") == "[\(words[0])]")
      }
      for (name, reason) in [
        ("unix:@elsewhere", "no socket of this network namespace is bound to that name"),
        ("tcp:127.0.0.1:80", "no TCP socket of this network namespace is bound to that address"),
        ("unix:/dev/shm/stale", "no socket is bound to that name"),
        ("unix:/dev/shm/nothing", "no socket is bound to that name"),
      ] {
        let lines = try failure(66, Program.ipctool("show", name).amongItsOwn)
        #expect(lines[0].contains(reason), "\(lines)")
      }
      _ = try program.finish()
    }
  }
}
