import Support
import Testing

/// What `rm` removes of sockets, and what it leaves alone.
@Suite struct SocketRemovalTests {
  private static let types = ["STREAM", "DGRAM", "SEQPACKET"]

  /// Binds a socket of a type to /dev/shm/s, and keeps it until its input ends, or goes at once.
  private func server(_ type: String, _ options: String...) throws -> RunningProgram {
    let script = """
      import ctypes, os, sys
      from socket import *
      kind, options = sys.argv[1], sys.argv[2].split()
      if "elsewhere" in options: assert ctypes.CDLL(None).unshare(0x40000000) == 0
      s = socket(AF_UNIX, globals()["SOCK_" + kind])
      os.chdir("/dev/shm")
      s.bind("s" if "relative" in options else "/dev/shm/s")
      if s.type != SOCK_DGRAM: s.listen()
      print("ready", flush=True)
      if "leaves" not in options: sys.stdin.read()
      """
    let running = try Program.python(script, type, options.joined(separator: " ")).start()
    try #require(try running.readLine() == "ready")
    return running
  }

  /// What is in the directory: that nothing else has changed either.
  private func files() throws -> String {
    try run(shell("ls -Ai --time-style=full-iso /dev/shm")).text
  }

  /// Another program's socket ends with that alone, to root as well.
  @Test(arguments: types)
  func refusesWhatAProgramHas(_ type: String) throws {
    try withSandbox {
      let owner = try server(type)
      let before = try files()
      let inode = try json(
        ipctool("show", "unix:/dev/shm/s", "--json"), "d['objects'][0]['inode']")
      for address in ["unix:/dev/shm/s", "/dev/shm/s", "unix:\(inode)"] {
        for options in [[], ["--dry-run"]] {
          let lines = try failure(64, Program.ipctool(["rm", address] + options))
          #expect(lines[0].contains("it ends with process \(owner.pid) (python3)"), "\(lines)")
        }
      }
      let refused = try Program.ipctool("rm", "unix:/dev/shm/s").asNobody.run()
      #expect(refused.status == 77, "\(refused.errorText)")
      #expect(try files() == before)
      try ipctool("show", "unix:/dev/shm/s")
      #expect(try owner.finish().status == 0)
    }
  }

  /// However its owner calls it.
  @Test func refusesWhatHasAnotherName() throws {
    try withSandbox {
      let owner = try server("STREAM", "relative")
      for options in [[], ["--dry-run"]] {
        let lines = try failure(64, Program.ipctool(["rm", "unix:/dev/shm/s"] + options))
        #expect(lines[0].contains("it ends with process \(owner.pid) (python3)"), "\(lines)")
      }
      #expect(try owner.finish().status == 0)
      try ipctool("rm", "unix:/dev/shm/s")
    }
  }

  /// A server in another network namespace is in no list of ours, and has its path all the same.
  @Test(arguments: types, ["absolute", "relative"])
  func refusesWhatAnotherNetworkHas(_ type: String, _ how: String) throws {
    try withSandbox {
      let owner = try server(type, "elsewhere", how)
      let before = try files()
      for options in [[], ["--dry-run"]] {
        for program in [
          Program.ipctool(["rm", "unix:/dev/shm/s"] + options),
          Program.ipctool(["rm", "unix:/dev/shm/s"] + options).asNobody,
        ] {
          let output = try program.run()
          #expect([64, 77].contains(output.status), "\(output.text)\(output.errorText)")
          #expect(output.standardOutput.isEmpty)
        }
      }
      #expect(try files() == before)
      #expect(try owner.finish().status == 0)
      #expect(try ipctool("rm", "unix:/dev/shm/s").text == "removed unix:/dev/shm/s\n")
      #expect(try files().isEmpty)
    }
  }

  /// A path that is left of a socket goes, on whatever way it is named.
  @Test(arguments: types)
  func removesWhatIsLeft(_ type: String) throws {
    try withSandbox {
      for address in ["unix:/dev/shm/s", "/dev/shm/s", "unix:/dev/shm/../shm/s"] {
        _ = try server(type, "leaves").finish()
        let before = try files()
        let output = try ipctool("rm", "--dry-run", address).text
        #expect(output.hasPrefix("would remove unix:/dev/shm/"))
        #expect(try files() == before)
        #expect(try ipctool("rm", address).text.hasPrefix("removed unix:/dev/shm/"))
        #expect(try files().isEmpty)
        try failure(66, Program.ipctool("rm", "unix:/dev/shm/s"))
      }
    }
  }

  /// No more than the user may, in a directory of others with the sticky bit.
  @Test func keepsToTheRightsOfTheUser() throws {
    try withSandbox {
      _ = try server("STREAM", "leaves").finish()
      let before = try files()
      for options in [[], ["--dry-run"]] {
        try failure(77, Program.ipctool(["rm", "unix:/dev/shm/s"] + options).asNobody)
      }
      #expect(try files() == before)
      let theirs = "unix:/dev/shm/theirs"
      try run(Program.ipctool("create", theirs, "--ttl", "300").asNobody)
      try failure(64, Program.ipctool("rm", theirs))
      #expect(try run(Program.ipctool("rm", theirs).asNobody).text == "removed \(theirs)\n")
      #expect(try files() == before)
    }
  }

  /// What is no socket is nothing to remove here, nor what a link leads to.
  @Test func leavesOtherFiles() throws {
    try withSandbox {
      let owner = try server("STREAM")
      try run(
        shell("cd /dev/shm; touch file; mkfifo fifo; mkdir dir; ln -s s link; ln -s file other"))
      let before = try files()
      for name in ["file", "dir", "link", "other", "fifo"] {
        for options in [[], ["--dry-run"]] {
          let output = try Program.ipctool(["rm", "unix:/dev/shm/\(name)"] + options).run()
          #expect([64, 66].contains(output.status), "\(name): \(output.text)")
        }
      }
      #expect(try files() == before)
      #expect(try owner.finish().status == 0)
    }
  }

  /// Two ends that are connected, and what has no path, end with who holds them.
  @Test func refusesWhatIsConnected() throws {
    try withSandbox {
      let script = """
        import os, sys
        from socket import *
        listener = create_server(("127.0.0.1", 7001))
        tcp = create_connection(("127.0.0.1", 7001)), listener.accept()[0]
        udp = socket(AF_INET, SOCK_DGRAM); udp.bind(("127.0.0.1", 7001))
        abstract = socket(AF_UNIX); abstract.bind("\\0name"); abstract.listen()
        a, b = socketpair()
        a.send(b"kept"); tcp[0].send(b"kept")
        inodes = [os.fstat(s.fileno()).st_ino for s in (a, b, *tcp)]
        print("unix:%d unix:%d tcp:%d tcp:%d" % (*inodes,), flush=True)
        sys.stdin.read()
        print(b.recv(9).decode(), tcp[1].recv(9).decode())
        """
      let owner = try Program.python(script).start()
      let ends = try #require(try owner.readLine()).words
      let named = ["tcp:127.0.0.1:7001", "udp:127.0.0.1:7001", "unix:@name"]
      for address in ends + named {
        for options in [[], ["--dry-run"]] {
          let lines = try failure(64, Program.ipctool(["rm", address] + options))
          #expect(lines[0].contains("which 'create' did not start"), "\(lines)")
        }
      }
      #expect(try owner.finish().text == "kept kept\n")
    }
  }

  /// Our own holder goes; whoever else has the socket is told of, and keeps it with its path.
  @Test func tellsWhoElseHasIt() throws {
    try withSandbox {
      let socket = try create("unix:/dev/shm/s", "--ttl", "300")
      let shown = try ipctool("show", socket, "--json")
      let holder = try json(shown, "d['objects'][0]['holders'][0]['pid']")
      let fd = try json(shown, "d['objects'][0]['holders'][0]['fd']")
      let script = """
        import ctypes, os, sys
        pid = os.pidfd_open(int(sys.argv[1]))
        assert ctypes.CDLL(None).syscall(438, pid, int(sys.argv[2]), 0) >= 0
        print("ready", flush=True); sys.stdin.read()
        """
      let other = try Program.python(script, holder, fd).start()
      #expect(try other.readLine() == "ready")
      let removed = try ipctool("rm", socket).text
      #expect(
        removed == "removed \(socket) (it lives on in process \(other.pid) (python3))\n")
      #expect(try files().hasSuffix(" s\n"))
      try failure(64, Program.ipctool("rm", socket))
      #expect(try other.finish().status == 0)
      try ipctool("rm", socket)
      #expect(try files().isEmpty)
    }
  }
}
