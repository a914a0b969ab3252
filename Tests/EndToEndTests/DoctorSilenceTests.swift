import Support
import Testing

/// What is well is no finding, though it looks like one.
struct DoctorSilenceTests {
  private func findings(_ rule: String, about text: String) throws -> String {
    let output = try Program.ipctool("doctor", "--json", "--rule", rule).run()
    return try json(output.standardOutput, "[f for f in d['findings'] if '\(text)' in str(f)]")
  }

  /// Who may lock what he likes is bound by no limit of that, and who may not is.
  @Test(arguments: [true, false]) func leavesTheFreeAlone(_ isFree: Bool) throws {
    let script = """
      import ctypes, mmap, os, resource, sys
      libc = ctypes.CDLL(None)
      memory = mmap.mmap(-1, 1 << 20)
      address = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
      resource.setrlimit(resource.RLIMIT_MEMLOCK, (65536, 65536))
      size = 1 << 20 if int(sys.argv[1]) else 65536
      assert libc.mlock(address, ctypes.c_size_t(size)) == 0
      print(flush=True)
      sys.stdin.read()
      """
    let program = Program.python(script, isFree ? "1" : "0")
    let locking = try (isFree ? program : program.asNobody).start()
    _ = try locking.readLine()
    let found = try findings("limit", about: "process \(locking.pid)")
    #expect((found == "[]") == isFree, "\(found)")
    _ = try locking.finish()
  }

  /// Root has as many pipes as he needs.
  @Test func leavesPipesOfTheFreeAlone() throws {
    let pages = try contents(of: "/proc/sys/fs/pipe-user-pages-soft").text.trimmed
    let owner = try Program.python(
      """
      import fcntl, os, resource, sys
      most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
      resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
      pipes = []
      for _ in range(int(sys.argv[1]) // 256 + 1):
          pipes.append(os.pipe()); fcntl.fcntl(pipes[-1][0], 1031, 1 << 20)
      print(fcntl.fcntl(os.pipe()[0], 1032), flush=True)
      sys.stdin.read()
      """, pages
    ).start()
    // The kernel gives him whole ones still.
    #expect(try owner.readLine() == "65536")
    #expect(try findings("limit", about: "fs.pipe-user-pages") == "[]")
    _ = try owner.finish()
  }

  /// What has a name like theirs and is no memory or semaphore.
  @Test func leavesForeignFilesAlone() throws {
    try withSandbox {
      try run(
        shell(
          """
          cd /dev/shm && ln -s /etc/passwd lnk && ln -s /nonexistent sem.lnk && mkdir d && \
          chmod 1777 d && mkfifo -m 666 ff && : >sem.own && chmod 666 sem.own && truncate -s 32 sem.own
          """))
      #expect(try findings("unheld", about: "lnk") == "[]")
      let output = try Program.ipctool("doctor", "--json", "--rule", "world-writable").run()
      #expect(
        try json(output.standardOutput, "[f['address'] for f in d['findings']]")
          == "['posix-sem:/own']")
    }
  }

  /// Nor is what may not be looked at said not to be there.
  @Test func tellsDeniedFromGone() throws {
    try withScratchDirectory { directory in
      try run(.system("chmod", "755", directory))
      try run(.system("mkdir", "-m", "700", "\(directory)/closed"))
      try run(.system("mkfifo", "\(directory)/closed/fifo"))
      let path = "\(directory)/closed/fifo"
      for verb in ["show", "peek", "recv", "rm"] {
        let lines = try failure(77, Program.ipctool(verb, path).asNobody)
        #expect(lines[0].contains("EACCES"), "\(lines)")
      }
      try failure(66, Program.ipctool("show", "\(path)s"))
    }
  }
}
