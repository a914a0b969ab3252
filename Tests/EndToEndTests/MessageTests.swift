import Support
import Testing

struct MessageTests {
  /// The example that the documentation gives.
  @Test func worksInTheShell() throws {
    try withSandbox {
      let output = try shell(
        """
        q=$(ipctool create msg); ipctool send "$q" hello; ipctool peek "$q"; ipctool recv "$q"
        ipctool rm "$q"
        """
      ).run()
      #expect(output.text == "hellohelloremoved msg:0\n")
      #expect(output.errorText == "")
      #expect(output.status == 0)
      #expect(try run(Program.system("ipcs", "-q")).lines.count == 2)
    }
  }

  static let payloads: [[UInt8]] = [
    [], [0x41], [0], [0xFF, 0xFE], Array(0...255), Array("line\nline\n".utf8), Array("é漢🦊".utf8),
    [0xF4, 0x8F, 0xBC, 0x80], [UInt8](repeating: 0x2A, count: 8192),
  ]

  @Test(arguments: payloads)
  func givesPythonWhatStandardInputHolds(_ bytes: [UInt8]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try ipctool("send", queue, input: bytes)
      let (type, received) = try PythonQueue(key: 0x2A).receive()
      #expect(received == bytes)
      #expect(type == 1)
    }
  }

  @Test(arguments: payloads)
  func givesPythonWhatAFileHolds(_ bytes: [UInt8]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let file = try ScratchFile(bytes)
      try ipctool("send", queue, "--file", file.path)
      #expect(try PythonQueue(key: 0x2A).receive().bytes == bytes)
    }
  }

  /// An argument holds any byte but NUL, UTF-8 or not.
  @Test(arguments: payloads.map { $0.filter { $0 != 0 } } + [Array("-x".utf8), Array("--".utf8)])
  func givesPythonWhatAnArgumentHolds(_ bytes: [UInt8]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let execute = """
        import os, sys
        words = [b"ipctool", b"send", b"--", os.fsencode(sys.argv[2]), sys.stdin.buffer.read()]
        os.execv(sys.argv[1], words)
        """
      try run(Program.python(execute, Program.ipctool().path, queue), input: bytes)
      #expect(try PythonQueue(key: 0x2A).receive().bytes == bytes)
    }
  }

  @Test(arguments: payloads)
  func receivesWhatPythonSent(_ bytes: [UInt8]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let python = PythonQueue(key: 0x2A)
      try python.send(bytes, type: 7)
      #expect(try ipctool("peek", queue) == bytes)
      #expect(try ipctool("recv", "msg:0x2a") == bytes)
      #expect(try python.count() == 0)
    }
  }

  @Test func sendsTheLargestMessageAndRefusesMore() throws {
    try withSandbox {
      let largest = try number(in: "/proc/sys/kernel/msgmax")
      let queue = try create("msg:0x2a")
      let python = PythonQueue(key: 0x2A)
      let bytes = (0..<largest).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try ipctool("send", queue, input: bytes)
      #expect(try python.receive().bytes == bytes)
      let lines = try failure(65, Program.ipctool("send", queue), input: bytes + [0])
      #expect(lines[0].hasPrefix("\(queue): "))
      #expect(lines[0].contains("\(largest)"))
      #expect(try python.count() == 0)
    }
  }

  @Test func refusesWhatTheQueueCanNeverHold() throws {
    try withSandbox {
      let queue = try create("msg", "--size", "16")
      try ipctool("send", queue, "0123456789abcdef")
      try ipctool("recv", queue)
      let lines = try failure(65, Program.ipctool("send", queue, "0123456789abcdefg"))
      #expect(lines[0].contains("16 bytes"))
    }
  }

  @Test func sendsTypes() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let python = PythonQueue(key: 0x2A)
      for type in [1, 2, 4_294_967_296, Int.max] {
        try ipctool("send", queue, "x", "--type", String(type))
        #expect(try python.receive().type == type)
      }
    }
  }

  /// Arguments of `recv` and `peek`, and what both give of messages 5:a, 2:b, 9:c, 2:d.
  @Test(arguments: [
    (["--type", "2"], "b"), (["--type", "9"], "c"), (["--type", "0"], "a"),
    (["--type", "-4"], "b"), (["--type=-100"], "b"), (["--except", "5"], "b"),
    (["--except", "2"], "a"), (["--type", "2", "--count", "2"], "bd"),
    (["--type", "-9", "--count", "3"], "bda"), (["--count", "3"], "abc"), (["--all"], "abcd"),
    (["--all", "--type", "-5"], "bda"), (["--all", "--except", "2"], "ac"),
    (["--all", "--lines"], "a\nb\nc\nd\n"), (["--count", "2", "--null"], "a\0b\0"),
    (["--count", "0"], ""),
  ])
  func selectsMessages(_ options: [String], _ expected: String) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let python = PythonQueue(key: 0x2A)
      try python.send(all: "[(b'a', 5), (b'b', 2), (b'c', 9), (b'd', 2)]")
      #expect(try run(Program.ipctool(["peek", queue] + options)).text == expected)
      #expect(try python.count() == 4)
      #expect(try run(Program.ipctool(["recv", queue] + options)).text == expected)
      let taken = expected.count { $0.isLetter }
      #expect(try python.count() == 4 - taken)
    }
  }

  @Test func takesAllOfNothing() throws {
    try withSandbox {
      let queue = try create("msg")
      #expect(try ipctool("recv", queue, "--all") == [])
      #expect(try ipctool("peek", queue, "--all") == [])
    }
  }

  @Test func cutsInputIntoMessages() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let python = PythonQueue(key: 0x2A)
      try ipctool("send", queue, "--lines", input: [UInt8]("one\n\nthr\0ee"))
      #expect(try python.receive().bytes == [UInt8]("one"))
      #expect(try python.receive().bytes == [])
      #expect(try python.receive().bytes == [UInt8]("thr\0ee"))
      try ipctool("send", queue, "--null", input: [UInt8]("a\nb\0\0c\0"))
      #expect(try python.receive().bytes == [UInt8]("a\nb"))
      #expect(try python.receive().bytes == [])
      #expect(try python.receive().bytes == [UInt8]("c"))
      #expect(try python.count() == 0)
      try ipctool("send", queue, "--lines")
      #expect(try python.count() == 0)
    }
  }

  @Test func sendsAMessageManyTimes() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let python = PythonQueue(key: 0x2A)
      try ipctool("send", queue, "x", "--count", "0")
      #expect(try python.count() == 0)
      try ipctool("send", queue, "--count", "5", input: [UInt8]("hé"))
      #expect(try python.count() == 5)
      #expect(try ipctool("recv", queue, "--all") == [UInt8]("héhéhéhéhé"))
    }
  }

  /// What the kernel recorded of a process that is alive, and one that has a name to be mistaken for its end.
  @Test(arguments: [("sender", "sender"), ("dead", "alive: dead")])
  func namesASenderThatIsAlive(_ name: String, _ shown: String) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let program = try Program.python(
        """
        import ctypes, sys
        libc = ctypes.CDLL(None)
        libc.prctl(15, sys.argv[1].encode())
        libc.msgsnd(libc.msgget(0x2a, 0), ctypes.byref(ctypes.c_long(1)), 0, 0)
        print(libc.getpid(), flush=True)
        sys.stdin.read()
        """, name
      ).start()
      let pid = try program.readLine() ?? ""
      let line = try ipctool("show", queue).lines.first { $0.hasPrefix("last send pid:") }
      #expect(line?.hasSuffix(" \(pid) (\(shown))") == true)
      _ = try program.finish()
    }
  }
}
