import Support
import Testing

/// What `graph` tells of programs that we did not write, beside what /proc tells of their descriptors.
struct GraphTests {
  /// Who has the write end of a pipe, and who the read end, as /proc has it: `FROM TO ADDRESS` a line.
  private static let witness = """
    import os, sys
    ends = {}
    for pid in sys.argv[1:]:
        for fd in os.listdir(f"/proc/{pid}/fd"):
            link = os.readlink(f"/proc/{pid}/fd/{fd}")
            if not link.startswith("pipe:["): continue
            flags = [l for l in open(f"/proc/{pid}/fdinfo/{fd}") if l.startswith("flags:")][0]
            mode = int(flags.split()[1], 8) & 3
            ends.setdefault(link, [set(), set()])[mode].add(pid)
    for link, (readers, writers) in ends.items():
        for writer in writers:
            for reader in readers: print(writer, reader, "pipe:" + link[6:-1])
    """

  @Test func drawsAPipeline() throws {
    try withPipeline { pids in
      let expected = try run(Program(Program.python("").path, ["-c", Self.witness] + pids)).lines
      #expect(expected.count == 4)
      let document = try run(Program.ipctool(["graph", "--json", "--depth", "0"] + pids))
      let drawn = try graphEdges(document, "{e['from'][8:]} {e['to'][8:]} {e['address']}")
      #expect(drawn == expected.sorted())
      #expect(
        try json(document, "{(e['direction'], e['kind'], e['state']) for e in d['edges']}")
          == "{('forward', 'pipe', 'full')}")
      #expect(
        try json(document, "{(e['bytes'], e['capacity_bytes']) for e in d['edges']}")
          == "{(65536, 65536)}")
      let output = try run(Program.ipctool(["graph", "--depth", "0"] + pids))
      let boxes = zip(["yes", "cat", "cat", "cat", "sleep"], pids).map { "\($0) \($1)" }
      let pipes = pids.dropLast().compactMap { pid in
        expected.map(\.words).first { $0[0] == pid }?[2]
      }
      let arrows = pipes.map { "-\($0) (full, 65536 of 65536 bytes)->" }
      let chain = output.lines.prefix { !$0.hasPrefix("not drawn") }
      #expect(
        chain.joined(separator: " ").words.joined(separator: " ")
          == zip(boxes, arrows + [""]).map { "\($0) \($1)" }.joined(separator: " ").trimmed)
      #expect(output.lines.allSatisfy { $0.unicodeScalars.count <= 80 })
    }
  }

  /// Those of `pids` that are drawn.
  private func reached(_ pids: [String], _ arguments: String...) throws -> [String] {
    let document = try run(Program.ipctool(["graph", "--json"] + arguments))
    let drawn = try json(document, "' '.join(str(n['pid']) for n in d['nodes'])").words
    return pids.filter(drawn.contains)
  }

  /// The neighbourhood of one, by operand and by option.
  @Test func goesAsFarAsItIsAsked() throws {
    try withPipeline { pids in
      let near = try reached(pids, pids[2])
      #expect(near == Array(pids[1...3]))
      #expect(try reached(pids, "--pid", pids[2], "--depth", "2") == pids)
      #expect(try reached(pids, pids[0], "--pid", pids[4]) == [0, 1, 3, 4].map { pids[$0] })
      #expect(try reached(pids, pids[2], "--depth", "0") == [pids[2]])
      #expect(try reached(pids, pids[2], "--kind", "shm", "--kind", "msg") == [pids[2]])
    }
  }

  /// A server with two clients over a named socket, two over TCP, and one that it has not accepted.
  @Test func drawsConnections() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import os, sys
        from socket import *
        server = socket(AF_UNIX); server.bind("\\0graph"); server.listen(4)
        internet = socket(AF_INET); internet.bind(("0.0.0.0", 0)); internet.listen(4)
        port = internet.getsockname()[1]
        got, tell = os.pipe()
        child = os.fork()
        if child == 0:
            server.close(); internet.close(); os.close(got)
            clients = [socket(AF_UNIX) for _ in range(3)]
            for client in clients: client.connect("\\0graph")
            others = [create_connection(("127.0.0.1", port)) for _ in range(2)]
            os.close(tell)
            sys.stdin.read()
            os._exit(0)
        os.close(tell)
        held = [server.accept() for _ in range(2)] + [internet.accept() for _ in range(2)]
        os.read(got, 1)
        print(os.getpid(), child, port, flush=True)
        sys.stdin.read()
        """
      ).start()
      let words = try #require(try program.readLine()).words
      let document = try ipctool(
        "graph", "--json", "--depth", "0", "--kind", "unix", "--kind", "tcp", words[0], words[1])
      let rows = try graphEdges(
        document,
        "{e['address']} {e['direction']} {e['count']} {e['state']} {len(e['objects'])} "
          + "{e['descriptors']}")
      #expect(
        rows == [
          "tcp:0.0.0.0:\(words[2]) both 2 None 4 4", "unix:@graph both 2 None 4 4",
          "unix:@graph forward 1 unaccepted 2 2",
        ])
      #expect(
        try json(document, "[e['from'] for e in d['edges'] if e['state']]")
          == "['process:\(words[1])']")
      // Of a listener the backlog, as ss(8) has it.
      let witness = try run(Program.system("ss", "-xlH", "src", "@graph")).text.words
      #expect(witness.prefix(4).suffix(2) == ["1", "4"], "\(witness)")
      #expect(
        try json(
          document,
          "[(e['messages'], e['messages_limit']) for e in d['edges'] if e['state']]")
          == "[(1, 4)]")
      let text = try ipctool("graph", "--depth", "0", "--kind", "unix", words[0], words[1]).text
      #expect(text.words.joined(separator: " ").contains("1 of 4 connections waits"), "\(text)")
      _ = try program.finish()
    }
  }

  /// A port of another network namespace is not the one that is called so here.
  @Test func tellsNetworksApart() throws {
    try withSandbox {
      let script = """
        import os, sys
        from socket import *
        server = socket(AF_INET); server.bind(("0.0.0.0", 8099)); server.listen(4)
        got, tell = os.pipe()
        child = os.fork()
        if child == 0:
            server.close(); os.close(got)
            client = create_connection(("127.0.0.1", 8099))
            os.close(tell)
            sys.stdin.read()
            os._exit(0)
        os.close(tell)
        end = server.accept()[0]
        os.read(got, 1)
        inode = os.fstat(server.fileno()).st_ino
        print(os.getpid(), child, inode, flush=True)
        sys.stdin.read()
        """
      let here = try Program.python(script).start()
      let python = Program.python("").path
      let there = try Program.system(
        "unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$0\" -c \"$1\"", python, script
      ).start()
      for (program, isHere) in [(here, true), (there, false)] {
        let words = try #require(try program.readLine()).words
        let document = try ipctool(
          "graph", "--json", "--depth", "0", "--kind", "tcp", words[0], words[1])
        #expect(
          try graphEdges(document, "{e['address']}") == [
            isHere ? "tcp:0.0.0.0:8099" : "tcp:\(words[2])"
          ]
        )
      }
      _ = try here.finish()
      _ = try there.finish()
    }
  }

  @Test func drawsWhatIsShared() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import os, sys, sysv_ipc
        memory = sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=4096)
        queue = sysv_ipc.MessageQueue(None, sysv_ipc.IPC_CREX)
        queue.send(b"x")
        children = []
        for number in range(3):
            got, tell = os.pipe()
            child = os.fork()
            if child == 0:
                if number == 0: queue.receive()
                if number == 1: memory.detach()
                if number == 2:
                    memory.detach()
                    memory = sysv_ipc.attach(memory.id, flags=sysv_ipc.SHM_RDONLY)
                os.close(tell)
                sys.stdin.read()
                os._exit(0)
            os.close(tell); os.read(got, 1); os.close(got)
            children.append(child)
        print(memory.id, queue.id, os.getpid(), *children, flush=True)
        sys.stdin.read()
        """
      ).start()
      let words = try #require(try program.readLine()).words
      let (memory, queue, pids) = (words[0], words[1], Array(words[2...]))
      let document = try run(
        Program.ipctool(
          ["graph", "--json", "--depth", "0", "--kind", "shm", "--kind", "msg"] + pids))
      let rows = try graphEdges(document, "{e['from']} {e['to']} {e['direction']} {e['certainty']}")
      #expect(
        rows
          == [
            "process:\(pids[0]) process:\(pids[1]) forward last-operator",
            "process:\(pids[0]) shm:\(memory) both holder",
            "process:\(pids[1]) shm:\(memory) both holder",
            "shm:\(memory) process:\(pids[3]) forward holder",
          ].sorted())
      #expect(
        try json(document, "[e['address'] for e in d['edges'] if e['kind'] == 'msg']")
          == "['msg:\(queue)']")
      // Dashed is what is only evidence.
      let dot = try run(Program.ipctool(["graph", "--format", "dot", "--depth", "0"] + pids))
      #expect(
        try graphviz(
          dot, "sorted(e['label'] for e in d['edges'] if e.get('style') == 'dashed')")
          == #"['msg:\#(queue)\\nused it last']"#)
      _ = try program.finish()
    }
  }

  @Test func showsDeadlocks() throws {
    let program = try Program.python(
      """
      import os, sys
      (a, b), (c, d) = os.pipe(), os.pipe()
      out, inn = os.dup(1), os.dup(0)
      children = []
      for read, write in ((a, d), (c, b)):
          child = os.fork()
          if child == 0:
              for fd in {a, b, c, d, out, inn, 0, 1, 2} - {read, write}: os.close(fd)
              os.read(read, 1)
              os._exit(0)
          children.append(child)
      for fd in (a, b, c, d): os.close(fd)
      print(*children, flush=True)
      sys.stdin.read()
      for child in children: os.kill(child, 9)
      """
    ).start()
    let pids = try #require(try program.readLine()).words
    for pid in pids {
      try wait(for: "a reader") {
        try contents(of: "/proc/\(pid)/wchan").text.contains("pipe_read")
      }
    }
    let document = try run(Program.ipctool(["graph", "--json"] + pids))
    #expect(
      try json(document, "[x['state'] for x in d['edges'] + d['nodes']]")
        == "['deadlocked', 'deadlocked', 'deadlocked', 'deadlocked']")
    let dot = try run(Program.ipctool(["graph", "--format", "dot"] + pids))
    #expect(
      try graphviz(dot, "{x['color'] for x in d['edges'] + d['objects']}") == "{'#c00000'}")
    let mermaid = try run(Program.ipctool(["graph", "--format", "mermaid"] + pids)).lines
    #expect(mermaid.count { $0.contains("]:::deadlocked") } == 2)
    #expect(mermaid.count { $0.contains("linkStyle") && $0.contains("#c00000") } == 2)
    #expect(try run(Program.ipctool(["graph"] + pids)).text.contains(" (deadlocked)->"))
    _ = try program.finish()
  }

  /// Nobody will read any more what is written: it is drawn though it connects nobody.
  @Test func showsWhatIsStale() throws {
    let program = try Program.python(
      """
      import os, sys
      read, write = os.pipe()
      os.close(read)
      print(os.getpid(), flush=True)
      sys.stdin.read()
      """
    ).start()
    _ = try program.readLine()
    let arguments = ["\(program.pid)", "--depth", "0", "--kind", "pipe"]
    let document = try run(Program.ipctool(["graph", "--json"] + arguments))
    #expect(
      try graphEdges(document, "{e['from']} {e['direction']} {e['state']}")
        == ["process:\(program.pid) forward stale"])
    let text = try run(Program.ipctool(["graph"] + arguments)).lines
    #expect(
      text[0].hasPrefix("python3 \(program.pid) -(other end closed)-> pipe:"), "\(text)")
    let dot = try run(Program.ipctool(["graph", "--format", "dot"] + arguments))
    #expect(try graphviz(dot, "[e['color'] for e in d['edges']]") == "['#767676']")
    _ = try program.finish()
  }

  /// Workers that are alike are one line, and none of them is lost.
  @Test func putsTogetherWhoIsAlike() throws {
    let program = try Program.python(
      """
      import os, sys
      one, other = os.pipe()
      children = []
      for _ in range(40):
          child = os.fork()
          if child == 0:
              os.close(one)
              os.setsid()
              sys.stdin.read()
              os._exit(0)
          children.append(child)
      os.close(other)
      print(os.getpid(), *children, flush=True)
      sys.stdin.read()
      """
    ).start()
    let pids = try #require(try program.readLine()).words
    let arguments = ["--depth", "0", "--kind", "pipe"] + pids
    let text = try run(Program.ipctool(["graph"] + arguments))
    #expect(text.text.contains("python3 ×40 ("))
    #expect(text.lines.allSatisfy { $0.unicodeScalars.count <= 80 })
    let document = try run(Program.ipctool(["graph", "--json"] + arguments))
    #expect(try json(document, "len([n for n in d['nodes'] if n['pid']])") == "41")
    let expanded = try run(Program.ipctool(["graph", "--expand"] + arguments)).text
    #expect(!expanded.contains("×40"))
    for pid in pids { #expect(expanded.contains(pid)) }
    _ = try program.finish()
  }

  /// The figure of a line is that of all who are named behind it.
  @Test func addsUpWhatIsInOneLine() throws {
    let program = try Program.python(
      """
      import ctypes, os, signal, sys
      names = ["alpha", "beta"] * 2 + [f"worker-{n}" for n in range(10)]
      # On one processor the kernel gives inodes in their order: here against that of the processes.
      os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
      pipes = [os.pipe() for _ in names]
      ends, pids = pipes[::-1], []
      for name, (end, other) in zip(names, ends):
          ready, tell = os.pipe()
          child = os.fork()
          if child == 0:
              open("/proc/self/comm", "w").write(name)
              ctypes.CDLL(None).prctl(1, 9)
              for fd in set(range(3, tell)) - {end}: os.close(fd)
              for fd in range(3): os.close(fd)
              os.close(tell)
              while True: signal.pause()
          os.close(tell); os.read(ready, 1); os.close(ready)
          pids.append(child)
          # What is on its way adds up as well.
          if name in ("alpha", "beta"): os.write(other, b"ab")
      for end, _ in ends: os.close(end)
      print(os.getpid(), *pids, flush=True)
      sys.stdin.read()
      """
    ).start()
    let pids = try #require(try program.readLine()).words
    let text = try run(Program.ipctool(["graph", "--depth", "0", "--kind", "pipe"] + pids)).text
    let lines = text.split(separator: "\n  ").map {
      $0.split { " \n".contains($0) }.map(String.init)
    }
    func line(_ start: String) -> [String]? {
      lines.first { $0.joined(separator: " ").hasPrefix(start) }
    }
    let few = try #require(line("pipe ×4 "), "\(text)").joined(separator: " ")
    #expect(few.hasPrefix("pipe ×4 (8 of "))
    // Who is named first has the least pid; pids start again from below at some time.
    let numbers = pids.compactMap { Int32($0) }
    let (alpha, beta) = (min(numbers[1], numbers[3]), min(numbers[2], numbers[4]))
    #expect(few.contains(alpha < beta ? "-> alpha ×2 (" : "-> beta ×2 ("))
    #expect(few.contains(alpha < beta ? ", beta ×2 (" : ", alpha ×2 ("))
    #expect(
      try #require(line("pipe ×10 "), "\(text)").prefix(5).suffix(3) == ["->", "worker-*", "×10"])
    _ = try program.finish()
  }
}
