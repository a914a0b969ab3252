import Support
import Testing

/// Kinds that no call of the kernel lists, or of which it lists no holders: pipes, FIFOs, mapped files,
/// memory files, event counters and sockets.
struct HeldKindTests {
  /// The members of one object, by the name that `HeldObjects` has for it, and what python makes of them.
  struct Members: CustomTestStringConvertible, Sendable {
    let name: String
    let values: [(member: String, value: String)]

    var testDescription: String { name }
  }

  static let members = [
    Members(
      name: "pipe",
      values: [
        ("kind", "pipe"), ("bytes", "100"), ("capacity_bytes", "65536"), ("uid", "0"),
        ("user", "root"), ("messages", "None"), ("values", "[]"), ("path", "None"),
        ("state", "None"), ("peers", "None"), ("mode", "0600"), ("name", "None"), ("id", "None"),
      ]),
    Members(
      name: "fifo",
      values: [
        ("kind", "fifo"), ("bytes", "5"), ("capacity_bytes", "65536"), ("mode", "0640"),
        ("openers", "[]"), ("state", "None"), ("values", "[]"),
      ]),
    Members(
      name: "map",
      values: [
        ("kind", "map"), ("bytes", "None"), ("capacity_bytes", "5000"), ("mode", "0600"),
        ("user", "root"),
      ]),
    Members(
      name: "inherited",
      values: [("kind", "map"), ("path", "None"), ("capacity_bytes", "8192"), ("bytes", "4096")]),
    Members(
      name: "memfd",
      values: [
        ("kind", "memfd"), ("name", "cache"), ("capacity_bytes", "10000"), ("bytes", "0"),
        ("seals", "[]"),
      ]),
    Members(
      name: "eventfd",
      values: [
        ("kind", "eventfd"), ("values", "[7]"), ("bytes", "None"), ("capacity_bytes", "None"),
        ("inode", "None"),
      ]),
    Members(
      name: "listener",
      values: [
        ("kind", "unix"), ("state", "listening"), ("type", "stream"), ("messages", "0"),
        ("messages_limit", "5"), ("bytes", "None"), ("peers", "[]"),
      ]),
    Members(
      name: "server",
      values: [
        ("kind", "unix"), ("state", "connected"), ("bytes", "5"), ("messages", "None"),
        ("name", "LISTENER"), ("peers", "['CLIENT']"),
      ]),
    Members(
      name: "abstract", values: [("kind", "unix"), ("state", "bound"), ("type", "dgram")]),
    Members(
      name: "tcp",
      values: [
        ("kind", "tcp"), ("state", "listening"), ("messages", "0"), ("type", "stream"),
        ("remote_address", "None"),
      ]),
    Members(
      name: "tcp-server",
      values: [("kind", "tcp"), ("state", "connected"), ("bytes", "12"), ("peers", "['CALLER']")]),
    Members(
      name: "udp",
      values: [("kind", "udp"), ("state", "bound"), ("type", "dgram"), ("family", "IPv6")]),
  ]

  @Test func hasItsMembersInJSON() throws {
    try withSandbox {
      let objects = try HeldObjects()
      for verb in ["ls", "show"] {
        let document = try run(
          Program.ipctool(
            [verb, "--json"] + (verb == "show" ? Array(objects.addresses.values) : [])))
        for object in Self.members {
          let address = try objects.address(object.name)
          for (member, value) in object.values {
            let found = try json(
              document,
              "[str(o['\(member)']) for o in d['objects'] if o['address'] == '\(address)']")
            let expected =
              switch value {
              case "LISTENER": objects.path("listener")
              case "['CLIENT']": "['\(try objects.address("client"))']"
              case "['CALLER']": "['\(try objects.address("tcp-client"))']"
              default: value
              }
            let quote = expected.contains("'") ? "\"" : "'"
            #expect(found == "[\(quote)\(expected)\(quote)]", "\(verb) \(address) \(member)")
          }
        }
        // The same members for every object.
        #expect(try json(document, "len({tuple(o) for o in d['objects']})") == "1")
        let missing =
          "[m for o in d['objects'] for m in '''\(JSONTests.members)'''.split() if m not in o]"
        #expect(try json(document, missing) == "[]")
      }
      try objects.end()
    }
  }

  /// Which process holds what, through which descriptor, to do what: as it made it.
  @Test func namesItsHolders() throws {
    try withSandbox {
      let objects = try HeldObjects()
      let document = try run(Program.ipctool(["show", "--json"] + objects.addresses.values))
      for (name, accesses) in [
        ("pipe", ["r", "w"]), ("fifo", ["rw"]), ("map", ["map-rw"]), ("inherited", ["map-rw"]),
        ("memfd", ["rw"]), ("eventfd", ["rw"]), ("listener", ["listen"]), ("server", ["rw"]),
        ("abstract", ["rw"]), ("tcp", ["listen"]), ("tcp-client", ["rw"]), ("udp", ["rw"]),
      ] {
        let fds = try #require(objects.descriptors[name])
        let expected = accesses.enumerated().map { index, access in
          "(\(objects.pid), \(fds.isEmpty ? "None" : "\(fds[index])"), '\(access)')"
        }
        #expect(
          try json(
            document,
            "[(h['pid'], h['fd'], h['access']) for o in d['objects'] "
              + "if o['address'] == '\(try objects.address(name))' for h in o['holders']]")
            == "[\(expected.joined(separator: ", "))]", "\(name)")
      }
      #expect(
        try json(document, "{(h['command'], h['uid']) for o in d['objects'] for h in o['holders']}")
          == "{('python3', 0)}")
      try objects.end()
    }
  }

  @Test func isNamedInEveryWayThatIsAccepted() throws {
    try withSandbox {
      let objects = try HeldObjects()
      func shown(_ name: String) throws -> String {
        try json(try ipctool("show", name, "--json"), "[o['address'] for o in d['objects']]")
      }
      for (name, address) in objects.addresses {
        #expect(try shown(address) == "['\(address)']")
        for index in objects.descriptors[name, default: []].indices {
          #expect(try shown(objects.link(name, index)) == "['\(address)']", "\(name)")
        }
        // As the link of a descriptor has it.
        guard !objects.descriptors[name, default: []].isEmpty, name != "eventfd" else { continue }
        let link = try run(Program.system("readlink", objects.link(name))).text.trimmed
        if link.hasSuffix("]") {
          #expect(try shown(link) == "['\(address)']", "\(link)")
        } else if name == "fifo" {
          #expect(try shown(link) == "['\(address)']", "\(link)")
        }
      }
      for name in ["fifo", "mapped", "listener"] {
        let address = try objects.address(name == "mapped" ? "map" : name)
        let path = objects.path(name)
        #expect(try shown(path) == "['\(address)']")
        let inode = try run(Program.system("stat", "-c", "%i", path)).text.trimmed
        if name != "listener" {
          #expect(try shown("\(address.prefix { $0 != ":" }):\(inode)") == "['\(address)']")
        }
      }
      // A mapped file has as many paths as it has links.
      try run(Program.system("ln", objects.path("mapped"), objects.path("other")))
      #expect(try shown(objects.path("other")) == "['\(try objects.address("map"))']")
      try objects.end()
    }
  }

  /// What `--pid` lists is what the kernel shows of that process.
  @Test func picksByProcess() throws {
    try withSandbox {
      let objects = try HeldObjects()
      let listed = try ipctool(
        "ls", "--pid", "\(objects.pid)", "--no-header", "-o", "address"
      ).lines
      #expect(Set(listed).count == listed.count)
      #expect(Set(objects.addresses.values).subtracting(listed) == [])
      // Beside these its standard descriptors.
      let others = Set(listed).subtracting(objects.addresses.values)
      let standard = try (0...2).map {
        try run(
          Program.system("readlink", "/proc/\(objects.pid)/fd/\($0)")
        ).text.filter { !"[]\n".contains($0) }
      }
      #expect(Set(standard).subtracting(others) == [])
      let rest = others.subtracting(standard)
      let maps = try contents(of: "/proc/\(objects.pid)/maps").text
      for address in rest {
        #expect(maps.contains(address.dropFirst("map:".count)), "\(address)")
      }
      try objects.end()
    }
  }

  @Test func picksByAFilter() throws {
    try withSandbox {
      let objects = try HeldObjects()
      for (filter, names) in [
        ("kind=pipe and bytes=100", ["pipe"]), ("kind=fifo", ["fifo"]),
        ("kind=memfd and name=cache", ["memfd"]), ("values=7", ["eventfd"]),
        ("kind=map and not path", ["inherited"]), ("kind=map and capacity_bytes=5000", ["map"]),
        ("state=listening", ["listener", "tcp"]), ("kind=unix and bytes>0", ["server"]),
        ("kind=tcp and bytes=12", ["tcp-server"]), ("kind=udp and state=bound", ["udp"]),
        ("holders.access=listen", ["listener", "tcp"]), ("name~'^@ipctool test '", ["abstract"]),
        ("peers=\(try objects.address("client"))", ["server"]),
        ("mode=640", ["fifo"]),
      ] {
        let rows = try ipctool(
          "ls", "--no-header", "-o", "address", "--filter",
          "(\(filter)) and holders=\(objects.pid)"
        ).lines
        #expect(try Set(rows) == Set(names.map { try objects.address($0) }), "\(filter)")
      }
      // The mode of a socket is that of its file.
      let shown = try ipctool("show", objects.address("listener"), "--json")
      let mode = try run(Program.system("stat", "-c", "0%a", objects.path("listener"))).text
      #expect(try json(shown, "d['objects'][0]['mode']") == mode.trimmed)
      try objects.end()
    }
  }

  /// Holders in a table are pids, with a letter behind those who can do one thing only.
  @Test func namesHoldersBriefly() throws {
    try withSandbox {
      let objects = try HeldObjects()
      let pid = objects.pid
      func holders(_ name: String) throws -> String {
        try ipctool(
          "ls", "--no-header", "-o", "holders", "--filter",
          "address=\(try objects.address(name))"
        ).text.trimmed
      }
      #expect(try holders("pipe") == "\(pid)r,\(pid)w")
      #expect(try holders("fifo") == "\(pid)")
      #expect(try holders("listener") == "\(pid)l")
      #expect(try holders("tcp") == "\(pid)l")
      #expect(try holders("map") == "\(pid)")
      // Eight, and how many others: processes, not descriptors.
      let readers = try (0..<11).map { _ in
        try Program.python(
          """
          import os, sys
          ends = [os.open(sys.argv[1], os.O_RDONLY | os.O_NONBLOCK) for _ in range(3)]
          print("open", flush=True)
          sys.stdin.read()
          """, objects.path("fifo")
        ).start()
      }
      for reader in readers { #expect(try reader.readLine() == "open") }
      let pids = (readers.map(\.pid) + [pid]).sorted()
      let expected = pids.prefix(8).map { $0 == pid ? "\($0)" : "\($0)r" }.joined(separator: ",")
      #expect(try holders("fifo") == expected + ",+4")
      for reader in readers { #expect(try reader.finish().status == 0) }
      try objects.end()
    }
  }

  /// Who waits for the other end of a FIFO is told, and waits on.
  @Test func seesWhoWaitsAtAFIFO() throws {
    try withSandbox {
      try run(Program.system("mkfifo", "-m", "600", "/dev/shm/awaited"))
      let reader = try Program.system("cat", "/dev/shm/awaited").start()
      try wait(for: "a process to wait in open") {
        try contents(of: "/proc/\(reader.pid)/wchan").text.contains("wait_for_partner")
      }
      let row = try ipctool("ls", "fifo", "--no-header", "--filter", "path=/dev/shm/awaited")
      #expect(
        row.text.words
          == ["fifo:/dev/shm/awaited", "root", "0600", "-", "-", "-", "-", "\(reader.pid)r"])
      let document = try ipctool("show", "/dev/shm/awaited", "--json")
      #expect(
        try json(document, "[(w['pid'], w['access']) for w in d['objects'][0]['openers']]")
          == "[(\(reader.pid), 'r')]")
      #expect(try json(document, "d['objects'][0]['holders']") == "[]")
      #expect(
        try contents(of: "/proc/\(reader.pid)/wchan").text.contains("wait_for_partner"))
      try run(shell("echo through >/dev/shm/awaited"))
      #expect(try reader.finish().text == "through\n")
      // Nobody holds it now, and its path leads to it all the same.
      #expect(try ipctool("ls", "fifo", "--no-header", "--filter", "path=/dev/shm/awaited").isEmpty)
      let found = try ipctool(
        "ls", "fifo", "--under", "/dev/shm", "--no-header", "-o", "address"
      ).lines
      #expect(found.contains("fifo:/dev/shm/awaited"))
      #expect(try ipctool("show", "fifo:/dev/shm/awaited").text.contains("/dev/shm/awaited"))
    }
  }

  /// A path that leads to nothing, or to another file, is no name.
  @Test func namesByTheInodeWhatHasNoPath() throws {
    try withSandbox {
      let objects = try HeldObjects()
      for (kind, name) in [("fifo", "fifo"), ("map", "mapped")] {
        let path = objects.path(name)
        let inode = try run(Program.system("stat", "-c", "%i", path)).text.trimmed
        try run(Program.system("rm", path))
        try run(Program.system("touch", path))
        let rows = try ipctool(
          "ls", kind, "--no-header", "-o", "address", "--pid", "\(objects.pid)"
        ).lines
        #expect(rows.contains("\(kind):\(inode)"), "\(rows)")
        #expect(!rows.contains("\(kind):\(path)"))
        try ipctool("show", "\(kind):\(inode)")
        let lines = try failure(66, Program.ipctool("show", "\(kind):\(path)").amongItsOwn)
        #expect(lines[0].hasPrefix("\(kind):\(path): "))
      }
      try objects.end()
    }
  }

  /// A directory of any name that its owner likes.
  @Test(arguments: ["\u{1B}[31mred", "\u{202E}evil", "a b", "new\nline", "%41", "é漢"])
  func survivesHostileNames(_ name: String) throws {
    try withSandbox {
      try run(Program.system("mount", "-t", "tmpfs", "none", "/mnt"))
      let holder = try Program.python(
        """
        import mmap, os, socket, sys
        os.mkdir("/mnt/" + sys.argv[1]); os.chdir("/mnt/" + sys.argv[1])
        os.mkfifo("fifo"); fifo = os.open("fifo", os.O_RDWR)
        file = os.open("map", os.O_RDWR | os.O_CREAT); os.ftruncate(file, 9)
        mapping = mmap.mmap(file, 9)
        listener = socket.socket(socket.AF_UNIX); listener.bind(os.path.abspath("s")); listener.listen()
        memory = os.memfd_create(sys.argv[1])
        print("held", flush=True)
        sys.stdin.read()
        """, name
      ).start()
      #expect(try holder.readLine() == "held")
      let table = try ipctool("ls", "--pid", "\(holder.pid)", "-o", "+name,path").text
      for scalar in table.unicodeScalars {
        #expect(scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x202E)
      }
      let addresses = try ipctool(
        "ls", "fifo", "map", "unix", "memfd", "--pid", "\(holder.pid)", "--filter",
        "path~^/mnt/ or kind=memfd", "--no-header", "-o", "address"
      ).lines
      #expect(addresses.map { $0.prefix { $0 != ":" } } == ["fifo", "map", "memfd", "unix"])
      for address in addresses {
        #expect(
          address.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "%:/._@+,=-".contains($0))
          }, "\(address)")
        let shown = try run(shell("exec ipctool show \(address) --json"))
        #expect(try json(shown, "[o['address'] for o in d['objects']]") == "['\(address)']")
      }
      #expect(try holder.finish().status == 0)
    }
  }

  /// What the kernel keeps without a process is no object: connections that are closed, and the server's
  /// end of those that nobody has accepted.
  @Test func listsNothingThatNobodyHolds() throws {
    try withSandbox {
      let server = try Program.python(
        """
        import socket, sys
        listener = socket.create_server(("127.0.0.1", 8080))
        for _ in range(3):
          client = socket.create_connection(("127.0.0.1", 8080))
          accepted, _ = listener.accept()
          client.close(); accepted.close()
        waiting = socket.create_connection(("127.0.0.1", 8080))
        print(waiting.getsockname()[1], flush=True)
        sys.stdin.read()
        """
      ).start()
      let port = try #require(try server.readLine())
      let sockets = try run(Program.system("ss", "-Htan")).lines.map { $0.words[0] }
      #expect(sockets.count { $0 == "TIME-WAIT" } == 3)
      #expect(sockets.count { $0 == "ESTAB" } == 2, "both ends of the one that waits")
      // Each processor has inodes of its own to give, so that their order tells nothing.
      let rows = try ipctool(
        "ls", "tcp", "--no-header", "-o", "state,local_address", "--sort", "state"
      ).lines
      #expect(
        rows.map(\.words) == [
          ["listening", "127.0.0.1:8080"], ["unaccepted", "127.0.0.1:\(port)"],
        ])
      let document = try ipctool("ls", "tcp", "--json", "--sort", "state")
      #expect(try json(document, "[o['messages'] for o in d['objects']]") == "[1, None]")
      #expect(
        try json(
          document,
          "[o['peers'] == [p['address']] for o, p in zip(d['objects'], d['objects'][::-1])]")
          == "[True, True]")
      #expect(try server.finish().status == 0)
    }
  }
}
