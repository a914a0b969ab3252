import Support
import Testing

/// A process chooses its own name, of any bytes but NUL, up to 15 of them.
struct ProcessNameTests {
  static let names: [[UInt8]] = [
    Array("\u{1B}[31mred".utf8), Array("\u{202E}evil".utf8), [0xFF, 0xFE, 0x41], Array("a\nb".utf8),
    Array(") Z 1 (x) 0 0".utf8), Array("a b) R".utf8), Array("\"\\'".utf8), Array("(".utf8),
    Array("é漢".utf8),
  ]

  @Test(arguments: names)
  func isShownSafely(_ name: [UInt8]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let segment = try create("shm:0x2a", "--size", "100")
      let process = try Program.python(
        """
        import sys, sysv_ipc
        open("/proc/self/comm", "wb").write(bytes.fromhex(sys.argv[1]))
        sysv_ipc.MessageQueue(42).send(b"x")
        memory = sysv_ipc.SharedMemory(42)
        print("ready", flush=True)
        sys.stdin.read()
        """, name.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      ).start()
      #expect(try process.readLine() == "ready")

      let document = try ipctool("show", "--json", queue, segment)
      let bytes = "(lambda n: base64.b64decode(n['base64']) if isinstance(n, dict) else n.encode())"
      let hex = name.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(
        try json(document, "\(bytes)(d['objects'][1]['holders'][0]['command']).hex()") == hex)
      #expect(
        try json(document, "d['objects'][1]['holders'][0]['pid']") == String(process.pid))
      // Whatever it calls itself, it lives.
      #expect(
        try json(document, "[(p['role'], p['state']) for p in d['objects'][0]['processes']]")
          == "[('last_send', 'alive')]")
      #expect(
        try json(document, "\(bytes)(d['objects'][0]['processes'][0]['command']).hex()") == hex)
      #expect(document.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 != 0x7F })

      let text = try ipctool("show", queue, segment).text
      let sender = try #require(
        text.split(separator: "\n").first { $0.hasPrefix("last send pid:") })
      #expect(sender.contains(" \(process.pid) (") && sender.hasSuffix(")"))
      for scalar in text.unicodeScalars where scalar != "\n" {
        #expect(scalar.value >= 0x20 && scalar.value != 0x202E && scalar.value != 0xFFFD)
      }
      let row = text.split(separator: "\n").filter { $0.contains("map-rw") }
      #expect(row.count == 1)
      #expect(row.first?.contains(String(process.pid)) == true)
      #expect(try process.finish().status == 0)
    }
  }

  /// Bytes that are no text are the same everywhere: in what is refused, and in what is done.
  @Test func isShownSafelyWhereItSpeaksAgainstRemoval() throws {
    try withSandbox {
      let socket = try create("unix:@ours", "--ttl", "300")
      let holder = try json(
        try ipctool("show", socket, "--json"),
        "'{pid} {fd}'.format(**d['objects'][0]['holders'][0])"
      ).words
      let process = try Program.python(
        """
        import ctypes, os, socket, sys
        theirs = socket.socket(socket.AF_UNIX)
        theirs.bind("\\0theirs")
        theirs.listen()
        pid = os.pidfd_open(int(sys.argv[1]))
        assert ctypes.CDLL(None).syscall(438, pid, int(sys.argv[2]), 0) >= 0
        open("/proc/self/comm", "wb").write(b"\\x1b[2J)\\n\\xe2\\x80\\xae\\xff(")
        print("ready", flush=True)
        sys.stdin.read()
        """, holder[0], holder[1]
      ).start()
      #expect(try process.readLine() == "ready")
      let words = #"process \#(process.pid) (\x1b[2J)\n\u{202e}\xff()"#
      let lines = try failure(64, Program.ipctool("rm", "unix:@theirs"))
      #expect(lines[0].contains("it ends with \(words), which"), "\(lines)")
      #expect(try ipctool("rm", socket).text == "removed \(socket) (it lives on in \(words))\n")
      #expect(try process.finish().status == 0)
    }
  }

  /// The names of all holders of an object, as `ls` shows them in a column.
  @Test func isShownSafelyInAListing() throws {
    try withSandbox {
      let process = try Program.python(
        """
        import mmap, posix_ipc, sys
        open("/proc/self/comm", "wb").write(b"\\x1b[2J\\xff")
        memory = posix_ipc.SharedMemory("/x", posix_ipc.O_CREX, size=4096)
        print("ready", flush=True)
        sys.stdin.read()
        """
      ).start()
      #expect(try process.readLine() == "ready")
      let table = try ipctool("ls", "posix-shm", "-o", "+holders", "--no-header")
      #expect(table.lines.count == 1)
      #expect(table.text.contains(String(process.pid)))
      #expect(!table.contains(0x1B) && !table.contains(0xFF))
      #expect(try process.finish().status == 0)
    }
  }
}
