import Glibc
import Support
import Testing

/// Sockets that `create` made: their names, who holds them, and what is left of them.
@Suite struct SocketHolderTests {
  /// What is printed is the canonical address, and python reaches what is there.
  @Test(arguments: [
    ("unix", "unix:@", "STREAM"), ("unix:@a%20b", "unix:@a%20b", "STREAM"),
    ("unix:/dev/shm/s", "unix:/dev/shm/s", "STREAM"), ("tcp", "tcp:127.0.0.1:", "STREAM"),
    ("tcp:127.0.0.1:7001", "tcp:127.0.0.1:7001", "STREAM"),
    ("tcp:[::1]:7001", "tcp:::1:7001", "STREAM"), ("udp", "udp:127.0.0.1:", "DGRAM"),
    ("udp:127.0.0.1:7001", "udp:127.0.0.1:7001", "DGRAM"),
  ])
  func haveTheirNames(_ what: String, _ expected: String, _ type: String) throws {
    try withSandbox {
      try withHeld(what) { socket in
        let isWhole = what.contains(":")
        #expect(isWhole ? socket == expected : socket.hasPrefix(expected), "\(socket)")
        #expect(isWhole || socket.count > expected.count)
        let decoded = socket.split(separator: "%20").joined(separator: " ")
        try PythonSocket(address: decoded, type: type).send("[b'through']")
        #expect(try ipctool("recv", socket).text == "through")
        #expect(
          try ipctool("ls", "-o", "address", "--no-header", "unix", "tcp", "udp").lines == [socket])
      }
      let left = try run(Program.system("ss", "-Haxtu", "state", "all")).lines
      #expect(left.allSatisfy { !$0.contains("LISTEN") && !$0.contains("UNCONN") }, "\(left)")
    }
  }

  /// The holder has nothing but the socket and its record, and no part in our session.
  @Test(arguments: ["unix", "tcp", "udp"])
  func areHeldByAProcessOfTheirOwn(_ kind: String) throws {
    try withSandbox {
      try withHeld(kind) { socket in
        let shown = try ipctool("show", socket, "--json")
        let holders = "[(h['command'], h['access']) for h in d['objects'][0]['holders']]"
        #expect(
          try json(shown, holders) == "[('ipctool', '\(kind == "udp" ? "rw" : "listen")')]")
        let pid = try json(shown, "d['objects'][0]['holders'][0]['pid']")
        let inode = try json(shown, "d['objects'][0]['inode']")
        let links = try run(shell("for f in /proc/$1/fd/*; do readlink $f; done", pid)).lines
        #expect(links.sorted() == ["/memfd:ipctool-holder (deleted)", "socket:[\(inode)]"])
        let session = try run(Program.system("ps", "-o", "sid=,tty=", "-p", pid)).text.words
        #expect(session != ["\(getsid(0))", "?"])
        #expect(session[1] == "?")
        #expect(try ipctool("rm", "--dry-run", socket).text == "would remove \(socket)\n")
        #expect(try ipctool("rm", socket).text == "removed \(socket)\n")
        let rest = try Program.system("ps", "-o", "stat=", "-p", pid).run().text
        #expect(rest.isEmpty || rest.hasPrefix("Z"))
        try failure(66, Program.ipctool("show", socket))
      }
    }
  }

  /// The rights to connect are those of the socket's file.
  @Test func haveAMode() throws {
    try withSandbox {
      try withHeld("unix:/dev/shm/closed") { closed in
        try withHeld("unix:/dev/shm/open", "--mode", "0622") { open in
          let modes = try run(shell("stat -c %a /dev/shm/closed /dev/shm/open")).lines
          #expect(modes == ["600", "622"])
          let lines = try failure(77, Program.ipctool("send", closed, "x").asNobody)
          #expect(lines[0].contains("connect: EACCES"))
          try run(Program.ipctool("send", open, "theirs").asNobody)
          #expect(try ipctool("recv", open).text == "theirs")
          #expect(try ipctool("recv", closed, "--all").isEmpty)
        }
      }
      for what in ["unix", "unix:@x"] {
        let lines = try failure(64, Program.ipctool("create", what, "--mode", "0600"))
        #expect(lines[0].hasPrefix("--mode: "))
      }
      try failure(64, Program.ipctool("create", "tcp", "--mode", "0600"))
      try failure(64, Program.ipctool("create", "tcp", "--type", "dgram"))
      try failure(64, Program.ipctool("create", "unix:12345"))
      try failure(64, Program.ipctool("create", "unix:@x", "--exist-ok"))
    }
  }

  /// When their time is over they end by themselves, and their path with them.
  @Test(arguments: ["unix:/dev/shm/s", "tcp:127.0.0.1:7001", "udp:127.0.0.1:7001"])
  func liveAsLongAsTheyWereTold(_ what: String) throws {
    try withSandbox {
      let socket = try create(what, "--ttl", "1")
      try wait(for: "the holder to end") {
        try Program.ipctool("show", socket).run().status == 66
      }
      try wait(for: "its path to go") { try run(shell("ls -A /dev/shm")).isEmpty }
    }
  }

  /// Who has a name keeps it, and what he has is not touched.
  @Test func takeNoNameThatIsTaken() throws {
    try withSandbox {
      let script = """
        import sys
        from socket import *
        kept = [socket(AF_UNIX), socket(AF_UNIX, SOCK_DGRAM), socket(), socket(AF_INET, SOCK_DGRAM)]
        for s, name in zip(kept, ["/dev/shm/s", "\\0d", ("127.0.0.1", 7001), ("127.0.0.1", 7001)]):
            s.bind(name)
            if s.type == SOCK_STREAM: s.listen()
        open("/dev/shm/file", "w").close()
        print("ready", flush=True); sys.stdin.read()
        """
      let owner = try Program.python(script).start()
      #expect(try owner.readLine() == "ready")
      let before = try run(shell("ls -lAi --time-style=full-iso /dev/shm"))
      for what in [
        "unix:/dev/shm/s", "unix:/dev/shm/file", "unix:@d", "tcp:127.0.0.1:7001",
        "udp:127.0.0.1:7001",
      ] {
        let lines = try failure(73, Program.ipctool("create", what))
        #expect(lines[0].hasPrefix("\(what): bind: EADDRINUSE: "), "\(lines)")
      }
      #expect(try run(shell("ls -lAi --time-style=full-iso /dev/shm")) == before)
      try failure(66, Program.ipctool("create", "unix:/nowhere/s"))
      try failure(66, Program.ipctool("create", "tcp:192.0.2.1:7001"))
      try failure(77, Program.ipctool("create", "tcp:127.0.0.1:80").asNobody)
      #expect(try owner.finish().status == 0)
    }
  }

  /// A path that leads to another's socket by now stays, however the holder ends.
  @Test func spareAPathThatAnotherHasTaken() throws {
    try withSandbox {
      let script = """
        import os, socket, sys
        os.unlink("/dev/shm/s")
        s = socket.socket(socket.AF_UNIX); s.bind("/dev/shm/s"); s.listen()
        print("ready", flush=True); sys.stdin.read()
        """
      for ending in ["rm", "ttl"] {
        let first = try create("unix:/dev/shm/s", "--ttl", ending == "ttl" ? "1" : "300")
        let inode = try json(ipctool("show", first, "--json"), "d['objects'][0]['inode']")
        let owner = try Program.python(script).start()
        #expect(try owner.readLine() == "ready")
        if ending == "rm" {
          let lines = try failure(64, Program.ipctool("rm", first))
          #expect(lines[0].contains("which 'create' did not start"), "\(lines)")
          #expect(try ipctool("rm", "unix:\(inode)").lines.count == 1)
        }
        try wait(for: "the holder to end") {
          try !run(Program.system("ss", "-Hxae")).text.words.contains(inode)
        }
        try ipctool("send", first, "x")
        #expect(try owner.finish().status == 0)
        #expect(try ipctool("rm", first).text == "removed \(first)\n")
      }
    }
  }

  /// Of one that could not be made known nothing is left.
  @Test func leaveNothingThatNobodyKnowsOf() throws {
    try withSandbox {
      let status = try run(shell("ipctool create unix:/dev/shm/s >&-; echo $?")).text
      #expect(status == "71\n")
      try wait(for: "its path to go") { try run(shell("ls -A /dev/shm")).isEmpty }
      let missing = try Program.ipctool("create", "unix:/dev/shm/s", "--", "/nowhere").run()
      #expect(missing.status == 66)
      #expect(try run(shell("ls -A /dev/shm")).isEmpty)
    }
  }

  /// A program in the place of the holder has the socket, and its own status.
  @Test(arguments: ["unix:/dev/shm/s", "tcp", "udp"])
  func areGivenToACommand(_ what: String) throws {
    try withSandbox {
      let script = """
        import os, sys
        from socket import *
        s = socket(fileno=int(os.environ["IPCTOOL_FDS"]))
        print(os.environ["IPCTOOL_ADDRESS"], flush=True)
        if s.type == SOCK_STREAM: s = s.accept()[0]
        print(s.recv(100).decode(), flush=True); sys.exit(7)
        """
      let python = Program.python(script)
      let command = ["create", what, "--", python.path] + python.arguments
      let running = try Program.ipctool(command).start()
      let socket = try #require(try running.readLine())
      #expect(try running.readLine() == socket)
      for verb in ["recv", "rm"] { try failure(64, Program.ipctool(verb, socket)) }
      try ipctool("send", socket, "through")
      let output = try running.finish()
      #expect(output.status == 7)
      #expect(output.text == "through\n")
    }
  }
}
