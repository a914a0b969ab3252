import Support
import Testing

/// `send` and `recv` through the sockets of others: only if the user insists.
@Suite struct SocketForceTests {
  private static let kinds = [
    "unix, SOCK_STREAM", "unix, SOCK_DGRAM", "unix, SOCK_SEQPACKET", "tcp, SOCK_STREAM",
    "udp, SOCK_DGRAM",
  ]

  /// Another program's two ends, `a` and `b`, which are connected. `script` is run once its input ends.
  private struct Pair {
    let owner: RunningProgram
    let a, b: String

    init(_ kind: String, before: String = "", after script: String) throws {
      let beginning = """
        import os, sys
        from socket import *
        family, kind = sys.argv[1].split(", ")
        kind = globals()[kind]
        if family == "unix": a, b = socketpair(type=kind)
        elif family == "tcp":
            with create_server(("127.0.0.1", 0)) as listener:
                a = create_connection(listener.getsockname()); b = listener.accept()[0]
        else:
            a, b = socket(AF_INET, kind), socket(AF_INET, kind)
            for one in a, b: one.bind(("127.0.0.1", 0))
            a.connect(b.getsockname()); b.connect(a.getsockname())

        """
      let middle = """

        print(*(f"{family}:{os.fstat(s.fileno()).st_ino}" for s in (a, b)), flush=True)
        sys.stdin.read()

        """
      owner = try Program.python(beginning + before + middle + script, kind).start()
      let words = try #require(try owner.readLine()).words
      (a, b) = (words[0], words[1])
    }
  }

  /// An end that has no address is written to through the other one.
  @Test(arguments: kinds)
  func sendsThroughAPair(_ kind: String) throws {
    try withSandbox {
      let pair = try Pair(
        kind,
        after: """
          for s in a, b: s.setblocking(False)
          print(b.recv(100).decode())
          for s in a, b:
              try: s.recv(100)
              except BlockingIOError: continue
              raise AssertionError("there is more")
          """)
      for options in [[], ["--timeout", "0"]] {
        let lines = try failure(64, Program.ipctool(["send", pair.b, "refused"] + options))
        #expect(lines[0].contains("it belongs to process \(pair.owner.pid) (python3)"))
        #expect(lines[1].contains("--force"))
      }
      try ipctool("send", pair.b, "forced", "--force")
      let output = try pair.owner.finish()
      #expect(output.text == "forced\n", "\(output.errorText)")
      #expect(output.status == 0, "\(output.errorText)")
    }
  }

  /// What waits at an end is its owner's, and is taken only by force: as much as was asked for.
  @Test(arguments: kinds)
  func takesFromAPair(_ kind: String) throws {
    try withSandbox {
      let pair = try Pair(
        kind, before: "a.send(b'one'); a.send(b'two'); a.send(b'three')",
        after: "print(b.recv(100).decode())")
      let isStream = kind.hasSuffix("STREAM")
      for options in [[], isStream ? ["--length", "1"] : ["--all"], ["--timeout", "0"]] {
        let lines = try failure(64, Program.ipctool(["recv", pair.b] + options))
        #expect(lines[0].contains("it belongs to process \(pair.owner.pid) (python3)"))
        #expect(lines[1].contains("--force"))
      }
      #expect(try ipctool("peek", pair.b).text == (isStream ? "onetwothree" : "one"))
      let options = isStream ? ["--length", "6"] : ["--count", "2"]
      let taken = try run(Program.ipctool(["recv", pair.b, "--force"] + options)).text
      #expect(taken == "onetwo")
      let output = try pair.owner.finish()
      #expect(output.text == "three\n", "\(output.errorText)")
    }
  }

  /// Who has nothing waiting is not waited for longer than was said, and stays as he was: also where he does
  /// not wait himself.
  @Test(arguments: kinds, ["True", "False"])
  func waitsNoLongerThanItWasTold(_ kind: String, _ waits: String) throws {
    try withSandbox {
      let pair = try Pair(
        kind, before: "b.setblocking(\(waits))",
        after: """
          assert os.get_blocking(b.fileno()) == \(waits)
          b.setblocking(True)
          a.send(b"kept"); print(b.recv(100).decode())
          """)
      for seconds in ["0", "0.05"] {
        try failure(75, Program.ipctool("recv", pair.b, "--force", "--timeout", seconds))
      }
      let output = try pair.owner.finish()
      #expect(output.text == "kept\n", "\(output.errorText)")
    }
  }

  /// The other end has gone, and all is taken.
  @Test(arguments: ["unix, SOCK_STREAM", "unix, SOCK_SEQPACKET", "tcp, SOCK_STREAM"])
  func tellsTheEnd(_ kind: String) throws {
    try withSandbox {
      let pair = try Pair(
        kind, before: "a.send(b'la'); a.send(b'st'); a.shutdown(SHUT_WR)", after: "")
      let words = ["recv", pair.b, "--force", "--timeout", "20"]
      let options = kind.hasSuffix("STREAM") ? [] : ["--all"]
      #expect(try run(Program.ipctool(words + options)).text == "last")
      if kind.hasSuffix("STREAM") {
        #expect(try run(Program.ipctool(words)).isEmpty)
        let lines = try failure(66, Program.ipctool(words + ["--length", "1"]))
        #expect(lines[0].hasSuffix("it is empty, and its other end has closed"), "\(lines)")
      } else {
        let lines = try failure(66, Program.ipctool(words))
        #expect(lines[0].hasSuffix("the other end has closed"), "\(lines)")
        #expect(try ipctool("recv", pair.b, "--force", "--all").isEmpty)
        try failure(66, Program.ipctool(words + ["--all"]))
      }
      _ = try pair.owner.finish()
    }
  }

  /// To a name that somebody is bound to whoever may sends; what came there is that owner's.
  @Test(arguments: ["unix:/dev/shm/s DGRAM", "unix:@name DGRAM", "udp:127.0.0.1:7001 DGRAM"])
  func takesFromWhatIsBound(_ what: String) throws {
    try withSandbox {
      let python = PythonSocket(address: what.words[0], type: what.words[1])
      let owner = try python.receiver()
      let socket = python.address
      for text in ["one", "two", "three"] { try ipctool("send", socket, text) }
      for options in [[], ["--all"]] {
        let lines = try failure(64, Program.ipctool(["recv", socket] + options))
        #expect(lines[0].contains("it belongs to process \(owner.pid) (python3)"))
      }
      #expect(try ipctool("recv", socket, "--force").text == "one")
      #expect(try ipctool("recv", socket, "--force", "--count", "1", "--json").count > 0)
      #expect(try owner.finish().text == "three")
    }
  }

  /// A connection that waits at somebody's listener is his to accept, and is taken only by force.
  @Test(arguments: [
    "unix:/dev/shm/s STREAM", "unix:@name SEQPACKET", "tcp:127.0.0.1:7001 STREAM",
    "tcp:::1:7001 STREAM",
  ])
  func takesFromAListener(_ what: String) throws {
    try withSandbox {
      let python = PythonSocket(address: what.words[0], type: what.words[1])
      let owner = try python.receiver()
      let socket = python.address
      for text in ["one", "two", "three"] { try ipctool("send", socket, text) }
      try failure(64, Program.ipctool("peek", socket))
      for options in [[], ["--all"]] {
        let lines = try failure(64, Program.ipctool(["recv", socket] + options))
        #expect(lines[0].contains("it belongs to process \(owner.pid) (python3)"))
      }
      #expect(try ipctool("recv", socket, "--force", "--count", "2").text == "onetwo")
      #expect(try owner.finish().text == "three")
    }
  }

  /// No force gives what another user has.
  @Test(arguments: kinds)
  func needsTheRights(_ kind: String) throws {
    try withSandbox {
      let pair = try Pair(kind, before: "a.send(b'kept')", after: "print(b.recv(100).decode())")
      let taken = try failure(77, Program.ipctool("recv", pair.b, "--force").asNobody)
      #expect(taken[0].hasPrefix("\(pair.b): "))
      try failure(77, Program.ipctool("peek", pair.b).asNobody)
      try failure(77, Program.ipctool("send", pair.b, "x", "--force").asNobody)
      let output = try pair.owner.finish()
      #expect(output.text == "kept\n", "\(output.errorText)")
    }
  }
}
