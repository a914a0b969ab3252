import Support
import Testing

/// What `ps` says, beside what the programs know that hold it all.
struct ProcessStatusTests {
  /// A parent and its child with something between them of every kind; prints both pids, then a line of
  /// descriptor, pid and the pid that is expected at the other end.
  private static let pair = """
    import os, socket, sys
    reader, writer = os.pipe()
    one, other = socket.socketpair()
    server = socket.socket(socket.AF_UNIX)
    server.bind("\\0ps")
    server.listen(4)
    counter = os.eventfd(5)
    got, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader); one.close(); server.close(); os.close(got)
        client = socket.socket(socket.AF_UNIX)
        client.connect("\\0ps")
        os.write(tell, f"{client.fileno()}".encode())
        os.close(tell)
        sys.stdin.read()
        os._exit(0)
    far = other.fileno()
    os.close(writer); other.close(); os.close(tell)
    client = int(os.read(got, 16))
    here = os.getpid()
    for fd, pid, peer in [(reader, here, child), (writer, child, here), (one.fileno(), here, child),
                          (far, child, here), (server.fileno(), here, child),
                          (client, child, here), (counter, here, child), (counter, child, here)]:
        print(fd, pid, peer)
    print("end", flush=True)
    sys.stdin.read()
    """

  @Test func tellsWhoIsAtTheOtherEnd() throws {
    try withSandbox {
      let program = try Program.python(Self.pair).start()
      var expected: [[String]] = []
      while let line = try program.readLine(), line != "end" { expected.append(line.words) }
      try #require(expected.count == 8)
      let pids = [expected[0][1], expected[1][1]]
      let document = try run(Program.ipctool(["ps", "--json"] + pids))
      #expect(
        try json(document, "sorted(str(p['pid']) for p in d['processes'])")
          == "\(pids.sorted())".replacing("\"", with: "'"))
      for words in expected {
        let others =
          "[[o['pid'] for o in h['others']] for p in d['processes'] if p['pid'] == \(words[1]) "
          + "for h in p['holdings'] if h['fd'] == \(words[0])]"
        #expect(try json(document, others) == "[[\(words[2])]]", "\(words)")
      }
      let listener =
        "[(h['address'], h['access']) for p in d['processes'] for h in p['holdings'] if h['access'] == 'listen']"
      #expect(try json(document, listener) == "[('unix:@ps', 'listen')]")
      let table = try ipctool("ps", pids[0], "-o", "pid,fd,others", "--no-header").lines
      #expect(table.allSatisfy { $0.words[0] == pids[0] })
      #expect(table.contains { $0.contains("python3(\(pids[1]))") || $0.contains("(\(pids[1]))") })
      _ = try program.finish()
    }
  }

  /// Sockets of another network namespace, and one that is in nobody's list.
  @Test func seesSocketsOfOtherNetworks() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, socket, sys
        server = socket.socket(socket.AF_UNIX)
        server.bind("/dev/shm/ps.sock")
        server.listen(1)
        got, tell = os.pipe()
        child = os.fork()
        if child == 0:
            assert ctypes.CDLL(None).unshare(0x40000000) == 0
            client = socket.socket(socket.AF_UNIX)
            client.connect("/dev/shm/ps.sock")
            bare, there = socket.socket(), socket.socket()
            there.bind(("0.0.0.0", 99)); there.listen()
            os.write(tell, f"{client.fileno()} {bare.fileno()} {there.fileno()}".encode())
            sys.stdin.read()
            os._exit(0)
        accepted, _ = server.accept()
        print(child, os.read(got, 64).decode(), os.getpid(), accepted.fileno(), flush=True)
        sys.stdin.read()
        """
      ).start()
      let words = try #require(try program.readLine()).words
      try #require(words.count == 6)
      let document = try ipctool("ps", words[0], words[4], "--json")
      func value(_ pid: String, _ fd: String, _ expression: String) throws -> String {
        try json(
          document,
          "[\(expression) for p in d['processes'] if p['pid'] == \(pid) for h in p['holdings'] "
            + "if h['fd'] == \(fd)]")
      }
      let others = "[o['pid'] for o in h['others']]"
      #expect(try value(words[0], words[1], others) == "[[\(words[4])]]")
      #expect(try value(words[4], words[5], others) == "[[\(words[0])]]")
      #expect(try value(words[0], words[2], "h['kind']") == "['tcp']")
      #expect(try value(words[0], words[3], "(h['kind'], h['access'])") == "[('tcp', 'listen')]")
      // A list of our own network has none of the other's Internet sockets.
      let listed = try json(
        try ipctool("ls", "tcp", "--json"),
        "[o for o in d['objects'] if any(h['pid'] == \(words[0]) for h in o['holders'])]")
      #expect(listed == "[]")
      _ = try program.finish()
    }
  }

  /// Our own threads have tables of descriptors of their own while they look.
  @Test func namesADescriptorOnce() throws {
    try withSandbox {
      let document = try ipctool("ls", "pipe", "--json")
      let twice =
        "[h for o in d['objects'] for h in o['holders'] "
        + "if sum(h == other for other in o['holders']) > 1]"
      #expect(try json(document, twice) == "[]")
      #expect(try json(document, "any(o['holders'] for o in d['objects'])") == "True")
    }
  }

  /// A process that was asked for is there, also when it holds nothing.
  @Test func hasWhoHoldsNothing() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import os, sys
        print(os.getpid(), flush=True)
        while not os.path.exists("/dev/shm/go"): pass
        os.closerange(0, 1024)
        import time
        time.sleep(30)
        """
      ).start()
      _ = try program.readLine()
      try run(Program.system("touch", "/dev/shm/go"))
      try wait(for: "the descriptors to be closed") {
        try run(Program.system("ls", "/proc/\(program.pid)/fd")).isEmpty
      }
      let found =
        "[[h for h in p['holdings'] if h['fd'] is not None] for p in d['processes'] "
        + "if p['pid'] == \(program.pid)]"
      #expect(try json(try ipctool("ps", String(program.pid), "--json"), found) == "[[]]")
      program.send(signal: 9)
    }
  }

  /// The members are those that were chosen, in that order, and always the pid.
  @Test func choosesMembers() throws {
    try withSandbox {
      let held = try HeldObjects()
      let pid = "\(held.pid)"
      func keys(_ columns: String) throws -> String {
        try json(
          try ipctool("ps", pid, "--json", "-o", columns),
          "[(' '.join(p), sorted({' '.join(h) for h in p.get('holdings', [])})) for p in d['processes']]"
        )
      }
      #expect(try keys("pid") == "[('pid', [])]")
      #expect(try keys("uid,command") == "[('pid uid command', [])]")
      #expect(
        try keys("address,command,pid,fd") == "[('holdings command pid', ['address fd'])]")
      #expect(try keys("bytes,fd") == "[('pid holdings', ['bytes fd'])]")
      #expect(
        try keys("all")
          == "[('pid command uid holdings', ['fd address kind access bytes capacity_bytes others'])]"
      )
      try held.end()
    }
  }

  @Test func sortsProcessesAndTheirHoldings() throws {
    try withSandbox {
      let (one, other) = (try HeldObjects(), try HeldObjects())
      let pids = [one.pid, other.pid].sorted().map { "\($0)" }
      func ordered(_ key: String) throws -> [String] {
        let document = try run(Program.ipctool(["ps", "--json", "--sort", key] + pids))
        return try json(document, "' '.join(str(p['pid']) for p in d['processes'])").words
      }
      #expect(try ordered("pid") == pids)
      #expect(try ordered("-pid") == pids.reversed())
      let document = try ipctool("ps", pids[0], "--json", "--sort", "-fd")
      let descriptors = "[h['fd'] for h in d['processes'][0]['holdings']]"
      #expect(
        try json(
          document,
          "(lambda f: f == sorted((n for n in f if n is not None), reverse=True) "
            + "+ [None] * f.count(None) and len(f) > 5)(\(descriptors))") == "True")
      let smallest = try json(
        try run(Program.ipctool(["ps", "--json", "--sort", "address"] + pids)),
        "[min(h['address'] for h in p['holdings']) for p in d['processes']]")
      #expect(try json([UInt8]("{}"), "\(smallest) == sorted(\(smallest))") == "True")
      try one.end()
      try other.end()
    }
  }

  @Test func namesItsOwnColumns() throws {
    #expect(
      try failure(64, .ipctool("ps", "-o", "foo"))
        == ["-o: no such column: foo", "'ipctool ps --columns' lists them"])
    let columns = try ipctool("ps", "--columns", "--no-header").lines.map { $0.words[0] }
    #expect(columns.first == "pid" && columns.last == "others")
  }

  /// A pid is asked for: the kernel shows under the number of a thread what its whole process holds.
  @Test func knowsAThreadFromAProcess() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import os, sys, threading
        reader, writer = os.pipe()
        ready, end = threading.Event(), threading.Event()
        def run():
            print(threading.get_native_id(), flush=True)
            ready.set()
            end.wait()
        thread = threading.Thread(target=run)
        thread.start()
        ready.wait()
        sys.stdin.read()
        end.set()
        """
      ).start()
      let thread = try #require(try program.readLine())
      #expect(
        try run(Program.system("ls", "/proc/\(program.pid)/task")).lines.contains(thread))
      let reason = "process \(thread): it is a thread of process \(program.pid)"
      #expect(try failure(66, Program.ipctool("ps", thread)) == [reason])
      #expect(try failure(66, Program.ipctool("ls", "--pid", thread)) == [reason])
      #expect(try failure(66, Program.ipctool("ls", "--pid", thread).asNobody) == [reason])
      _ = try program.finish()
    }
  }

  @Test func badInput() throws {
    try withSandbox {
      #expect(try failure(66, Program.ipctool("ps", "4194304")).count == 1)
      try failure(64, Program.ipctool("ps", "0"))
      try failure(64, Program.ipctool("ps", "nonsense"))
      let program = try Program.python("import sys; print(1, flush=True); sys.stdin.read()").start()
      _ = try program.readLine()
      let lines = try failure(77, Program.ipctool("ps", String(program.pid)).asNobody)
      #expect(lines[0].hasPrefix("process \(program.pid): "))
      _ = try program.finish()
    }
  }

  /// An option that is none is refused by its name, and not by what follows it.
  @Test func refusesWhatItDoesNotTake() throws {
    #expect(
      try failure(64, .ipctool("ps", "--user", "root"))[0].contains("Unknown option '--user'"))
    for word in ["abc", "0", "4294967297", ""] {
      #expect(
        try failure(64, .ipctool("ps", word))[0].hasSuffix(
          ": not a process: a pid is a positive number"))
    }
  }
}
