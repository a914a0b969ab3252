import Support
import Testing

/// Objects that are named by a path: by others to the same file too, and without one.
struct PathTests {
  /// A FIFO, a listener and a mapped file in a directory of the sandbox's own, which python holds.
  private static func hold(_ script: String = "") throws -> RunningProgram {
    try run(Program.system("mount", "-t", "tmpfs", "tmpfs", "/mnt"))
    let program = try Program.python(
      """
      import mmap, os, socket, sys
      os.chdir("/mnt")
      os.mkdir("d")
      def fifo(name):
          os.mkfifo(name)
          return os.open(name, os.O_RDWR)
      def mapped(name):
          fd = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
          os.ftruncate(fd, 4096)
          memory = mmap.mmap(fd, 4096)
          os.close(fd)
          return memory
      held = [fifo("d/fifo"), mapped("d/map")]
      listener = socket.socket(socket.AF_UNIX)
      listener.bind("/mnt/d/socket")
      listener.listen(1)
      for name in ["fifo", "socket", "map"]: os.symlink("d/" + name, name)
      os.symlink("d", "link")
      os.symlink("nowhere", "broken")
      \(script)
      print("ready", flush=True)
      sys.stdin.read()
      """
    ).start()
    try #require(try program.readLine() == "ready")
    return program
  }

  private func show(_ address: String, _ member: String) throws -> String {
    try json(try ipctool("show", address, "--json"), "d['objects'][0]['\(member)']")
  }

  @Test(arguments: [("fifo", "fifo"), ("unix", "socket"), ("map", "map")])
  func leadsToTheAddressOfListings(_ kind: String, _ name: String) throws {
    try withSandbox {
      let program = try Self.hold()
      let address = "\(kind):/mnt/d/\(name)"
      #expect(
        try ipctool("ls", kind, "--no-header", "-o", "address", "--pid", "\(program.pid)").lines
          .filter { $0.contains("/mnt/") } == [address])
      for path in [
        "/mnt/\(name)", "/mnt/d/\(name)", "/mnt/../mnt//d/./\(name)", "/mnt/link/\(name)",
        "//mnt/d/../\(name)",
      ] {
        #expect(try show(path, "address") == address, "\(path)")
        #expect(try show("\(kind):\(path)", "address") == address, "\(path)")
        #expect(try show("\(kind):\(path)", "holders") != "[]", "\(path)")
      }
      try failure(64, Program.ipctool("show", "/mnt/broken"))
      try failure(66, Program.ipctool("show", "\(kind):/mnt/broken"))
      _ = try program.finish()
    }
  }

  /// What a link leads to is never removed under the link's name.
  @Test func followsNoLinkToRemove() throws {
    try withSandbox {
      _ = try create("posix-shm:/x")
      let program = try Self.hold("os.symlink('/dev/shm/x', 'memory')")
      #expect(try show("/mnt/memory", "address") == "posix-shm:/x")
      try failure(64, Program.ipctool("rm", "/mnt/memory"))
      #expect(try ipctool("rm", "/mnt/../dev/shm/x", "--dry-run").isEmpty == false)
      #expect(try show("posix-shm:/x", "address") == "posix-shm:/x")
      _ = try program.finish()
    }
  }

  /// A file that is gone is told from one that is there.
  @Test(arguments: ["fifo", "map"])
  func tellsWhatLostItsPath(_ kind: String) throws {
    try withSandbox {
      let program = try Self.hold(
        """
        held += [\(kind == "map" ? "mapped" : "fifo")(name) for name in ("gone", "replaced")]
        os.unlink("gone")
        os.unlink("replaced")
        open("replaced", "w").close()
        """)
      let document = try ipctool(
        "ls", kind, "--json", "-o", "path,deleted_path", "--pid", "\(program.pid)")
      #expect(
        try json(
          document,
          "sorted((str(o['path']), str(o['deleted_path'])) for o in d['objects']"
            + " if '/mnt/' in str(o['path']) + str(o['deleted_path']))")
          == "[('/mnt/d/\(kind)', 'None'), ('None', '/mnt/gone'), ('None', '/mnt/replaced')]")
      let rows = try ipctool(
        "ls", kind, "-o", "deleted_path,inode", "--no-header", "--filter", "deleted_path",
        "--pid", "\(program.pid)"
      ).lines.map(\.words)
      // What nobody looked up the kernel knows nothing of.
      let expected = ["/mnt/gone": "None", "/mnt/replaced": "another"]
      #expect(Set(rows.map { $0[0] }) == Set(expected.keys))
      for row in rows {
        #expect(try show("\(kind):\(row[1])", "at_path") == expected[row[0]], "\(row)")
        #expect(try show("\(kind):\(row[1])", "path") == "None", "\(row)")
        #expect(try show("\(kind):\(row[1])", "deleted_path") == row[0], "\(row)")
      }
      #expect(try show("\(kind):/mnt/d/\(kind)", "at_path") == "itself")
      _ = try program.finish()
    }
  }

  /// POSIX shared memory without its name is nothing that /dev/shm lists, but who has a descriptor of it
  /// shares it all the same, mapped or not.
  @Test func showsMemoryThatLostItsName() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import os, sys, posix_ipc
        memory = posix_ipc.SharedMemory("/gone", posix_ipc.O_CREX, size=5000)
        posix_ipc.SharedMemory("/there", posix_ipc.O_CREX, size=5000)
        os.pwrite(memory.fd, b"x", 0)
        memory.unlink()
        print(memory.fd, os.fstat(memory.fd).st_ino, flush=True)
        sys.stdin.read()
        """
      ).start()
      let words = try #require(try program.readLine()).words
      let address = "map:\(words[1])"
      for kinds in [["map"], ["map", "posix-shm"], []] {
        let document = try run(
          Program.ipctool(["ls", "--json", "--pid", "\(program.pid)"] + kinds))
        let gone = "[o for o in d['objects'] if o['address'] == '\(address)']"
        #expect(
          try json(
            document,
            "[(o['deleted_path'], o['capacity_bytes'], o['bytes']) for o in \(gone)]")
            == "[('/dev/shm/gone', 5000, 4096)]", "\(kinds)")
        #expect(
          try json(document, "[(h['fd'], h['access']) for o in \(gone) for h in o['holders']]")
            == "[(\(words[0]), 'rw')]", "\(kinds)")
      }
      #expect(try show(address, "deleted_path") == "/dev/shm/gone")
      #expect(
        try json(try ipctool("ls", "posix-shm", "--json"), "[o['address'] for o in d['objects']]")
          == "['posix-shm:/there']")
      _ = try program.finish()
    }
  }
}
