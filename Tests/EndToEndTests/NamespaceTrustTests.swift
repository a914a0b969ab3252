import Support
import Testing

/// Containers that deceive, vanish, or may not be entered.
struct NamespaceTrustTests {
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
        lines[0] == "process \(level.pid): setns: EPERM: the IPC namespace may not be entered")
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

  /// Who got in and no further learns what kept him, and that no capability did whom there was no process left for.
  @Test func tellsWhatItEnteredInVain() throws {
    try withSandbox {
      let container = try Container("os.chmod('/dev/shm', 0o700)")
      try LentProgram.with("cap_sys_ptrace,cap_sys_admin,cap_sys_chroot+p") { lent in
        let lines = try failure(77, lent("ls", "posix-shm", "--namespace", container.pid))
        #expect(
          lines == [
            "process \(container.pid): openat2: EACCES: /dev/shm there may not be read",
            "needs the right to read /dev/shm there",
          ])
        let limited = Program(
          "/usr/bin/prlimit",
          ["--nproc=1", lent.path, "ls", "unix", "--namespace", "all", "--json"])
        #expect(
          try hides(
            try run(limited.asNobody),
            "h['what'] == 'network namespaces' and h['needs'] == 'more processes than may be had'"))
      }
      try container.end()
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
}
