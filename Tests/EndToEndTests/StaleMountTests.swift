import Glibc
import Support
import Testing

/// Files of sockets that are left in other mount namespaces.
struct StaleMountTests {
  /// What the rule finds, and all of the document.
  private func look(_ options: String...) throws -> (document: [UInt8], program: Program) {
    let program = Program.ipctool(["doctor", "--rule", "stale-socket", "--json"] + options)
    return (try program.run().standardOutput, program)
  }

  /// What is found of which something holds a text, as Python writes some fields.
  private func findings(
    _ document: [UInt8], about text: String, _ fields: String = "f['message']"
  ) throws -> String {
    try json(document, "[\(fields) for f in d['findings'] if '\(text)' in str(f)]")
  }

  /// What is found on the /run of a container; its /tmp is that of other tests.
  private func findings(
    _ document: [UInt8], in container: Container, _ fields: String = "f['message']"
  ) throws -> String {
    try json(
      document,
      "[\(fields) for f in d['findings'] if f['message'].startswith('/run/')"
        + " and 'found in mnt=\(container.mount)' in f['evidence']]")
  }

  private static let words =
    "the file of a socket in another mount namespace: no socket is bound to it any more"

  /// In Python: leaves the file of a socket, or keeps a socket.
  private static let sockets = """
    def bind(path, kind=socket.SOCK_STREAM):
        end = socket.socket(socket.AF_UNIX, kind); end.bind(path)
        if kind != socket.SOCK_DGRAM: end.listen()
        return end

    """

  /// In Python: directories that take a while to be searched.
  private static let large = """
    for depth in range(3000): os.mkdir(f"/run/{depth}")
    for depth in range(9):
        os.mkdir(f"/run/r{depth}")
        must(libc.mount(b"/run", f"/run/r{depth}".encode(), None, 4096 | 16384, None))
    """

  /// Whether a socket is bound is told for each type, and by no connection that its owner would see.
  @Test func findsThemInPrivateDirectories() throws {
    try withSandbox {
      let container = try Container(
        Self.sockets + """
          import select
          kinds = {"stream": 1, "datagram": 2, "packets": 5}
          os.mkdir("/run/below")
          for name, kind in kinds.items(): bind("/run/below/gone-" + name, kind).close()
          kept = [bind("/run/kept-" + name, kind) for name, kind in kinds.items()]
          kept.append(bind("/run/kept-pair", 2)); kept[-1].connect("/run/kept-datagram")
          os.symlink("/run/below", "/run/link")
          # One that the kernel alone knows: in flight, of a network that nobody is in.
          pair = socket.socketpair()
          def fly():
              must(libc.unshare(0x40000000))
              with bind("/run/kept-flying") as end: socket.send_fds(pair[0], [b"x"], [end.fileno()])
          flight = threading.Thread(target=fly); flight.start(); flight.join()
          def tell():
              sys.stdin.read()
              print(select.select(kept, [], [], 0)[0], flush=True)
              os._exit(0)
          threading.Thread(target=tell).start()
          """)
      for namespace in ["all", container.pid] {
        let (document, program) = try look("--namespace", namespace)
        let found = try findings(
          document, in: container,
          "(f['severity'], f['message'], f['address'], f['fix'], f['evidence'])")
        let all = ["datagram", "packets", "stream"].map { name in
          "('warning', '/run/below/gone-\(name), \(Self.words)', None, None, "
            + "['the file of user 0', 'found in mnt=\(container.mount)', "
            + "'process \(container.pid) is in it'])"
        }
        #expect(found == "[\(all.joined(separator: ", "))]")
        #expect(try program.run().status == 1)
      }
      let output = try container.running.finish()
      #expect(output.text.hasSuffix("[]\n"))
    }
  }

  /// As containers see directories of their host's.
  @Test func tellsThoseOfOurOwnOnce() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let container = try Container(
          Self.sockets + """
            os.mkdir("/run/host"); mount(sys.argv[0], "/run/host")
            bind("/run/host/stale").close()
            """, directory)
        let (document, _) = try look("--namespace", "all", "--search", directory)
        #expect(
          try findings(document, about: "/stale", "(f['address'], f['fix'])").hasSuffix(
            "('unix:\(directory)/stale', 'ipctool rm unix:\(directory)/stale')]"))
        #expect(try findings(document, in: container) == "[]")
        // Of a namespace alone it is one of its own.
        let (inside, _) = try look("--namespace", container.pid, "--search", directory)
        #expect(try findings(inside, about: "/stale") == "['/run/host/stale, \(Self.words)']")
        try container.end()
      }
    }
  }

  /// A namespace that has nothing of its own on /run shows what another shows, once.
  @Test func tellsThoseOfSeveralOnce() throws {
    try withSandbox {
      let first = try Container(Self.sockets + "bind('/run/shared').close()")
      let second = try Container(
        "mount('tmpfs', '/dev/shm', 'tmpfs')", hasOwnMemory: false, parent: first)
      let (document, _) = try look("--namespace", "all")
      let found = try (findings(document, in: first), findings(document, in: second))
      #expect(
        found == ("['/run/shared, \(Self.words)']", "[]") || found.1 != "[]" && found.0 == "[]")
      let (inside, _) = try look("--namespace", second.pid)
      #expect(
        try findings(inside, in: second) == "['/run/shared, \(Self.words)']")
      try second.end()
      try first.end()
    }
  }

  @Test func escapesTheirNames() throws {
    try withSandbox {
      let container = try Container(
        Self.sockets + """
          bind("/run/two\\nlines").close()
          bind(b"/run/\\x1b[31m\\xff").close()
          """)
      let (document, _) = try look("--namespace", container.pid)
      #expect(
        try findings(document, in: container, "f['message'].split(',')[0]")
          == "['/run/%1B%5B31m%FF', '/run/two%0Alines']")
      let text = try Program.ipctool(
        "doctor", "--rule", "stale-socket", "--namespace", container.pid
      ).run().text
      #expect(text.contains("/run/two%0Alines,"))
      #expect(text.contains("/run/%1B%5B31m%FF,"))
      #expect(!text.unicodeScalars.contains("\u{1b}"))
      try container.end()
    }
  }

  /// No link leads it outside.
  @Test func isNotLedOutside() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let container = try Container(
          Self.sockets + """
            bind(sys.argv[0] + "/outside").close()
            mount("tmpfs", "/tmp", "tmpfs")
            os.symlink(f"/proc/{os.getppid()}/root" + sys.argv[0], sys.argv[0])
            os.symlink(sys.argv[0], "/run/link"); bind("/run/inside").close()
            """, directory)
        let (document, _) = try look("--namespace", container.pid, "--search", directory)
        #expect(try findings(document, in: container) == "['/run/inside, \(Self.words)']")
        #expect(try findings(document, about: "/outside") == "[]")
        #expect(try hides(document, "h['what'] == 'directories'"))
        try container.end()
      }
    }
  }

  /// What is laid over /proc inside is not believed.
  @Test func asksThroughItsOwnDirectoryOfProcesses() throws {
    try withSandbox {
      let container = try Container(
        Self.sockets + """
          bind("/run/gone").close(); kept = bind("/run/kept")
          number = os.readlink("/proc/self")
          mount("tmpfs", "/proc", "tmpfs")
          os.makedirs(f"/proc/{number}/fd"); os.symlink(number, "/proc/self")
          for n in range(64): os.symlink("/run/kept", f"/proc/self/fd/{n}")
          """)
      let (document, _) = try look("--namespace", container.pid)
      #expect(
        try findings(document, in: container) == "['/run/gone, \(Self.words)']")
      try container.end()
    }
  }

  /// A server that takes every request and answers none keeps whoever asks in a call that no signal ends (fuse(4)).
  @Test func leavesBehindWhatDoesNotAnswer() throws {
    try withSandbox {
      let silent = try Container(
        Self.sockets + """
          bind("/run/before").close()
          fuse = os.open("/dev/fuse", os.O_RDWR)
          os.mkdir("/run/silent")
          mount("silent", "/run/silent", "fuse", f"fd={fuse},rootmode=40000,user_id=0,group_id=0")
          """)
      let other = try Container(Self.sockets + "bind('/run/seen').close()")
      let (document, _) = try look("--namespace", "all")
      #expect(
        try hides(
          document,
          "h['what'] == 'mount namespaces with files of sockets'"
            + " and h['needs'] == 'file systems inside that answer in time'"))
      #expect(
        try findings(document, in: other) == "['/run/seen, \(Self.words)']")
      for container in [silent, other] { try container.end() }
    }
  }

  @Test func countsThoseThatMayNotBeLookedInto() throws {
    try withSandbox {
      let container = try Container(Self.sockets + "bind('/run/unseen').close()")
      let doctor = Program.ipctool(
        "doctor", "--rule", "stale-socket", "--json", "--namespace", "all")
      let poorer = Program.system(
        "setpriv",
        arguments: ["--bounding-set=-sys_chroot", "--inh-caps=-all", "--", doctor.path]
          + doctor.arguments)
      for program in [poorer, doctor.asNobody] {
        let document = try program.run().standardOutput
        #expect(try findings(document, in: container) == "[]")
        #expect(
          try hides(
            document, "h['what'] in ('mount namespaces', 'namespaces of processes') and h['needs']")
        )
      }
      try container.end()
    }
  }

  /// What is too deep, and what would have something mounted, is counted.
  @Test func countsWhereItDoesNotGo() throws {
    try withSandbox {
      let container = try Container(
        Self.sockets + """
          directory = os.open("/run", os.O_RDONLY)
          for depth in range(70):
              if depth == 64: at = directory
              os.mkdir("d", dir_fd=directory)
              directory = os.open("d", os.O_RDONLY, dir_fd=directory)
          os.fchdir(at); bind("deepest").close()
          os.chdir("d"); bind("unseen").close()
          os.chdir("/run"); os.mkdir("far")
          directory = os.open("far", os.O_RDONLY)
          for depth in range(15):
              os.mkdir("f" * 255, dir_fd=directory)
              directory = os.open("f" * 255, os.O_RDONLY, dir_fd=directory)
          os.fchdir(directory)
          room = 4095 - len("/run/far") - 15 * 256 - 1
          os.mkdir("y" * (room - 2)); os.chdir("y" * (room - 2))
          bind("a").close(); bind("ab").close()
          os.chdir("/")
          """)
      let (document, _) = try look("--namespace", container.pid)
      let found = try findings(
        document, in: container, "f['message'].split(',')[0].split('/')[-1]")
      #expect(found == "['deepest', 'a']")
      #expect(
        try hides(
          document, "h['what'] == 'directories and files with long paths' and h['count'] == 2"))
      try container.end()
    }
  }

  /// What is mounted when somebody comes stays unmounted, and nobody is waited for.
  @Test func mountsNothing() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        try run(.system("mkdir", "-p", "\(directory)/auto/below"))
        let container = try Container(
          Self.sockets + """
            import select
            bind("/run/gone").close()
            reader, writer = os.pipe2(os.O_DIRECT)
            # Its own group is let in without being waited for.
            os.setpgid(0, 0)
            options = f"fd={writer},pgrp={os.getpgrp()},minproto=5,maxproto=5,direct"
            mount("none", sys.argv[0] + "/auto", "autofs", options)
            def tell():
                sys.stdin.read()
                print(len(select.select([reader], [], [], 0)[0]), flush=True)
                os.close(reader); libc.umount2((sys.argv[0] + "/auto").encode(), 2)
                os._exit(0)
            threading.Thread(target=tell).start()
            """, directory)
        for searched in [directory, "\(directory)/auto", "\(directory)/auto/below"] {
          let (document, _) = try look("--namespace", container.pid, "--search", searched)
          #expect(try findings(document, in: container) == "['/run/gone, \(Self.words)']")
          #expect(try hides(document, "h['what'] == 'automount points'"), "\(searched)")
        }
        #expect(try container.running.finish().text.hasSuffix("0\n"), "nobody was asked to mount")
      }
    }
  }

  /// A file that overlayfs(5) shows is another than that of its layer, and whoever is bound to the one has the other.
  @Test func knowsThoseOfLayers() throws {
    try withSandbox {
      let script = """
        import os, socket, subprocess, sys
        for name in ("lower", "upper", "work", "merged"): os.mkdir("/mnt/" + name)
        subprocess.run(["mount", "-t", "overlay", "none", "/mnt/merged", "-o",
          "lowerdir=/mnt/lower,upperdir=/mnt/upper,workdir=/mnt/work"], check=True)
        end = socket.socket(socket.AF_UNIX); end.bind("/mnt/merged/live"); end.listen()
        pair = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); pair.bind("/mnt/merged/pair")
        pair.connect("/mnt/merged/pair")
        gone = socket.socket(socket.AF_UNIX); gone.bind("/mnt/merged/gone"); gone.close()
        print("ready", flush=True)
        sys.stdin.read()
        """
      try run(.system("mount", "-t", "tmpfs", "layers", "/mnt"))
      let server = try Program.python(script).start()
      #expect(try server.readLine() == "ready")
      let (document, _) = try look("--search", "/mnt")
      let found = try findings(document, about: "unix:/mnt/", "f['address']")
      #expect(found == "['unix:/mnt/merged/gone', 'unix:/mnt/upper/gone']")
      let lines = try failure(64, Program.ipctool("rm", "unix:/mnt/upper/live"))
      #expect(lines[0].contains("unix:/mnt/merged/live may be bound to it"))
      #expect(try run(.system("ls", "/mnt/upper")).lines == ["gone", "live", "pair"])
      _ = try server.finish()
    }
  }

  /// Who is sent inside ends with the doctor.
  @Test(arguments: [SIGTERM, SIGKILL])
  func leavesNobodyInside(_ signal: Int32) throws {
    try withSandbox {
      let container = try Container(Self.large)
      let doctor = try Program.ipctool(
        "doctor", "--rule", "stale-socket", "--namespace", container.pid
      ).start()
      let inside = { try Self.visitors(of: container) }
      try wait(for: "somebody inside") { try !inside().isEmpty }
      doctor.send(signal: signal)
      _ = try doctor.finish()
      try wait(for: "nobody to be left") { try inside().isEmpty }
      try container.end()
    }
  }

  /// The processes of a container but for its own.
  private static func visitors(of container: Container) throws -> [String] {
    try run(
      .python(
        """
        import glob, os, sys
        for link in glob.glob("/proc/[0-9]*/ns/mnt"):
            pid = link.split("/")[2]
            try:
                if os.readlink(link) == f"mnt:[{sys.argv[1]}]" and pid != sys.argv[2]: print(pid)
            except OSError: pass
        """, container.mount, container.pid)
    ).lines
  }

  /// Nor do rights that its file lends go further than there.
  @Test func takesNoLentRightsInside() throws {
    try withSandbox {
      let container = try Container(Self.large)
      try LentProgram.with("cap_sys_ptrace,cap_dac_read_search,cap_sys_admin,cap_sys_chroot=p") {
        lent in
        let doctor = try lent(
          ["doctor", "--rule", "stale-socket", "--namespace", container.pid]
        ).start()
        var rights: Set<String> = []
        try wait(for: "somebody inside") {
          for visitor in try Self.visitors(of: container) {
            guard let text = try? contents(of: "/proc/\(visitor)/status").text else { continue }
            rights.formUnion(
              text.split(separator: "\n").filter {
                $0.hasPrefix("CapEff") || $0.hasPrefix("CapPrm")
              }
              .map(String.init))
          }
          return !rights.isEmpty
        }
        #expect(rights == ["CapPrm:\t0000000000000000", "CapEff:\t0000000000000000"])
        _ = try doctor.finish()
      }
      try container.end()
    }
  }
}
