import Support
import Testing

/// Who uses how much of the limits, as `limits` tells, beside what others tell of the same.
struct LimitUseTests {
  /// Who uses most, of what all have together.
  @Test func tellsWhoUsesMost() throws {
    try withSandbox {
      _ = try create("msg")
      try run(Program.system("chmod", "755", Program.ipctool().path))
      for _ in 0..<2 { try run(Program.ipctool("create", "msg").asNobody) }
      let document = try ipctool("limits", "msg", "--json")
      let most = limit("most", "kernel.msgmni")
      #expect(
        try json(document, "(\(most)['user'], \(most)['uid'], \(most)['used'], \(most)['pid'])")
          == "('nobody', 65534, 2, None)")
      #expect(
        try ipctool("limits", "msg", "--no-header").lines[0].hasSuffix("  3  0%  nobody: 2"))
    }
  }

  /// A file system that is mounted in several namespaces fills up once.
  @Test func tellsOfAFileSystemOnce() throws {
    try withSandbox {
      let others = try ["", "mount -t tmpfs tmpfs /dev/shm;"].map { command in
        try Program.system("unshare", "--mount", "sh", "-c", "\(command) echo; cat").start()
      }
      for other in others { _ = try other.readLine() }
      let document = try ipctool("limits", "posix-shm", "--namespace", "all", "--json")
      for (other, rows) in zip(others, ["0", "2"]) {
        let namespace = try run(.system("readlink", "/proc/\(other.pid)/ns/mnt")).text.trimmed
        let inode = namespace.dropFirst("mnt:[".count).dropLast()
        let found = try json(
          document, "sum(l['namespace'] == 'mnt=\(inode)' for l in d['limits'])")
        #expect(found == rows, "\(namespace)")
      }
      for other in others { _ = try other.finish() }
    }
  }

  /// The kernel charges each user for what fits his queues.
  @Test func addsUpTheQueuesOfEachUser() throws {
    try withSandbox {
      let sizes = ["--max-messages", "3", "--message-size", "100"]
      for _ in 0..<2 { try run(Program.ipctool(["create", "mqueue"] + sizes)) }
      try run(Program.ipctool(["create", "mqueue"] + sizes).asNobody)
      // Which limits the processes of other tests have is theirs alone.
      let document = try run(Program.ipctool("limits", "mqueue", "--json").amongItsOwn)
      let users = """
        [(l['most']['user'], l['used'], l['value']) for l in d['limits'] \
        if l['setting'].startswith('RLIMIT_MSGQUEUE')]
        """
      // getrlimit(2): of each message its bytes, struct msg_msg and struct posix_msg_tree_node.
      let one = 3 * (100 + 48 + 48)
      let limit = try run(
        Program.system("prlimit", "--msgqueue", "--noheadings", "--raw", "-o", "SOFT")
      ).text.trimmed
      let rows = try json(document, users)
      #expect(rows == "[('root', \(2 * one), \(limit)), ('nobody', \(one), \(limit))]")
    }
  }

  /// In all IPC namespaces together, where these are looked into.
  @Test func addsUpTheQueuesOfAllNamespaces() throws {
    try withSandbox {
      // Of somebody of whom no other test has any.
      let create =
        ["setpriv", "--reuid", "54321", "--clear-groups", Program.ipctool().path]
        + ["create", "mqueue", "--max-messages", "3", "--message-size", "100"]
      try run(Program.system("env", arguments: create))
      let others = try (0..<2).map { _ in
        try Program.system(
          "unshare", arguments: ["--ipc", "sh", "-c", "\"$@\" && cat", "sh"] + create
        ).start()
      }
      for other in others { _ = try other.readLine() }
      for (options, count) in [([], 1), (["--namespace", "all"], 3)] {
        let document = try run(Program.ipctool(["limits", "mqueue", "--json"] + options))
        let rows = """
          [(l['used'], l['namespace']) for l in d['limits'] \
          if l['setting'].startswith('RLIMIT_MSGQUEUE') and l['most'] and l['most']['user'] == '54321']
          """
        #expect(try json(document, rows) == "[(\(count * 3 * (100 + 48 + 48)), None)]")
      }
      for other in others { _ = try other.finish() }
    }
  }

  /// Who may not open a queue cannot tell what its maker is charged for it, and says so.
  @Test func tellsNoSumOfQueuesThatMayNotBeOpened() throws {
    try withSandbox {
      try run(Program.system("mkdir", "/dev/shm/mqueue"))
      try run(Program.system("mount", "-t", "mqueue", "none", "/dev/shm/mqueue"))
      _ = try create("mqueue", "--max-messages", "1", "--message-size", "1")
      let output = try Program.ipctool("limits", "mqueue", "--json").asNobody.run()
      #expect(output.status == 0)
      #expect(try json(output.standardOutput, limit("used", "RLIMIT_MSGQUEUE")) == "None")
      #expect(try json(output.standardOutput, limit("used", "fs.mqueue.queues_max")) == "1")
      #expect(try json(output.standardOutput, "d['coverage']['complete']") == "False")
    }
  }

  /// Nor who may not list them: none seen is not none.
  @Test func tellsNoSumOfQueuesThatMayNotBeListed() throws {
    try withSandbox {
      _ = try create("mqueue", "--max-messages", "1", "--message-size", "1")
      let output = try Program.ipctool("limits", "mqueue", "--json").asNobody.run()
      #expect(try json(output.standardOutput, limit("used", "RLIMIT_MSGQUEUE")) == "None")
      #expect(try json(output.standardOutput, limit("used", "fs.mqueue.queues_max")) == "None")
      #expect(output.status == 0)
      let hidden = "[h['what'] for h in d['coverage']['hidden']]"
      #expect(try json(output.standardOutput, hidden).contains("POSIX message queue objects"))
    }
  }

  /// What `limits` tells where there is one process to tell of, which waits once it has done what it was told
  /// and written what it counted itself.
  ///
  /// - Returns: What it counted, its pid, and what prlimit(1) tells of it.
  private func beside(
    _ process: String, _ resource: String, _ tool: Program
  ) throws -> (witness: [String], document: [UInt8]) {
    let script = """
      rm -f /dev/shm/counted
      python3 -c "$1" >/dev/shm/counted &
      until [ -s /dev/shm/counted ]; do sleep 0.05; done
      cat /dev/shm/counted
      echo $!
      prlimit --pid $! "$2" --noheadings --raw -o SOFT
      shift 2
      "$@"
      """
    let output = try run(
      Program(
        "/bin/sh", ["-c", script, "sh", process, resource, tool.path] + tool.arguments
      ).amongItsOwn)
    let lines = output.split(separator: 0x0A, maxSplits: 3).map { Array($0) }
    try #require(lines.count == 4)
    return (lines.prefix(3).map { $0.text.trimmed }, lines[3])
  }

  /// The process that is nearest to its limit of descriptors, as prlimit(1) and /proc tell.
  @Test(arguments: [false, true]) func tellsTheProcessNearestToItsLimit(_ asNobody: Bool) throws {
    try withSandbox {
      let tool = Program.ipctool("limits", "--json")
      let (witness, document) = try beside(
        """
        import os, resource, signal
        resource.setrlimit(resource.RLIMIT_NOFILE, (1000, 1000))
        for _ in range(990): os.dup(0)
        print(len(os.listdir("/proc/self/fd")) - 1, flush=True)
        signal.pause()
        """, "--nofile", asNobody ? tool.asNobody : tool)
      let row = """
        [(str(l['used']), str(l['most']['pid']), str(l['value']), l['percent'], \
        l['most']['command'], l['most']['used'] == l['used']) for l in d['limits'] \
        if l['setting'] == 'RLIMIT_NOFILE (ulimit -n)']
        """
      let expected = "('\(witness.joined(separator: "', '"))', 99, 'python3', True)"
      #expect(try json(document, row) == "[\(expected)]")
    }
  }

  /// Mappings and locked memory of one process, as /proc tells.
  @Test func countsMappingsAndLockedMemory() throws {
    try withSandbox {
      let (witness, document) = try beside(
        """
        import ctypes, mmap, resource, signal
        libc = ctypes.CDLL(None)
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (1 << 20, 1 << 20))
        # Who has CAP_IPC_LOCK is free from it.
        header, sets = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        assert libc.capget(header, sets) == 0
        sets[0] &= ~(1 << 14)
        assert libc.capset(header, sets) == 0
        locked = mmap.mmap(-1, 1 << 20)
        address = ctypes.addressof(ctypes.c_char.from_buffer(locked))
        assert libc.mlock(ctypes.c_void_p(address), (1 << 20) - 4096) == 0
        held = [mmap.mmap(-1, 4096, mmap.MAP_SHARED) for _ in range(2000)]
        print(sum("[vsyscall]" not in line for line in open("/proc/self/maps")), flush=True)
        signal.pause()
        """, "--memlock", Program.ipctool("limits", "--json"))
      #expect(try json(document, limit("used", "vm.max_map_count")) == witness[0])
      #expect(try json(document, "\(limit("most", "vm.max_map_count"))['pid']") == witness[1])
      #expect(try json(document, limit("value", "RLIMIT_MEMLOCK")) == witness[2])
      #expect(try json(document, limit("used", "RLIMIT_MEMLOCK")) == "\((1 << 20) - 4096)")
      #expect(try json(document, limit("percent", "RLIMIT_MEMLOCK")) == "99")
    }
  }

  /// What fits a user's pipes, which F_GETPIPE_SZ tells.
  @Test func addsUpThePipesOfAUser() throws {
    try withSandbox {
      func pages() throws -> Int {
        let row = """
          [l['used'] for l in d['limits'] if l['setting'] == 'fs.pipe-user-pages-soft' \
          and l['most'] and l['most']['user'] == '54321']
          """
        let found = try json(ipctool("limits", "pipe", "--json"), "sum(\(row))")
        return try #require(Int(found))
      }
      let before = try pages()
      let program = try Program(
        "/usr/bin/setpriv",
        [
          "--reuid=54321", "--regid=54321", "--clear-groups", "--", "/usr/bin/python3", "-c",
          """
          import fcntl, os, sys
          ends = [os.pipe() for _ in range(3)]
          print(sum(fcntl.fcntl(r, 1032) for r, w in ends) // 4096, flush=True)
          sys.stdin.read()
          """,
        ]
      ).start()
      let made = try #require(try program.readLine().flatMap { Int($0) })
      #expect(try pages() == before + made)
      // Somebody else sees those of them alone that he was given.
      let user = """
        [l['used'] for l in d['limits'] if l['most'] and l['most']['user'] != 'nobody']
        """
      let others = try json(
        run(Program.ipctool("limits", "pipe", "--json").asNobody), "set(\(user)) <= {None}")
      #expect(others == "True")
      _ = try program.finish()
    }
  }
}
