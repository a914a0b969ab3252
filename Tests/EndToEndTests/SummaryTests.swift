import Support
import Testing

/// What `ipctool` alone prints.
struct SummaryTests {
  @Test func countsWhatThereIs() throws {
    try withSandbox {
      let population = try Population(churns: false)
      try run(shell("head -c 5000 /dev/zero >/dev/shm/a; truncate -s 9000 /dev/shm/b"))
      let rows = try ipctool("--bytes", "--no-header").lines.map(\.words)
      #expect(rows.prefix(4).map { $0[0] } == ["msg", "mqueue", "shm", "posix-shm"])
      // util-linux adds up the same objects.
      let usage = try run(Program.system("ipcs", "-u")).lines
      let value = { (label: String) in
        try #require(usage.first { $0.hasPrefix(label) }).words.last ?? ""
      }
      #expect(rows[0][1] == (try value("allocated queues")))
      #expect(rows[0][1] == "151")
      let used = try #require(usage.first { $0.hasPrefix("used space") }).words
      #expect(rows[0][2] == used[used.count - 2])
      #expect(rows[2][1] == (try value("segments allocated")))
      let sizes = try contents(of: "/proc/sysvipc/shm").lines.dropFirst()
        .compactMap { Int($0.words[3]) }
      #expect(rows[2][3] == String(sizes.reduce(0, +)))
      #expect(rows[3][1...3].elementsEqual(["2", "8192", "14000"]))
      try population.end()
    }
  }

  @Test func namesTheFullest() throws {
    try withSandbox {
      _ = try create("msg", "--size", "100")
      let full = try create("msg", "--size", "100")
      try ipctool("send", full, input: [UInt8](repeating: 0x41, count: 96))
      let row = try #require(try ipctool("--no-header").lines.first)
      #expect(row.contains("96%  \(full)"))
      let colours = try #require(try ipctool("--no-header", "--color=always").lines.first)
      #expect(colours.contains("\u{1B}["))
    }
  }

  @Test func isTheSameByItsName() throws {
    try withSandbox {
      _ = try create("shm", "--size", "1000")
      #expect(try ipctool("summary") == ipctool())
      let document = try ipctool("--json")
      #expect(try ipctool("summary", "--json") == document)
      #expect(
        try json(
          document, "[(m['kind'], m['objects'], m['capacity_bytes']) for m in d['mechanisms']][:4]"
        ) == "[('msg', 0, 0), ('mqueue', 0, 0), ('shm', 1, 1000), ('posix-shm', 0, 0)]")
      #expect(try json(document, "sorted(d)") == "['coverage', 'mechanisms', 'version']")
      let lines = try ipctool("--jsonl").lines
      #expect(try json(document, "len(d['mechanisms'])") == "\(lines.count)")
      #expect(try json([UInt8](lines[2]), "d['kind'], d['objects']") == "('shm', 1)")
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
      #expect(try json(document, "d['mechanisms'][2]['objects']") == "3")
      #expect(try json(document, "d['mechanisms'][2]['capacity_bytes'] > 2**63") == "True")
      #expect(try ipctool().lines.count { $0.hasPrefix("shm ") } == 1)
      #expect(try ipctool("ls", "shm", "--sort", "capacity_bytes").lines.count == 4)
      for fixture in fixtures { #expect(try fixture.finish().status == 0) }
    }
  }
}
