import Support
import Testing

/// Containers as seen from the host: `--namespace`, and addresses of other namespaces.
struct NamespaceTests {
  private func listed(_ arguments: [String]) throws -> [UInt8] {
    try run(Program.ipctool(["ls"] + NestedNamespaces.kinds + arguments + ["--json"]))
  }

  /// What a document says of an object.
  private func value(
    _ document: [UInt8], _ address: String, _ expression: String
  ) throws -> String {
    try json(
      document, "' '.join(str(\(expression)) for o in d['objects'] if o['address'] == '\(address)')"
    )
  }

  @Test func listsTheObjectsOfEveryNamespace() throws {
    try withSandbox {
      let nest = try NestedNamespaces()
      let own = try create("msg:0x42")
      let document = try listed(["--namespace", "all"])
      let addresses = try json(document, "' '.join(o['address'] for o in d['objects'])").words
      #expect(addresses.contains(own))
      for level in nest.levels {
        for address in level.addresses {
          #expect(addresses.count { $0 == address } == 1, "\(address)")
        }
        let (queue, file) = (level.addresses[0], level.addresses[3])
        #expect(
          try value(document, queue, "(o['messages'], o['bytes'])")
            == "(\(level.depth), \(level.depth * level.depth))")
        // ipcs, inside, is the witness.
        let seen = try run(
          Program.system("nsenter", "-t", level.pid, "-i", "ipcs", "-q")
        ).lines.map(\.words).first { $0.first == "0x00000042" }
        #expect(seen?.suffix(2) == ["\(level.depth * level.depth)", "\(level.depth)"])
        let size = try run(
          Program.system("stat", "-c", "%s", "/proc/\(level.pid)/root/dev/shm/same")
        ).text.trimmed
        #expect(try value(document, file, "o['capacity_bytes']") == size)
        #expect(try value(document, file, "o['mnt_namespace']") == level.mount)
        #expect(try value(document, queue, "o['ipc_namespace']") == level.ipc)
        let semaphores = level.addresses[4]
        #expect(
          try value(document, semaphores, "o['values']")
            == "\([Int](repeating: 0, count: level.depth))")
        // Who holds them is told by the numbers that are seen from here.
        for address in [1, 2, 3, 5, 6].map({ level.addresses[$0] }) {
          let holders = try value(
            document, address, "' '.join(str(h['pid']) for h in o['holders'])"
          ).words
          // Those below have inherited its descriptors.
          #expect(holders.contains(level.pid), "\(address)")
          let above = nest.levels.filter { $0.depth < level.depth }.map(\.pid)
          #expect(!holders.contains { above.contains($0) }, "\(address)")
        }
        let sockets = try run(
          Program.system("nsenter", "-t", level.pid, "-n", "ss", "-Hltne")
        ).text
        let inode = try value(document, level.addresses[6], "o['inode']")
        #expect(sockets.contains("ino:\(inode)"))
      }
      _ = try nest.running.finish()
    }
  }

  @Test func looksFromInsideAProcess() throws {
    try withSandbox {
      let nest = try NestedNamespaces()
      _ = try create("msg:0x42")
      for level in nest.levels {
        let document = try listed(["--namespace", level.pid])
        #expect(
          try json(document, "sorted(o['address'] for o in d['objects'])")
            == "\(level.addresses.sorted())".replacing("\"", with: "'"))
        let held = try run(Program.ipctool("ps", "--namespace", level.pid, "--json"))
        let pids = try json(held, "' '.join(str(p['pid']) for p in d['processes'])").words
        #expect(pids.contains(level.pid))
        #expect(
          !pids.contains { pid in nest.levels.contains { $0.pid == pid && pid != level.pid } })
        let holdings = try json(
          held, "' '.join(h['address'] for p in d['processes'] for h in p['holdings'])"
        ).words
        for index in [1, 2, 3, 5, 6] { #expect(holdings.contains(level.addresses[index])) }
      }
      // Our own, by its number.
      let own = try json(
        try ipctool("ls", "msg", "--namespace", "\(nest.running.pid)", "--json"),
        "len(d['objects'])")
      #expect(own == "1")
      _ = try nest.running.finish()
    }
  }

  @Test func usesObjectsByTheirAddresses() throws {
    try withSandbox {
      let nest = try NestedNamespaces()
      let own = try create("msg:0x42")
      let (level, other) = (nest.levels[1], nest.levels[2])
      let (queue, posix, segment, file) = (
        level.addresses[0], level.addresses[1], level.addresses[2], level.addresses[3]
      )
      let (set, name, port) = (level.addresses[4], level.addresses[5], level.addresses[6])
      // All can be shown at once, and are called what they were asked for by.
      let document = try run(Program.ipctool(["show", "--json", own] + level.addresses))
      #expect(
        try json(document, "[o['address'] for o in d['objects']]")
          == "\([own] + level.addresses)".replacing("\"", with: "'"))
      #expect(
        try json(
          try ipctool("show", "msg:0x42@ipc=\(level.ipc)", "--json"), "d['objects'][0]['address']")
          == queue)
      try ipctool("send", queue, "to two")
      #expect(try ipctool("peek", queue, "--index", "2").text == "to two")
      #expect(try ipctool("recv", queue, "--count", "2").text == "1212")
      #expect(try ipctool("recv", queue).text == "to two")
      try ipctool("send", posix, "hello")
      #expect(try ipctool("recv", posix).text == "hello")
      try ipctool("send", segment, "deep")
      let read = try ipctool("recv", segment, "--length", "4").text
      #expect(read == "deep")
      try ipctool("send", file, "ab")
      #expect(try contents(of: "/proc/\(level.pid)/root/dev/shm/same").text == "ab")
      try ipctool("send", set, "--index", "1", "--value", "3")
      #expect(
        try json(try ipctool("show", set, "--json"), "d['objects'][0]['values']") == "[0, 3]")
      try ipctool("send", name, "text")
      try ipctool("send", port, "text")
      let waiting = try ipctool("show", name, port, "--json")
      #expect(try json(waiting, "[o['messages'] for o in d['objects']]") == "[1, 1]")
      // A listener ends with its process, which is not ours to end.
      let lines = try failure(64, Program.ipctool("rm", name))
      #expect(lines[0].hasPrefix("\(name): "))
      let gone = [queue, posix, segment, file, set]
      let planned = try run(Program.ipctool(["rm", "--dry-run"] + gone)).lines
      #expect(
        planned.map { $0.words.prefix(3).joined(separator: " ") }
          == gone.map { "would remove \($0)" })
      let removed = try run(Program.ipctool(["rm"] + gone)).lines
      #expect(
        removed.map { $0.words.prefix(2).joined(separator: " ") } == gone.map { "removed \($0)" })
      // Nothing but these went.
      let rest = try json(
        try listed(["--namespace", "all"]), "' '.join(o['address'] for o in d['objects'])"
      ).words
      #expect(rest.contains(own))
      for address in gone where address != segment { #expect(!rest.contains(address)) }
      for address in other.addresses { #expect(rest.contains(address)) }
      let queues = try run(Program.system("nsenter", "-t", level.pid, "-i", "ipcs", "-q")).text
      #expect(!queues.contains("0x00000042"))
      _ = try nest.running.finish()
    }
  }

  /// Namespaces that no process is in: one is kept by a descriptor, the other by a mount.
  @Test func findsNamespacesWithoutProcesses() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, socket, sys
        libc = ctypes.CDLL(None)
        def ns(pid, name): return "/proc/%d/ns/%s" % (pid, name)
        def left(key, keep):
            r, w = os.pipe(); go, end = os.pipe()
            pid = os.fork()
            if not pid:
                assert libc.unshare(0x48000000) == 0
                assert libc.msgget(key, 0o1600) >= 0
                os.write(w, b"x"); os.read(go, 1); os._exit(0)
            os.read(r, 1)
            inode = os.stat(ns(pid, "ipc")).st_ino
            held = keep(pid)
            os.write(end, b"x"); os.waitpid(pid, 0)
            return inode, held
        def mount(pid):
            open("/dev/shm/kept", "w").close()
            assert libc.mount(ns(pid, "ipc").encode(), b"/dev/shm/kept", None, 4096, None) == 0
        one, held = left(0x51, lambda pid: os.open(ns(pid, "ipc"), os.O_RDONLY))
        two, _ = left(0x52, mount)
        print(one, two, flush=True)
        sys.stdin.read()
        """
      ).start()
      let inodes = try #require(try program.readLine()).words
      let document = try ipctool("ls", "msg", "--namespace", "all", "--json")
      for (inode, key) in zip(inodes, ["0x00000051", "0x00000052"]) {
        let address = "msg:0@ipc=\(inode)"
        #expect(try value(document, address, "o['key']") == key)
        try ipctool("send", address, "into it")
        #expect(try ipctool("recv", address).text == "into it")
        try ipctool("rm", address)
      }
      let rest = try run(
        Program.ipctool("ls", "msg", "--namespace", "all", "-o", "address", "--no-header")
      ).lines
      for inode in inodes { #expect(!rest.contains("msg:0@ipc=\(inode)")) }
      _ = try program.finish()
    }
  }

  /// One that nothing but a mount keeps, in another mount namespace.
  @Test func findsNamespacesThatAreMountedElsewhere() throws {
    try withSandbox {
      let container = try Container(
        """
        ready, go = os.pipe(), os.pipe()
        child = os.fork()
        if not child:
            must(libc.unshare(0x08000000))
            must(libc.msgget(0x53, 0o1600))
            os.write(ready[1], b"x"); os.read(go[0], 1); os._exit(0)
        os.read(ready[0], 1)
        open("/run/kept", "w").close()
        told = [os.stat(f"/proc/{child}/ns/ipc").st_ino]
        mount(f"/proc/{child}/ns/ipc", "/run/kept")
        os.write(go[1], b"x"); os.waitpid(child, 0)
        """)
      let address = "msg:0@ipc=\(container.told[0])"
      let document = try ipctool("ls", "msg", "--namespace", "all", "--json")
      #expect(try value(document, address, "o['key']") == "0x00000053")
      try ipctool("send", address, "into it")
      #expect(try ipctool("recv", address).text == "into it")
      try container.end()
    }
  }

  /// Who has a root directory may lay what he likes over /proc and /dev/shm, and call himself what he likes.
  @Test func isNotFooledByAContainer() throws {
    try withSandbox {
      let decoy = try create("posix-shm:/decoy")
      let python = Program.python(
        """
        import ctypes, os, sys
        libc = ctypes.CDLL(None)
        assert libc.unshare(0x08020000) == 0
        assert libc.mount(b"none", b"/", None, 0x44000, None) == 0
        pid = os.readlink("/proc/self")
        spaces = [str(os.stat("/proc/self/ns/" + n).st_ino) for n in ("ipc", "mnt")]
        assert libc.msgget(0x42, 0o1600) >= 0
        libc.prctl(15, b"\\x1b[31m\\nmsg:7")
        kind = sys.argv[1]
        assert libc.mount(b"tmpfs", b"/dev", b"tmpfs", 0, None) == 0
        if kind == "magic": os.symlink("/proc/%s/root/dev/shm" % os.getppid(), "/dev/shm")
        if kind == "proc": os.symlink("/proc", "/dev/shm")
        if kind == "shm":
            os.mkdir("/dev/shm")
            with open("/dev/shm/inside", "w") as f: f.write("inside")
            os.symlink("/proc/%s/root/dev/shm/decoy" % os.getppid(), "/dev/shm/link")
        assert libc.mount(b"tmpfs", b"/proc", b"tmpfs", 0, None) == 0
        os.makedirs("/proc/thread-self/fd"); os.makedirs("/proc/1/ns")
        for n in range(64): os.symlink("/dev/shm/other", "/proc/thread-self/fd/%d" % n)
        print(pid, *spaces, flush=True)
        sys.stdin.read()
        """, "KIND"
      )
      for kind in ["magic", "proc", "shm"] {
        let words = python.arguments.map { $0 == "KIND" ? kind : $0 }
        let running = try Program(python.path, words, environment: python.environment).start()
        let line = try #require(try running.readLine()).words
        let document = try run(
          Program.ipctool("ls", "msg", "posix-shm", "--namespace", line[0], "--json"))
        let addresses = try json(document, "' '.join(o['address'] for o in d['objects'])").words
        let inside = ["posix-shm:/inside@mnt=\(line[2])", "posix-shm:/link@mnt=\(line[2])"]
        // What is mounted over /proc inside is a file system of those inside, where their own shm_open(3) finds it.
        let files: [String] =
          switch kind {
          case "shm": inside
          case "proc": ["1", "thread-self"].map { "posix-shm:/\($0)@mnt=\(line[2])" }
          default: []
          }
        #expect(addresses == ["msg:0@ipc=\(line[1])"] + files, "\(kind)")
        if kind == "shm" {
          #expect(try ipctool("peek", inside[0]).text == "inside")
          try ipctool("send", inside[0], "INSIDE")
          #expect(try ipctool("peek", inside[0]).text == "INSIDE")
          try failure(66, Program.ipctool("peek", inside[1]))
        }
        _ = try running.finish()
      }
      try ipctool("rm", decoy)
    }
  }

  /// The path of a socket is one of its holder's root directory.
  @Test func sendsToASocketAtItsHoldersPath() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, socket, sys
        libc = ctypes.CDLL(None)
        assert libc.unshare(0x40020000) == 0
        assert libc.mount(b"none", b"/", None, 0x44000, None) == 0
        assert libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", 0, None) == 0
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind("/dev/shm/box")
        print(os.stat("/proc/self/ns/net").st_ino, flush=True)
        print(s.recv(100).decode(), flush=True)
        sys.stdin.read()
        """
      ).start()
      let inode = try #require(try program.readLine())
      try withHeld("unix:/dev/shm/box", "--type", "dgram") { own in
        let address = "unix:/dev/shm/box@net=\(inode)"
        let shown = try ipctool("show", address, "--json")
        #expect(try json(shown, "d['objects'][0]['address']") == address)
        try ipctool("send", address, "for you")
        #expect(try program.readLine() == "for you")
        try failure(75, Program.ipctool("recv", own, "--timeout", "0"))
        // What is there of that name here stays.
        try failure(64, Program.ipctool("rm", address))
        try ipctool("send", own, "ours")
        #expect(try ipctool("recv", own).text == "ours")
      }
      _ = try program.finish()
    }
  }

  /// Names may look like an address with a namespace, and are then written so that they do not.
  @Test func tellsNamesFromNamespaces() throws {
    try withSandbox {
      for name in ["posix-shm:/a%40mnt=5", "mqueue:/a%40ipc=5"] {
        #expect(try create(name) == name)
        #expect(
          try ipctool("ls", "posix-shm", "mqueue", "-o", "address", "--no-header").lines.contains(
            name))
        #expect(try json(try ipctool("show", name, "--json"), "d['objects'][0]['address']") == name)
        try ipctool("rm", name)
      }
      try withHeld("unix:@net=5") { address in
        #expect(address == "unix:%40net=5")
        let shown = try ipctool("show", "unix:@net=5", "--json")
        #expect(try json(shown, "d['objects'][0]['address']") == address)
      }
      // Our own may be named as well.
      let queue = try create("msg")
      let own = try run(Program.system("stat", "-Lc", "%i", "/proc/self/ns/ipc")).text.trimmed
      let shown = try ipctool("show", "\(queue)@ipc=\(own)", "--json")
      #expect(try json(shown, "d['objects'][0]['address']") == queue)
      let lines = try failure(64, Program.ipctool("show", "\(queue)@net=\(own)"))
      #expect(lines[0].hasSuffix("msg is told apart by IPC namespaces: @ipc=INODE"))
      try failure(64, Program.ipctool("create", "msg:0x5@ipc=1"))
    }
  }

  @Test func tellsWhatItMayNotEnter() throws {
    try withSandbox {
      let nest = try NestedNamespaces()
      let level = nest.levels[0]
      try failure(66, Program.ipctool("show", "msg:0@ipc=1").amongItsOwn)
      try failure(66, Program.ipctool("ls", "--namespace", "2147483647"))
      try failure(64, Program.ipctool("ls", "--namespace", "0"))
      try failure(64, Program.ipctool("ls", "--namespace", "some"))
      for program in [
        Program.ipctool("ls", "--namespace", level.pid),
        Program.ipctool("peek", level.addresses[0]),
      ] {
        try failure(77, program.asNobody)
      }
      // Who may see them and not enter.
      let poorer = Program.system(
        "setpriv", "--bounding-set=-sys_admin", "--inh-caps=-all", "--",
        Program.ipctool().path, "ls", "--namespace", level.pid)
      let lines = try failure(77, poorer)
      #expect(
        lines[0] == "process \(level.pid): setns: EPERM: its IPC namespace may not be entered")
      #expect(lines[1] == "needs CAP_SYS_ADMIN")
      let queue = try create("msg", "--mode", "644")
      let document = try run(Program.ipctool("ls", "msg", "--namespace", "all", "--json").asNobody)
      #expect(try json(document, "[o['address'] for o in d['objects']]") == "['\(queue)']")
      #expect(
        try json(
          document,
          "all(h['count'] for h in d['coverage']['hidden'] if h['what'] == 'namespaces of processes')"
            + " and not d['coverage']['complete']") == "True")
      _ = try nest.running.finish()
    }
  }

  /// What goes while it is looked at is no error.
  @Test func mindsNothingThatComesAndGoes() throws {
    try withSandbox {
      let queue = try create("msg")
      let program = try Program.python(
        """
        import ctypes, os, select, sys
        libc = ctypes.CDLL(None)
        print("ready", flush=True)
        while not select.select([sys.stdin], [], [], 0)[0]:
            if not os.fork():
                libc.unshare(0x48020000); libc.msgget(0x42, 0o1600)
                os._exit(0)
            os.wait()
        """
      ).start()
      _ = try program.readLine()
      for _ in 0..<10 {
        let addresses = try run(
          Program.ipctool(
            "ls", "msg", "posix-shm", "unix", "--namespace", "all", "-o", "address", "--no-header")
        ).lines
        #expect(addresses.contains(queue))
        #expect(Set(addresses).count == addresses.count)
      }
      _ = try program.finish()
    }
  }

  /// Who waits at a queue of another namespace.
  @Test func explainsAWaitElsewhere() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, sys
        libc = ctypes.CDLL(None)
        assert libc.unshare(0x08000000) == 0
        queue = libc.msgget(0x42, 0o1600)
        print(os.getpid(), os.stat("/proc/self/ns/ipc").st_ino, flush=True)
        libc.msgrcv(queue, ctypes.create_string_buffer(64), 8, 0, 0)
        """
      ).start()
      let words = try #require(try program.readLine()).words
      try wait(for: program, toSleepIn: "do_msgrcv")
      let address = "msg:0@ipc=\(words[1])"
      func waits(_ arguments: String...) throws -> String {
        let output = try Program.ipctool(["why", "--json"] + arguments).run()
        return try json(
          output.standardOutput,
          "[w['address'] for t in d['threads'] if t['pid'] == \(words[0]) for w in t['waits']]")
      }
      #expect(try waits(words[0], "--namespace", "all") == "['\(address)']")
      #expect(try waits(address) == "['\(address)']")
      #expect(try waits(words[0]) == "[]")
      try ipctool("send", address, "now")
      _ = try program.finish()
    }
  }

  @Test func tellsTheLimitsOfEachNamespace() throws {
    try withSandbox {
      let nest = try NestedNamespaces()
      let script = "echo $2 > /proc/sys/kernel/msgmni"
      for level in nest.levels {
        try run(
          Program.system(
            "nsenter", "-t", level.pid, "-i", "sh", "-c", script, "sh", "", "\(100 + level.depth)"))
      }
      let document = try ipctool("limits", "msg", "--namespace", "all", "--json")
      for level in nest.levels {
        #expect(
          try json(
            document,
            "[(l['value'], l['used']) for l in d['limits'] if l['setting'] == 'kernel.msgmni'"
              + " and l['namespace'] == 'ipc=\(level.ipc)']") == "[(\(100 + level.depth), 1)]")
      }
      let one = try ipctool("limits", "msg", "--namespace", nest.levels[2].pid, "--json")
      #expect(
        try json(one, "sorted({l['namespace'] for l in d['limits']})")
          == "['ipc=\(nest.levels[2].ipc)']")
      _ = try nest.running.finish()
    }
  }

  @Test func drawsAndExaminesWhatIsInside() throws {
    try withSandbox {
      let nest = try NestedNamespaces()
      let level = nest.levels[2]
      let graph = try ipctool("graph", "--namespace", level.pid, "--json")
      #expect(
        try json(graph, "any(n.get('pid') == \(level.pid) for n in d['nodes'])") == "True")
      let program = Program.ipctool(
        "doctor", "--namespace", level.pid, "--rule", "world-writable", "--json")
      try run(
        Program.system(
          "nsenter", "-t", level.pid, "-i", Program.ipctool().path, "create", "msg:0x66", "--mode",
          "666"))
      let findings = try program.run().standardOutput
      #expect(
        try json(findings, "[f['address'] for f in d['findings']]") == "['msg:1@ipc=\(level.ipc)']")
      _ = try nest.running.finish()
    }
  }
}
