import Support
import Testing

/// Streams that go through sockets, from and to programs that know nothing of ipctool.
@Suite struct SocketStreamVerbTests {
  private static let sizes = [0, 1, 65_535, 65_536, 10_000_000]
  private static let kinds = ["unix", "tcp"]

  /// What socat writes to a listener of ours comes out whole, and ends where it does.
  @Test(arguments: kinds, sizes)
  func receivesFromSocat(_ kind: String, _ size: Int) throws {
    try withSandbox {
      try withHeld(kind) { socket in
        let script = """
          head -c "$3" /dev/urandom > /dev/shm/in
          socat -u OPEN:/dev/shm/in "$2" &
          ipctool recv "$1" > /dev/shm/out && wait $! && cmp /dev/shm/in /dev/shm/out
          """
        try run(shell(script, socket, Self.socat(socket), "\(size)"))
      }
    }
  }

  /// And what is sent to a listener of socat's: from a pipe, from a file, and with a time limit.
  @Test(arguments: kinds, sizes)
  func sendsToSocat(_ kind: String, _ size: Int) throws {
    try withSandbox {
      let script = """
        head -c "$3" /dev/urandom > /dev/shm/in
        for how in 'cat /dev/shm/in | ipctool send "$1"' 'ipctool send "$1" --file /dev/shm/in' \\
          'ipctool send "$1" --timeout 30 < /dev/shm/in'; do
          socat -u "$2" OPEN:/dev/shm/out,creat,trunc &
          until ipctool show "$1" > /dev/null 2>&1; do sleep 0.01; done
          eval "$how" && wait $! && cmp /dev/shm/in /dev/shm/out || exit 1
        done
        """
      let (address, listener) =
        kind == "tcp"
        ? ("tcp:127.0.0.1:7001", "TCP-LISTEN:7001,bind=127.0.0.1,reuseaddr")
        : ("unix:/dev/shm/s", "UNIX-LISTEN:/dev/shm/s")
      try run(shell(script, address, listener, "\(size)"))
    }
  }

  /// The kernel moves nothing to the end of a file that is open for appending, splice(2): it is copied.
  @Test(arguments: kinds)
  func appends(_ kind: String) throws {
    try withSandbox {
      try withHeld(kind) { socket in
        let script = """
          head -c 3000000 /dev/urandom > /dev/shm/in && head -c 10 /dev/shm/in > /dev/shm/out
          tail -c +11 /dev/shm/in | ipctool send "$1" & ipctool recv "$1" >> /dev/shm/out &&
            wait $! && cmp /dev/shm/in /dev/shm/out
          """
        try run(shell(script, socket))
      }
    }
  }

  /// How socat names a socket that ipctool made.
  private static func socat(_ address: String) -> String {
    let name = address.split(separator: ":", maxSplits: 1)[1]
    return address.hasPrefix("tcp:") ? "TCP:\(name)" : "ABSTRACT-CONNECT:\(name.dropFirst())"
  }

  /// What was sent waits at the listener, a connection each, and says who sent it.
  @Test func keepsConnectionsApart() throws {
    try withSandbox {
      try withHeld("tcp") { socket in
        let script = """
          import socket, sys
          for text in b"one", b"", b"three":
              with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
                  print(s.getsockname()[1]); s.sendall(text)
          """
        let port = String(socket.split(separator: ":")[2])
        let ports = try run(Program.python(script, port)).lines
        let got = try ipctool("recv", socket, "--count", "2", "--json")
        #expect(try json(got, "[m['text'] for m in d['messages']]") == "['one', '']")
        #expect(
          try json(got, "[m['sender'] for m in d['messages']]")
            == "['127.0.0.1:\(ports[0])', '127.0.0.1:\(ports[1])']")
        #expect(try ipctool("recv", socket, "--all").text == "three")
        #expect(try ipctool("recv", socket, "--all").isEmpty)
      }
    }
  }

  /// The sender of a Unix stream is told by what it is bound to, if it is.
  @Test func tellsTheSenderOfUnixStreams() throws {
    try withSandbox {
      try withHeld("unix:/dev/shm/s") { socket in
        let script = """
          import socket
          for name in "/dev/shm/me", "\\0me", None:
              s = socket.socket(socket.AF_UNIX)
              if name: s.bind(name)
              s.connect("/dev/shm/s")
          """
        try run(Program.python(script))
        let got = try ipctool("recv", socket, "--count", "3", "--json")
        #expect(
          try json(got, "[m['sender'] for m in d['messages']]") == "['/dev/shm/me', '@me', None]")
      }
    }
  }

  /// Partly read, then timed out: what came is written, and the status says that it is not all.
  @Test(arguments: kinds)
  func tellsOfAPart(_ kind: String) throws {
    try withSandbox {
      try withHeld(kind) { socket in
        let script = """
          import socket, sys
          name = sys.argv[1]
          s = socket.socket(socket.AF_INET if ":" in name else socket.AF_UNIX)
          s.connect(("127.0.0.1", int(name.split(":")[1])) if ":" in name else "\\0" + name[1:])
          s.sendall(b"abc"); print("sent", flush=True); sys.stdin.read()
          """
        let name = String(socket.split(separator: ":", maxSplits: 1)[1])
        let running = try Program.python(script, name).start()
        #expect(try running.readLine() == "sent")
        let output = try Program.ipctool("recv", socket, "--timeout", "0.2").run()
        #expect(output.status == 75)
        #expect(output.text == "abc")
        #expect(output.errorText.contains("3 bytes were received before"))
        #expect(try running.finish().status == 0)
      }
    }
  }

  /// Nobody is told that his data arrived when it did not: what does not fit is waited for, or counted.
  @Test func tellsWhatWasNotTaken() throws {
    try withSandbox {
      try withHeld("unix") { socket in
        let output = try Program.ipctool("send", socket, "--timeout", "0")
          .run(input: [UInt8](repeating: 1, count: 4_000_000))
        #expect(output.status == 75)
        let sent = try #require(
          output.errorText.words.reversed().dropFirst(4).first.flatMap { Int($0) })
        #expect(try ipctool("recv", socket).count == sent)
      }
    }
  }

  /// A server that greets and reads later gets all: who closes with a greeting unread breaks the connection
  /// when its data is still on the way.
  @Test func losesNothingToAGreeting() throws {
    try withSandbox {
      let script = """
        import socket, sys, hashlib
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.bind(("127.0.0.1", 7001)); s.listen(); print("ready", flush=True)
        c = s.accept()[0]
        c.sendall(b"220 welcome\\n")
        sys.stdin.readline()
        count = 0
        while True:
            piece = c.recv(65536)
            if not piece: break
            count += len(piece)
        print(count)
        """
      let server = try Program.python(script).start()
      #expect(try server.readLine() == "ready")
      let sender = try shell("head -c 1000000 /dev/zero | ipctool send tcp:127.0.0.1:7001").start()
      try wait(for: "the connection to be full") {
        try json(
          ipctool("ls", "tcp", "--json"),
          "any(o['state'] == 'connected' and (o['bytes'] or 0) > 0 for o in d['objects'])")
          == "True"
      }
      try server.write([0x0A])
      #expect(try sender.finish().status == 0)
      #expect(try server.finish().text == "1000000\n")
    }
  }

  /// A server that breaks the connection is not waited for, and what it did not take is told.
  @Test(arguments: ["x", String(repeating: "x", count: 100_000)])
  func endsWithABrokenConnection(_ data: String) throws {
    try withSandbox {
      let script = """
        import struct, sys, time
        from socket import *
        s = socket()
        s.setsockopt(SOL_SOCKET, SO_RCVBUF, 4096)
        s.bind(("127.0.0.1", 7001)); s.listen(); print("ready", flush=True)
        c = s.accept()[0]
        time.sleep(0.2)
        c.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        """
      let server = try Program.python(script).start()
      #expect(try server.readLine() == "ready")
      let sender = Program.ipctool("send", "tcp:127.0.0.1:7001", data)
      let output = try Program("/usr/bin/timeout", ["20", sender.path] + sender.arguments).run()
      #expect(output.status == (data.utf8.count > 1 ? 66 : 0), "\(output.errorText)")
      #expect(try server.finish().status == 0)
    }
  }

  /// Nor does a server that talks to its client see anything but the end of the data, whenever it talks.
  @Test(arguments: ["STREAM", "SEQPACKET"], ["at once", "late", "after"])
  func endsWellWithATalkativeServer(_ type: String, _ when: String) throws {
    try withSandbox {
      let script = """
        import sys, time
        from socket import *
        s = socket(AF_UNIX, globals()["SOCK_" + sys.argv[1]]); s.bind("\\0talks"); s.listen()
        print("ready", flush=True)
        c = s.accept()[0]
        if sys.argv[2] == "late": time.sleep(0.05)
        if sys.argv[2] != "after": c.sendall(b"220 hello")
        got = c.recv(100)
        if sys.argv[2] == "after": c.sendall(b"250 ok")
        time.sleep(0.02)
        print(got, c.recv(100))
        """
      let server = try Program.python(script, type, when).start()
      #expect(try server.readLine() == "ready")
      try ipctool("send", "unix:@talks", "data")
      let output = try server.finish()
      #expect(output.text == "b'data' b''\n", "\(output.errorText)")
    }
  }

  /// A client that does not come is not waited for longer than was said; one that cannot come in, neither.
  @Test func keepsTimeLimits() throws {
    try withSandbox {
      try withHeld("unix") { socket in
        let now = try failure(75, Program.ipctool("recv", socket, "--timeout", "0"))
        #expect(now == ["\(socket): accept: EAGAIN: no client came"])
        let later = try failure(75, Program.ipctool("recv", socket, "--timeout", "0.05"))
        #expect(later == ["\(socket): accept: ETIMEDOUT: no client came; the time limit passed"])
      }
      let script = """
        import socket, sys
        s = socket.socket(socket.AF_UNIX); s.bind("\\0full"); s.listen(0)
        c = socket.socket(socket.AF_UNIX); c.connect("\\0full")
        print("ready", flush=True); sys.stdin.read()
        """
      let server = try Program.python(script).start()
      #expect(try server.readLine() == "ready")
      let lines = try failure(75, Program.ipctool("send", "unix:@full", "x", "--timeout", "0"))
      #expect(lines == ["unix:@full: connect: EAGAIN: it has no room for another client"])
      try failure(75, Program.ipctool("send", "unix:@full", "x", "--timeout", "0.05"))
    }
  }

  /// All was written, and the other end breaks off before it has taken it.
  @Test func tellsOfDataThatNobodyTook() throws {
    try withSandbox {
      let script = """
        import socket, struct, sys
        s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.bind(("127.0.0.1", 7001)); s.listen(); print("ready", flush=True)
        c, _ = s.accept(); print("accepted", flush=True)
        sys.stdin.readline()
        c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        c.close()
        """
      let server = try Program.python(script).start()
      _ = try server.readLine()
      let sender = try shell("head -c 10000 /dev/zero | ipctool send tcp:127.0.0.1:7001").start()
      _ = try server.readLine()
      try wait(for: "the sender to have written all") {
        try !run(Program.system("ss", "-Htn", "state", "fin-wait-1")).isEmpty
      }
      _ = try server.finish(input: [0x0A])
      let output = try sender.finish()
      #expect(output.status == 66)
      #expect(output.errorText.contains("ECONNRESET: the other end has closed"))
    }
  }
}
