import Support
import Testing

/// Where kinds that only processes hold end: what is not there, is no name, is not offered, is hidden, or is
/// left as it was.
struct HeldKindLimitTests {
  /// Numbers by which only processes tell of something, and a file that only they may share.
  static let heldNames = [
    "pipe:1", "pipe:[1]", "fifo:1", "map:1", "/etc/passwd", "memfd:1", "eventfd:4000000000",
    "unix:1", "tcp:1", "udp:1", "socket:[1]", "pipe:18446744073709551615",
  ]
  /// Names of what would be in a list, or at a path.
  static let otherNames = [
    "fifo:/nowhere", "fifo:/etc/passwd", "map:/nowhere", "unix:/nowhere", "unix:@nowhere",
    "tcp:127.0.0.1:1", "tcp:[::1]:1", "udp:::1:1",
  ]

  /// What there is not, by every kind of name.
  @Test(arguments: heldNames + otherNames)
  func knowsWhatIsNotThere(_ address: String) throws {
    try withSandbox {
      let lines = try failure(66, Program.ipctool("show", address).amongItsOwn)
      #expect(!lines.joined().contains("may be looked into"))
    }
  }

  /// What may be there, since not every process was looked into, is not denied.
  @Test(arguments: heldNames)
  func knowsWhatItMayNotSee(_ address: String) throws {
    try withSandbox {
      let lines = try failure(77, Program.ipctool("show", address).asNobody)
      try #require(lines.count == 2)
      #expect(lines[0].hasSuffix(": it was not seen among the processes that may be looked into"))
      #expect(lines[1].contains("processes not looked into: "))
      #expect(lines[1].contains("(needs CAP_SYS_PTRACE"))
    }
  }

  /// No process can hold it by that name.
  @Test(arguments: otherNames)
  func knowsWhatNobodyCanHold(_ address: String) throws {
    try withSandbox { _ = try failure(66, Program.ipctool("show", address).asNobody) }
  }

  /// A file that one process maps and only reads is no object, and that is said.
  @Test func saysWhyAMappedFileIsNone() throws {
    try withSandbox {
      let script = """
        import mmap, os, subprocess, sys
        path = "/mnt/" + sys.argv[2]
        with open(path, "w") as file: file.write("x" * 5000)
        file = os.open(path, os.O_RDONLY)
        mapping = mmap.mmap(file, 5000, mmap.MAP_SHARED, mmap.PROT_READ)
        os.close(file)
        lines = [line.split() for line in open("/proc/self/maps") if line.rstrip().endswith(path)]
        assert [line[1] for line in lines] == ["r--s"]
        if sys.argv[3:]:
            reader, writer = os.pipe()
            if os.fork() == 0:
                os.close(writer)
                os.read(reader, 1)
                os._exit(0)
        sys.exit(subprocess.run([sys.argv[1], "show", path]).returncode)
        """
      try run(Program.system("mount", "-t", "tmpfs", "-o", "mode=777", "none", "/mnt"))
      let tool = Program.ipctool().path
      let reason = "one process maps it, and only reads it: nothing is shared through it"
      let lines = try failure(66, Program.python(script, tool, "one").amongItsOwn)
      #expect(lines.first == "map:/mnt/one: \(reason)")
      // Another may map it too, or write to it.
      let doubtful = try failure(77, Program.python(script, tool, "own").asNobody)
      #expect(
        doubtful[0] == "map:/mnt/own: among the processes that may be looked into, \(reason)")
      #expect(doubtful[1].hasPrefix("processes not looked into: "))
      // Two share it.
      let shown = try run(Program.python(script, tool, "two", "fork").amongItsOwn)
      #expect(shown.lines.contains { $0.words == ["address:", "map:/mnt/two"] })
    }
  }

  /// What names nothing of that kind.
  @Test(arguments: [
    "pipe:", "pipe:x", "pipe:-1", "pipe:1 ", "pipe:0x10", "pipe:[1", "pipe:/tmp/x",
    "pipe:18446744073709551616", "fifo:", "fifo:relative", "fifo:/a%00b", "map:relative",
    "memfd:cache",
    "eventfd:", "unix:relative", "unix:", "tcp:", "tcp:localhost:80", "tcp:127.0.0.1",
    "tcp:127.0.0.1:",
    "tcp:127.0.0.1:65536", "tcp:256.0.0.1:1", "udp:::1", "socket:x", "/", "/dev/null", "/proc/1",
  ])
  func refusesWhatIsNoName(_ address: String) throws {
    try withSandbox { _ = try failure(64, Program.ipctool("show", address)) }
  }

  /// What root holds is hidden from nobody, who is told so; what is his own he sees whole.
  @Test func servesWhoHasNoPrivileges() throws {
    try withSandbox {
      let roots = try HeldObjects()
      let own = try HeldObjects(asNobody: true)
      let output = try Program.ipctool("ls", "--json").asNobody.run()
      #expect(output.status == 0)
      let seen = "{o['address'] for o in d['objects']}"
      func isSeen(_ objects: HeldObjects, _ name: String) throws -> Bool {
        try json(output.standardOutput, "'\(try objects.address(name))' in \(seen)") == "True"
      }
      for name in HeldObjects.names {
        #expect(try isSeen(own, name), "\(name)")
        // The kernel lists sockets to everybody.
        let isSocket = ["unix", "tcp", "udp"].contains { kind in
          roots.addresses[name]?.hasPrefix("\(kind):") == true
        }
        #expect(try isSeen(roots, name) == isSocket, "\(name)")
      }
      #expect(try json(output.standardOutput, "d['coverage']['complete']") == "False")
      for name in ["pipe", "fifo", "map", "memfd", "eventfd"] {
        let shown = try Program.ipctool("show", try own.address(name), "--json").asNobody.run()
        #expect(shown.status == 0, "\(shown.errorText)")
        #expect(
          try json(shown.standardOutput, "{h['pid'] for h in d['objects'][0]['holders']}")
            == "{\(own.pid)}")
      }
      // Whether there is such a pipe at all, nobody may know.
      for name in ["pipe", "inherited", "memfd", "eventfd", "map"] {
        let lines = try failure(77, Program.ipctool("show", try roots.address(name)).asNobody)
        #expect(lines[0].hasSuffix(": it was not seen among the processes that may be looked into"))
        #expect(lines[1].hasPrefix("processes not looked into: "))
        #expect(lines[1].contains("CAP_SYS_PTRACE"))
      }
      try failure(77, Program.ipctool("show", roots.link("pipe")).asNobody)
      try failure(77, Program.ipctool("ls", "--pid", "\(roots.pid)").asNobody)
      try roots.end()
      try own.end()
    }
  }

  /// What is in a pipe, a FIFO or a socket stays there, and times as they are.
  @Test(arguments: [
    "ls", "ls --json", "show $addresses", "show --json $addresses", "", "ps", "ps --json",
  ])
  func changesNothing(_ look: String) throws {
    try withSandbox {
      let objects = try HeldObjects()
      let witness = """
        import fcntl, os, sys, termios
        for path in sys.argv[1:]:
          status = os.stat(path)
          print(path, status.st_ino, status.st_size, status.st_atime_ns, status.st_mtime_ns, status.st_ctime_ns)
        """
      let paths = try ["pipe", "fifo", "memfd", "server"].map { try objects.link($0) }
      func state() throws -> String {
        let files = try run(Program(Program.python(witness).path, ["-c", witness] + paths)).text
        let queues = try run(Program.system("ss", "-Hxtun")).lines.sorted().joined()
        let counter = try contents(
          of: "/proc/\(objects.pid)/fdinfo/\(objects.descriptors["eventfd"]?.first ?? -1)")
        let open = try run(Program.system("ls", "/proc/\(objects.pid)/fd")).text
        return files + queues + counter.text + open
      }
      let before = try state()
      let addresses = objects.addresses.values.joined(separator: " ")
      try run(shell("addresses='\(addresses)'; exec ipctool \(look)"))
      #expect(try state() == before)
      let document = try ipctool("show", objects.address("pipe"), objects.address("fifo"), "--json")
      #expect(try json(document, "[o['bytes'] for o in d['objects']]") == "[100, 5]")
      try objects.end()
    }
  }
}
