import Glibc
import Support
import Testing

/// A look into the sockets of others, which know nothing of ipctool, changes nothing.
@Suite struct SocketPeekTests {
  /// Two ends, `a` and `b`, of each kind that data goes through.
  private static let kinds = [
    "unix, SOCK_STREAM", "unix, SOCK_DGRAM", "unix, SOCK_SEQPACKET", "tcp, SOCK_STREAM",
    "udp, SOCK_DGRAM",
  ]

  /// Makes the ends, and looks at one through ipctool.
  private static let beginning = """
    import array, ctypes, fcntl, mmap, os, struct, subprocess, sys, termios
    from socket import *
    unix, tcp, udp = "unix", "tcp", "udp"
    def pair(family, kind):
        if family == unix: return socketpair(type=kind)
        if family == tcp:
            with create_server(("127.0.0.1", 0)) as listener:
                a = create_connection(listener.getsockname())
                return a, listener.accept()[0]
        a, b = socket(AF_INET, kind), socket(AF_INET, kind)
        for one in a, b: one.bind(("127.0.0.1", 0))
        a.connect(b.getsockname()); b.connect(a.getsockname())
        return a, b
    def unread(s): return struct.unpack("i", fcntl.ioctl(s, termios.FIONREAD, b"1234"))[0]
    def peek(s, *options):
        family = unix if s.family == AF_UNIX else tcp if s.type == SOCK_STREAM else udp
        inode = os.fstat(s.fileno()).st_ino
        return subprocess.run(
            [sys.argv[1], "peek", f"{family}:{inode}", *options], capture_output=True)

    """

  /// Runs a script that looks, in a small process namespace of its own.
  private func look(_ script: String, _ kind: String) throws {
    try withSandbox {
      let beginning =
        "\(Self.beginning)\nfamily, kind = \"\(kind)\".split(\", \")\n"
        + "a, b = pair(family, globals()[kind])\n"
      let program = Program.python(beginning + script, Program.ipctool().path).amongItsOwn
      let output = try program.run()
      #expect(output.status == 0, "\(kind): \(output.errorText)")
    }
  }

  /// One that is stopped has all of it when it goes on.
  @Test(arguments: [
    ("unix:/dev/shm/s", "UNIX-RECV:/dev/shm/s"), ("udp:127.0.0.1:7001", "UDP-RECV:7001"),
  ])
  func looksIntoWhatSocatHas(_ address: String, _ socat: String) throws {
    try withSandbox {
      let owner = try Program.system("socat", "-u", socat, "STDOUT").start()
      try wait(for: "socat to be there") { try Program.ipctool("show", address).run().status == 0 }
      owner.send(signal: SIGSTOP)
      try wait(for: "socat to stop") {
        try contents(of: "/proc/\(owner.pid)/stat").text.contains(") T ")
      }
      for text in ["one\n", "two\n"] { try ipctool("send", address, text) }
      for _ in 0..<10 { #expect(try ipctool("peek", address).text == "one\n") }
      owner.send(signal: SIGCONT)
      #expect(try owner.readLine() == "one")
      #expect(try owner.readLine() == "two")
    }
  }

  @Test(arguments: kinds)
  func takesNothing(_ kind: String) throws {
    try look(
      """
      empty = peek(b)
      assert empty.returncode == 75 and b"nothing is there" in empty.stderr, empty
      assert peek(b, "--all").returncode == 0
      messages = [b"one", b"", b"three"]
      for message in messages:
          if message or kind != "SOCK_STREAM": a.send(message)
      before = unread(b)
      first = b"onethree" if kind == "SOCK_STREAM" else b"one"
      for options in [], ["--all"], ["--json"], []:
          seen = peek(b, *options)
          assert seen.returncode == 0, seen
          if "--json" not in options: assert seen.stdout == first, seen
          assert unread(b) == before
      hidden = {
          "SOCK_STREAM": b"", "SOCK_SEQPACKET": b"bytes of later packets: 5",
          "SOCK_DGRAM": b"later datagrams"}[kind]
      assert hidden in peek(b, "--all").stderr, peek(b, "--all")
      if kind == "SOCK_STREAM":
          assert peek(b, "--length", "4").stdout == b"onet"
          assert b.recv(100) == b"onethree"
      else: assert [b.recv(100) for _ in messages] == messages
      """, kind)
  }

  /// An error that waits, which whoever reads first is told of, still waits for its owner.
  @Test(arguments: ["unix, SOCK_STREAM", "unix, SOCK_SEQPACKET", "udp, SOCK_DGRAM"])
  func leavesAPendingError(_ kind: String) throws {
    try look(
      """
      a.send(b"kept"); b.send(b"unread")
      # The other end breaks off with something unread, or nobody has the port any more.
      a.close()
      if family == udp: b.send(b"nobody")
      for options in [], ["--all"], ["--json"]:
          seen = peek(b, *options)
          assert seen.returncode == 75 and b"an error is pending" in seen.stderr, seen
      # Which of both comes first depends on the kind.
      got = []
      for _ in range(2):
          try: got.append(b.recv(100))
          except (ConnectionResetError, ConnectionRefusedError): got.append(None)
      assert set(got) == {b"kept", None}, got
      """, kind)
  }

  /// Descriptors that are on their way come once, to whom they were sent.
  @Test(arguments: ["unix, SOCK_STREAM", "unix, SOCK_DGRAM", "unix, SOCK_SEQPACKET"])
  func leavesDescriptorsInFlight(_ kind: String) throws {
    try look(
      """
      reader, writer = os.pipe()
      rights = [(SOL_SOCKET, SCM_RIGHTS, array.array("i", [reader]))]
      a.sendmsg([b"with"], rights); a.send(b"after")
      os.close(reader)
      for _ in range(2):
          for options in [], ["--all"]:
              seen = peek(b, *options)
              assert seen.returncode == 0 and seen.stdout == b"with", seen
      data, control, flags, _ = b.recvmsg(100, 100)
      assert data == b"with" and len(control) == 1 and not flags & MSG_CTRUNC, (data, control)
      reader, = struct.unpack("i", control[0][2])
      os.write(writer, b"through"); assert os.read(reader, 100) == b"through"
      assert b.recvmsg(100, 100)[:2] == (b"after", [])
      # Nobody else has got it.
      os.close(reader)
      try: os.write(writer, b"x")
      except BrokenPipeError: pass
      else: raise AssertionError("somebody still has it")
      """, kind)
  }

  /// Urgent data, behind which a look does not go, stays urgent, and is not taken for anything else.
  @Test func leavesUrgentData() throws {
    try look(
      """
      a.send(b"abc")
      # Not every kernel has it.
      try: a.send(b"d", MSG_OOB)
      except OSError: sys.exit()
      a.send(b"efg")
      for _ in range(2):
          seen = peek(b)
          assert seen.stdout == b"abc", seen
          assert b"later bytes: 4 (needs what is before them to be received)" in seen.stderr, seen
      assert b.recv(1, MSG_OOB) == b"d"
      assert (b.recv(100), b.recv(100)) == (b"abc", b"efg")
      """, "unix, SOCK_STREAM")
  }

  /// Where its owner goes on with looks of his own (SO_PEEK_OFF), each look moves that place: there is none.
  @Test(arguments: kinds)
  func leavesThePlaceOfItsOwnersLooks(_ kind: String) throws {
    try look(
      """
      SO_PEEK_OFF = 42
      # Not every kernel has it for every kind.
      try: b.setsockopt(SOL_SOCKET, SO_PEEK_OFF, 0)
      except OSError: sys.exit()
      a.send(b"0123456789")
      assert b.recv(2, MSG_PEEK) == b"01"
      for options in [], ["--all"], ["--json"]:
          seen = peek(b, *options)
          assert seen.returncode == 64 and b"SO_PEEK_OFF" in seen.stderr, seen
      assert b.getsockopt(SOL_SOCKET, SO_PEEK_OFF) == 2
      assert b.recv(2, MSG_PEEK) == b"23"
      b.setsockopt(SOL_SOCKET, SO_PEEK_OFF, -1)
      assert peek(b).stdout == b"0123456789"
      assert b.recv(100) == b"0123456789"
      """, kind)
  }

  /// However often is looked while the owner works at full speed, he gets all of it, in order.
  @Test(arguments: kinds)
  func disturbsNobodyAtWork(_ kind: String) throws {
    try look(
      """
      stop = mmap.mmap(-1, 16)
      for s in a, b: s.setsockopt(SOL_SOCKET, SO_RCVTIMEO, struct.pack("ll", 20, 0))
      def messages(start): return [b"%08d" % n * 4 for n in range(start, start + 8)]
      child = os.fork()
      if child == 0:
          number = 0
          while not stop[0]:
              for message in messages(number): a.send(message)
              if kind == "SOCK_STREAM":
                  got = b.recv(32 * 8, MSG_WAITALL)
                  assert got == b"".join(messages(number)), (number, got)
              else:
                  got = [b.recv(100) for _ in range(8)]
                  assert got == messages(number), (number, got)
              number += 8
              stop[8:16] = struct.pack("q", number)
          os._exit(0)
      seen = 0
      for _ in range(50):
          look = peek(b)
          assert look.returncode in (0, 75), look
          if look.returncode == 0:
              seen += 1
              assert len(look.stdout) % 32 == 0, look
              for start in range(0, len(look.stdout), 32):
                  message = look.stdout[start:start + 32]
                  assert message == message[:8] * 4, look
      stop[0] = 1
      assert os.waitpid(child, 0)[1] == 0
      assert struct.unpack("q", stop[8:16])[0] > 1000
      """, kind)
  }
}
