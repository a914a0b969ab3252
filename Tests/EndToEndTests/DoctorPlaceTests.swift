import Support
import Testing

/// What the doctor says depends on who can get where: on directories, mount namespaces and rights.
struct DoctorPlaceTests {
  private func addresses(_ rule: String, _ options: String...) throws -> String {
    let output = try Program.ipctool(["doctor", "--json", "--rule", rule] + options).run()
    return try json(output.standardOutput, "sorted(f['address'] for f in d['findings'])")
  }

  /// Binds what it is told, in a root directory of its own where it is told to.
  private static let binder = """
    import os, sys
    from socket import *
    path, root = sys.argv[1:3]
    if root: os.chroot(root); os.chdir("/")
    ends = []
    for _ in range(int(sys.argv[3])):
        end = socket(AF_UNIX); end.bind(path); end.listen(); ends.append(end)
        if len(ends) < int(sys.argv[3]): os.unlink(path)
    print(os.fstat(ends[0].fileno()).st_ino, flush=True)
    sys.stdin.read()
    """

  @Test func findsShadowedSocketsInOtherMountNamespaces() throws {
    try withScratchDirectory { directory in
      let path = "\(directory)/twice"
      let owner = try Program.system(
        "unshare", "--mount", "/usr/bin/python3", "-c", Self.binder, path, "", "2"
      ).start()
      _ = try owner.readLine()
      #expect(try addresses("shadowed-socket").contains("unix:\(path)"))
      #expect(try addresses("shadowed-socket", "--namespace", "all").contains("unix:\(path)"))
      _ = try owner.finish()
    }
  }

  /// Two root directories may have the same path, each with a socket of its own.
  @Test func doesNotTakeOneRootForAnother() throws {
    try withScratchDirectory { directory in
      let path = "\(directory)/once"
      try run(.system("mkdir", "-p", "\(directory)/jail\(directory)"))
      let owners = try ["", "\(directory)/jail"].map { root in
        try Program.system("/usr/bin/python3", "-c", Self.binder, path, root, "1").start()
      }
      for owner in owners { _ = try owner.readLine() }
      #expect(try !addresses("shadowed-socket").contains(path))
      for owner in owners { _ = try owner.finish() }
    }
  }

  /// A connection that outlives the listener it came by has its name, and does not answer to it.
  @Test func findsFilesOfListenersThatLeftAConnection() throws {
    try withScratchDirectory { directory in
      let path = "\(directory)/left"
      let owner = try Program.python(
        """
        import sys
        from socket import *
        listener = socket(AF_UNIX); listener.bind(sys.argv[1]); listener.listen()
        client = socket(AF_UNIX); client.connect(sys.argv[1])
        accepted, _ = listener.accept()
        second = socket(AF_UNIX); second.connect(sys.argv[1])
        another, _ = listener.accept()
        print(flush=True)
        sys.stdin.readline()
        listener.close()
        print(flush=True)
        sys.stdin.read()
        """, path
      ).start()
      _ = try owner.readLine()
      #expect(try !addresses("stale-socket").contains(path))
      try owner.write([0x0A])
      _ = try owner.readLine()
      #expect(try addresses("stale-socket").contains("unix:\(path)"))
      try ipctool("rm", path)
      #expect(try !addresses("stale-socket").contains(path))
      _ = try owner.finish()
    }
  }

  /// FIFOs of one inode on two file systems are two, each with an address of its own.
  @Test func tellsFilesOfOneNumberApart() throws {
    let waiters = try (0..<2).map { _ in
      try Program.system(
        "unshare", "--mount", "sh", "-c",
        """
        mount -t tmpfs tmpfs /mnt; mkfifo /mnt/fifo; stat --format %Hd:%Ld:%i /mnt/fifo
        exec cat /mnt/fifo
        """
      ).start()
    }
    let own = try Set(waiters.map { try "fifo:\(#require(try $0.readLine()))" })
    func addresses(_ words: String..., of list: String) throws -> Set<String> {
      let output = try Program.ipctool(words + ["--json"]).run()
      return try Set(
        json(output.standardOutput, "' '.join(o['address'] for o in d['\(list)'])")
          .split(separator: " ").map(String.init))
    }
    try wait(for: "both to wait") {
      try own.isSubset(
        of: addresses("doctor", "--rule", "no-other-end", "--namespace", "all", of: "findings"))
    }
    #expect(try own.isSubset(of: addresses("ls", "fifo", "--namespace", "all", of: "objects")))
    for address in own {
      #expect(try addresses("show", address, of: "objects") == [address])
    }
    for waiter in waiters {
      waiter.send(signal: 9)
      _ = try waiter.finish()
    }
  }

  /// Of a FIFO the directories decide as well who may write to it.
  @Test func countsDirectoriesAmongPermissions() throws {
    try withScratchDirectory { directory in
      try run(.system("mkdir", "-m", "700", "\(directory)/closed"))
      let paths = ["open", "closed/fifo"].map { "\(directory)/\($0)" }
      try run(.system("chmod", "755", directory))
      for path in paths { try run(.system("mkfifo", "-m", "666", path)) }
      let owner = try Program.system(
        "sh", "-c", "exec 3<>$1 4<>$2; echo; cat", "sh", paths[0], paths[1]
      ).start()
      _ = try owner.readLine()
      let found = try addresses("world-writable")
      #expect(found.contains("fifo:\(paths[0])"))
      #expect(!found.contains("fifo:\(paths[1])"))
      _ = try owner.finish()
    }
  }

  /// Each namespace has a table of its own to be filled.
  @Test func countsObjectsOfEachNamespaceApart() throws {
    try withSandbox {
      for _ in 0..<3 { _ = try create("sem") }
      let other = try Program.system(
        "unshare", "--ipc", "sh", "-c",
        "for i in 1 2 3; do \(Program.ipctool().path) create sem >/dev/null; done; echo; cat"
      ).start()
      _ = try other.readLine()
      func counts(_ most: String) throws -> String {
        let output = try Program.ipctool(
          "doctor", "--json", "--rule", "many-objects", "--namespace", "\(other.pid)",
          "--max-objects", most
        ).run()
        return try json(
          output.standardOutput,
          "sorted((f['message'], len(f['evidence'])) for f in d['findings'] if ' sem ' in f['message'])"
        )
      }
      #expect(try counts("3") == "[]")
      #expect(try counts("2").contains("('user 0 made 3 sem objects', 2)"))
      _ = try other.finish()
    }
  }

  /// Queues of another namespace are shown where its file system is mounted, whether inside or with us.
  @Test func findsQueuesElsewhereThatNoDirectoryShows() throws {
    try withSandbox {
      let script = """
        opened = ctypes.CDLL("librt.so.1", use_errno=True)
        class Attributes(ctypes.Structure):
            _fields_ = [(n, ctypes.c_long) for n in ("flags", "most", "size", "now", *"abcd")]
        for name in b"/one", b"/two":
            must(opened.mq_open(name, 0o102, 0o600, ctypes.byref(Attributes(0, 1, 8, 0))))
        if len(sys.argv[0]) > 1: mount("mqueue", sys.argv[0], "mqueue")
        """
      func findings(_ container: Container) throws -> String {
        let document = try Program.ipctool(
          "doctor", "--json", "--rule", "queues-unmounted", "--namespace", container.pid
        ).run().standardOutput
        return try json(
          document,
          "[(f['severity'], f['message'], f['address'], f['fix']) for f in d['findings']"
            + " if 'they are in ipc=\(container.ipc)' in f['evidence']]")
      }
      let hidden = try Container(script, "/")
      let found =
        "[('info', 'there are 2 POSIX message queues in another IPC namespace, which ls(1) cannot"
        + " show', None, None)]"
      #expect(try findings(hidden) == found)
      // Its /run is its own, and nobody else's.
      let shown = try Container(script, "/run")
      #expect(try findings(shown) == "[]")
      try hidden.end()
      try shown.end()
    }
  }

  /// Each process that is near to its limit, not the nearest alone.
  @Test func namesEachProcessNearItsLimit() throws {
    let owners = try (0..<2).map { _ in
      try Program.python(
        """
        import os, resource, sys
        resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20))
        kept = [os.open("/dev/null", os.O_RDONLY) for _ in range(15)]
        print(flush=True)
        sys.stdin.read()
        """
      ).start()
    }
    for owner in owners { _ = try owner.readLine() }
    let output = try Program.ipctool("doctor", "--json", "--rule", "limit").run().standardOutput
    for owner in owners {
      let found = try json(
        output,
        "[f['message'].split(' % ')[1] for f in d['findings'] "
          + "if 'process \(owner.pid))' in f['message']]")
      #expect(
        found == "['of the descriptors of a process that RLIMIT_NOFILE allows are used "
          + "(by process \(owner.pid))']")
    }
    for owner in owners { _ = try owner.finish() }
  }

  /// Nothing found by who may not look is no answer for a monitoring system.
  @Test func isUnknownToAMonitorThatMayNotLook() throws {
    // Among no processes but a shell of root's and who looks.
    func check(_ prefix: String) throws -> Program.Output {
      let line =
        "\(prefix) \(Program.ipctool().path) doctor --format nagios --rule deadlock; exit $?"
      return try Program("/bin/sh", ["-c", line]).amongItsOwn.run()
    }
    let output = try check("setpriv --reuid=65534 --regid=65534 --clear-groups")
    #expect(output.status == 3)
    #expect(output.text.hasPrefix("IPC UNKNOWN - nothing found by 1 rule ("), "\(output.text)")
    let seeing = try check("")
    #expect(seeing.status == 0)
    #expect(seeing.text.hasPrefix("IPC OK - nothing found by 1 rule |"), "\(seeing.text)")
  }
}
