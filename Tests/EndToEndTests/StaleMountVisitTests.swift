import Glibc
import Support
import Testing

/// Who is sent into another mount namespace to look for files of sockets stays short, sees what is there, and does
/// nothing else.
struct StaleMountVisitTests {
  /// In Python: directories that take a while to be searched.
  private static let large = """
    for depth in range(3000): os.mkdir(f"/run/{depth}")
    for depth in range(9):
        os.mkdir(f"/run/r{depth}")
        must(libc.mount(b"/run", f"/run/r{depth}".encode(), None, 4096 | 16384, None))
    """

  /// No link leads it outside.
  @Test func isNotLedOutside() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let container = try Container(
          StaleMounts.sockets + """
            bind(sys.argv[0] + "/outside").close()
            mount("tmpfs", "/tmp", "tmpfs")
            os.symlink(f"/proc/{os.getppid()}/root" + sys.argv[0], sys.argv[0])
            os.symlink(sys.argv[0], "/run/link"); bind("/run/inside").close()
            """, directory)
        let look = try StaleMounts("--namespace", container.pid, "--search", directory)
        #expect(try look.findings(in: container) == "['/run/inside, \(StaleMounts.words)']")
        #expect(try look.findings(about: "/outside") == "[]")
        #expect(try look.hides("h['what'] == 'directories'"))
        try container.end()
      }
    }
  }

  /// What is laid over /proc inside is not believed.
  @Test func asksThroughItsOwnDirectoryOfProcesses() throws {
    try withSandbox {
      let container = try Container(
        StaleMounts.sockets + """
          bind("/run/gone").close(); kept = bind("/run/kept")
          number = os.readlink("/proc/self")
          mount("tmpfs", "/proc", "tmpfs")
          os.makedirs(f"/proc/{number}/fd"); os.symlink(number, "/proc/self")
          for n in range(64): os.symlink("/run/kept", f"/proc/self/fd/{n}")
          """)
      let look = try StaleMounts("--namespace", container.pid)
      #expect(
        try look.findings(in: container) == "['/run/gone, \(StaleMounts.words)']")
      try container.end()
    }
  }

  /// A server that takes every request and answers none keeps whoever asks in a call that no signal ends (fuse(4)).
  @Test func leavesBehindWhatDoesNotAnswer() throws {
    try withSandbox {
      let silent = try Container(
        StaleMounts.sockets + """
          bind("/run/before").close()
          fuse = os.open("/dev/fuse", os.O_RDWR)
          os.mkdir("/run/silent")
          mount("silent", "/run/silent", "fuse", f"fd={fuse},rootmode=40000,user_id=0,group_id=0")
          """)
      let other = try Container(StaleMounts.sockets + "bind('/run/seen').close()")
      let look = try StaleMounts("--namespace", "all")
      #expect(
        try look.hides(
          "h['what'] == 'mount namespaces with files of sockets'"
            + " and h['needs'] == 'file systems inside that answer in time'"))
      #expect(
        try look.findings(in: other) == "['/run/seen, \(StaleMounts.words)']")
      for container in [silent, other] { try container.end() }
    }
  }

  @Test func countsThoseThatMayNotBeLookedInto() throws {
    try withSandbox {
      let container = try Container(StaleMounts.sockets + "bind('/run/unseen').close()")
      let doctor = Program.ipctool(
        "doctor", "--rule", "stale-socket", "--json", "--namespace", "all")
      let poorer = Program.system(
        "setpriv",
        arguments: ["--bounding-set=-sys_chroot", "--inh-caps=-all", "--", doctor.path]
          + doctor.arguments)
      for program in [poorer, doctor.asNobody] {
        let look = try StaleMounts(program)
        #expect(try look.findings(in: container) == "[]")
        #expect(
          try look.hides(
            "h['what'] in ('mount namespaces', 'namespaces of processes') and h['needs']")
        )
      }
      try container.end()
    }
  }

  /// What is too deep, and what would have something mounted, is counted.
  @Test func countsWhereItDoesNotGo() throws {
    try withSandbox {
      let container = try Container(
        StaleMounts.sockets + """
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
      let look = try StaleMounts("--namespace", container.pid)
      let found = try look.findings(in: container, "f['message'].split(',')[0].split('/')[-1]")
      #expect(found == "['deepest', 'a']")
      #expect(
        try look.hides("h['what'] == 'directories and files with long paths' and h['count'] == 2"))
      try container.end()
    }
  }

  /// What is mounted when somebody comes stays unmounted, and nobody is waited for.
  @Test func mountsNothing() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        try run(.system("mkdir", "-p", "\(directory)/auto/below"))
        let container = try Container(
          StaleMounts.sockets + """
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
          let look = try StaleMounts("--namespace", container.pid, "--search", searched)
          #expect(try look.findings(in: container) == "['/run/gone, \(StaleMounts.words)']")
          #expect(try look.hides("h['what'] == 'automount points'"), "\(searched)")
        }
        #expect(try container.running.finish().text.hasSuffix("0\n"), "nobody was asked to mount")
      }
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

  /// Containers are alike: a socket of one with the name and the number of a file of another is not bound to that.
  @Test func isNotFooledByEqualNumbers() throws {
    try withSandbox {
      let (living, left) = (
        try Container(
          StaleMounts.sockets + "s = bind('/run/same'); told.append(os.stat('/run/same').st_ino)"),
        try Container(
          StaleMounts.sockets
            + "bind('/run/same').close(); told.append(os.stat('/run/same').st_ino)")
      )
      try #require(living.told == left.told)
      let look = try StaleMounts("--namespace", "all")
      #expect(try look.findings(in: left) == "['/run/same, \(StaleMounts.words)']")
      #expect(try look.findings(in: living) == "[]")
      for container in [living, left] { try container.end() }
    }
  }
}
