import Support
import Testing

/// Standard streams that are closed, full, or whose reader has gone, for every verb.
struct BrokenStreamTests {
  static let verbs = [
    "", "ls", "ls --json", "ls --jsonl", "ps", "ps --jsonl", "graph --format text",
    "graph --format dot", "graph --format mermaid", "graph --json", "why --all", "why --all --json",
    "doctor --rule deadlock", "doctor --list", "limits", "mechanisms", "mechanisms msg", "caps",
    "caps --json", "show msg:0", "show msg:0 --json", "peek msg:0", "recv posix-shm:/x",
    "rm --dry-run msg:0", "rm --orphaned --dry-run", "exercise eventfd", "ls --columns", "--help",
    "--version", "help ls",
  ]

  /// Nobody wants to know: that is the end, and no failure.
  @Test func endsQuietlyWithoutAReader() throws {
    try withSandbox {
      let surroundings = try Surroundings()
      var program = Program.python(
        """
        import os, subprocess, sys
        for verb in sys.argv[2:]:
          reader, writer = os.pipe()
          os.close(reader)
          done = subprocess.run(
            [sys.argv[1], *verb.split()], stdin=subprocess.DEVNULL, stdout=writer,
            stderr=subprocess.PIPE)
          os.close(writer)
          said = done.stderr.replace(b"ipctool: not seen: ", b"", 1)
          if done.returncode or b"ipctool: " in said: print(verb, done.returncode, done.stderr)
        """, Program.ipctool().path)
      program.arguments += Self.verbs
      let output = try program.run()
      #expect(output.text + output.errorText == "")
      #expect(try ipctool("peek", surroundings.queue).text == "kept")
      try surroundings.end()
    }
  }

  /// What is created and nobody learns of does not stay, and that is no success.
  @Test func tellsThatNobodyLearnedAnAddress() throws {
    try withSandbox {
      let kinds = [
        "msg", "shm", "posix-shm", "sem", "posix-sem", "mqueue --max-messages 1 --message-size 8",
        "pipe", "memfd", "eventfd", "unix", "unix:/dev/shm/socket", "tcp", "udp",
      ]
      var program = Program.python(
        """
        import os, subprocess, sys
        for kind in sys.argv[2:]:
          reader, writer = os.pipe()
          os.close(reader)
          done = subprocess.run(
            [sys.argv[1], "create", *kind.split()], stdin=subprocess.DEVNULL, stdout=writer,
            stderr=subprocess.PIPE, text=True)
          os.close(writer)
          print(done.returncode, done.stderr.split(":", 1)[1].strip())
        """, Program.ipctool().path)
      program.arguments += kinds
      let lines = try run(program).lines
      try #require(lines.count == kinds.count)
      for (kind, line) in zip(kinds, lines) {
        #expect(
          line.hasPrefix("71 standard output: write: EPIPE: ")
            && line.hasSuffix(" was removed again"), "\(kind): \(line)")
      }
      #expect(try run(Program.system("ipcs", "-qms")).lines.filter { $0.hasPrefix("0x") } == [])
      #expect(try run(Program.system("ls", "-A", "/dev/shm")) == [])
      try run(shell("mkdir /dev/shm/queues && mount -t mqueue none /dev/shm/queues"))
      #expect(try run(Program.system("ls", "-A", "/dev/shm/queues")) == [])
      #expect(try holders() == [])
    }
  }

  /// Without an output the error is one line; without standard error, or any stream, the status is the same.
  @Test func tellsByItsStatusThatThereIsNoOutput() throws {
    try withSandbox {
      let surroundings = try Surroundings()
      for verb in Self.verbs {
        let lines = try failure(71, shell("exec ipctool \(verb) </dev/null >&-"))
        #expect(
          lines.last == "standard output: write: EBADF: bad file descriptor", "\(verb): \(lines)")
      }
      for verb in ["ls --json", "show msg:0", "create eventfd", "--version", "graph"] {
        let output = try shell("exec ipctool \(verb) <&- >&- 2>&-").run()
        #expect(output.status == 71, "\(verb)")
      }
      for redirection in ["2>&-", "2>/dev/full", "<&-", "<&- 2>&-"] {
        let output = try shell("exec ipctool ls msg --json \(redirection)").run()
        #expect(output.status == 0, "\(redirection)")
        #expect(try json(output.standardOutput, "d['objects'][0]['address']") == "msg:0")
        let missing = try shell("exec ipctool show msg:7 \(redirection)").run()
        #expect(missing.status == 66, "\(redirection)")
      }
      try surroundings.end()
    }
  }

  /// What fits is written, what is said of the rest is true.
  @Test func tellsWhatBecameOfDataOnAFullDisk() throws {
    try withSandbox {
      try run(Program.system("mount", "-t", "tmpfs", "-o", "size=8k", "full", "/mnt"))
      try withHeld("pipe") { pipe in
        try ipctool("send", pipe, input: [UInt8](repeating: 7, count: 40_000))
        let lines = try failure(71, shell("exec ipctool recv $1 --length 40000 >/mnt/out", pipe))
        #expect(
          lines[0].hasPrefix("standard output: write: ENOSPC: no space left; 8192 bytes were")
        )
        let written = try number(ofBytesIn: "/mnt/out")
        let left = try json(try ipctool("ls", "--json", "pipe"), Self.bytes(of: pipe))
        #expect(written + (Int(left) ?? 0) == 40_000)
        try run(Program.system("rm", "/mnt/out"))
      }
      try withHeld("unix:@full", "--type", "dgram") { socket in
        try ipctool("send", socket, input: [UInt8](repeating: 7, count: 20_000))
        try ipctool("send", socket, "second")
        let lines = try failure(71, shell("exec ipctool recv $1 --count 2 >/mnt/out", socket))
        #expect(
          lines[0].hasPrefix(
            "\(socket): write: ENOSPC: a message of 20000 bytes was received and is lost"))
        #expect(try ipctool("recv", socket).text == "second")
      }
      // Nothing fits any more.
      for verb in ["ls --json", "limits", "caps", "mechanisms", "graph --format dot"] {
        let lines = try failure(71, shell("exec ipctool \(verb) >/mnt/other"))
        #expect(lines == ["standard output: write: ENOSPC: no space left"], "\(verb)")
      }
    }
  }

  private static func bytes(of address: String) -> String {
    "[o['bytes'] for o in d['objects'] if o['address'] == '\(address)'][0]"
  }

  private func number(ofBytesIn path: String) throws -> Int {
    try #require(Int(try run(Program.system("stat", "-c", "%s", path)).text.trimmed))
  }
}
