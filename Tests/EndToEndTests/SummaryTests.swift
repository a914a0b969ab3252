import Support
import Testing

/// What `ipctool` alone prints.
struct SummaryTests {
  @Test func countsWhatThereIs() throws {
    try withSandbox {
      let population = try Population(churns: false)
      try run(shell("head -c 5000 /dev/zero >/dev/shm/a; truncate -s 9000 /dev/shm/b"))
      let rows = try ipctool("--bytes", "--no-header").lines.map(\.words)
      #expect(
        rows.map { $0[0] } == [
          "pipe", "fifo", "msg", "mqueue", "shm", "posix-shm", "map", "memfd", "sem", "posix-sem",
          "eventfd", "unix", "tcp", "udp",
        ])
      func row(_ kind: String) throws -> [String] { try #require(rows.first { $0[0] == kind }) }
      // util-linux adds up the same objects.
      let usage = try run(Program.system("ipcs", "-u")).lines
      let value = { (label: String) in
        try #require(usage.first { $0.hasPrefix(label) }).words.last ?? ""
      }
      #expect(try row("msg")[1] == (value("allocated queues")))
      #expect(try row("msg")[1] == "151")
      let used = try #require(usage.first { $0.hasPrefix("used space") }).words
      #expect(try row("msg")[2] == used[used.count - 2])
      #expect(try row("shm")[1] == (value("segments allocated")))
      let sizes = try contents(of: "/proc/sysvipc/shm").lines.dropFirst()
        .compactMap { Int($0.words[3]) }
      #expect(try row("shm")[3] == String(sizes.reduce(0, +)))
      #expect(try row("posix-shm")[1...3].elementsEqual(["2", "8192", "14000"]))
      try population.end()
    }
  }

  @Test func namesTheFullest() throws {
    try withSandbox {
      _ = try create("msg", "--size", "100")
      let full = try create("msg", "--size", "100")
      try ipctool("send", full, input: [UInt8](repeating: 0x41, count: 96))
      func row(_ options: String...) throws -> String {
        let lines = try run(Program.ipctool(["--no-header"] + options)).lines
        return try #require(lines.first { $0.hasPrefix("msg ") })
      }
      #expect(try row().contains("96%  \(full)"))
      #expect(try row("--color=always").contains("\u{1B}["))
    }
  }

  /// Of datagrams the kernel does not tell how many bytes wait, of a FIFO only who holds it can: then no sum is
  /// told, and it is no objection that listeners have none.
  @Test func tellsNoSumOfWhatIsNotKnown() throws {
    try withSandbox {
      let holder = try Program.python(
        """
        import os, socket, sys
        os.mkfifo("/dev/shm/fifo")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind("/dev/shm/listener")
        listener.listen()
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        print("empty", flush=True)
        sys.stdin.readline()
        one.send(b"first"); one.send(b"second")
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sender.sendto(b"x", udp.getsockname())
        print("full", flush=True)
        sys.stdin.read()
        """
      ).start()
      func bytes() throws -> String {
        try json(
          ipctool("--json"),
          "[(m['kind'], m['bytes']) for m in d['mechanisms'] if m['kind'] in ('unix', 'udp')]")
      }
      // The loopback interface of a sandbox is down until somebody wants it.
      try run(Program.system("ip", "link", "set", "lo", "up"))
      _ = try holder.readLine()
      #expect(try bytes() == "[('unix', 0), ('udp', 0)]")
      try holder.write([UInt8]("\n"))
      _ = try holder.readLine()
      #expect(try bytes() == "[('unix', None), ('udp', None)]")
      _ = try holder.finish()
    }
  }

  @Test func isTheSameByItsName() throws {
    try withSandbox {
      _ = try create("shm", "--size", "1000")
      // What is held on the whole machine changes between two looks.
      func own(_ text: [UInt8]) -> [String] {
        text.lines.filter { line in sandboxKinds.contains { line.hasPrefix("\($0) ") } }
          .map { $0.words.joined(separator: " ") }
      }
      #expect(try own(ipctool()).count == sandboxKinds.count)
      #expect(try own(ipctool("summary")) == own(ipctool()))
      let document = try ipctool("--json")
      let rows = "[m for m in d['mechanisms'] if m['kind'] in \(sandboxKinds)]"
      let sums = "[(m['kind'], m['objects'], m['capacity_bytes']) for m in \(rows)][:4]"
      #expect(
        try json(document, sums)
          == "[('msg', 0, 0), ('mqueue', 0, 0), ('shm', 1, 1000), ('posix-shm', 0, 0)]")
      #expect(try json(ipctool("summary", "--json"), rows) == json(document, rows))
      #expect(try json(document, "sorted(d)") == "['coverage', 'mechanisms', 'version']")
      let lines = try ipctool("--jsonl").lines
      #expect(try json(document, "len(d['mechanisms'])") == "\(lines.count)")
      let shm = try #require(lines.first { $0.contains(#""kind":"shm""#) })
      #expect(try json([UInt8](shm), "d['kind'], d['objects']") == "('shm', 1)")
    }
  }

  /// Two segments of nearly 2^63 bytes, which any user may make, add up to more than 64 bits.
  @Test func survivesHugeSums() throws {
    try withSandbox {
      let fixtures = try (0..<3).map { _ in
        try Program.fixture("shm", "size=0x7ffffffffffff000", "noreserve").start()
      }
      for fixture in fixtures {
        #expect(try fixture.readLine()?.hasPrefix("shm:") == true)
      }
      let document = try ipctool("--json")
      let row = "[m for m in d['mechanisms'] if m['kind'] == 'shm'][0]"
      #expect(try json(document, "\(row)['objects']") == "3")
      #expect(try json(document, "\(row)['capacity_bytes'] > 2**63") == "True")
      #expect(try ipctool().lines.count { $0.hasPrefix("shm ") } == 1)
      #expect(try ipctool("ls", "shm", "--sort", "capacity_bytes").lines.count == 4)
      for fixture in fixtures { #expect(try fixture.finish().status == 0) }
    }
  }
}
