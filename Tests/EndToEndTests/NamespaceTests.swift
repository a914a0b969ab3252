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
}
