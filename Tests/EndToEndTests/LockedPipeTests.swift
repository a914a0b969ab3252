import Glibc
import Support
import Testing

/// A pipe is locked while somebody sleeps in splice(2) at the other one of his two descriptors, and whoever asks it
/// how full it is can't be ended: nobody of ours may be held up by it.
@Suite struct LockedPipeTests {
  /// Everything that looks comes back, and tells what it could not see.
  @Test(arguments: Holdup.all)
  func holdsNobodyUp(_ holdup: Holdup) throws {
    try holdup.run { pipe, pid in
      for arguments in [["ls", "pipe"], ["ls"], ["show", pipe], ["ps", "\(pid)"], []] {
        let output = try Program.ipctool(arguments + ["--json"]).runInTime()
        #expect(output.status == 0, "\(arguments): \(output.errorText)")
        let gaps = "[g['what'] for g in d['coverage']['hidden']]"
        #expect(
          try json(output.standardOutput, "'contents of pipes' in \(gaps)") == "True",
          "\(arguments)")
      }
      let shown = try Program.ipctool("show", pipe, "--json").runInTime()
      let fields = "[(o['capacity_bytes'], o['mode']) for o in d['objects']]"
      #expect(try json(shown.standardOutput, fields) == "[(None, '0600')]")
      let told = try Program.ipctool("why", "\(pid)").runInTime()
      #expect(told.status == holdup.verdict, "\(told.text)\(told.errorText)")
      for operand in ["--all", pipe] {
        let output = try Program.ipctool("why", operand).runInTime()
        #expect([0, 2, 3].contains(output.status), "\(operand): \(output.text)")
      }
    }
  }

  /// What would have to wait says who keeps it waiting.
  @Test func isNotWaitedFor() throws {
    try Holdup.splice.run { pipe, pid in
      let reason = "\(pipe): it is locked by process \(pid), which sleeps in splice"
      for verb in [["peek"], ["recv", "--force"], ["send", "--force"]] {
        let arguments = [verb[0], pipe] + verb.dropFirst()
        let output = try Program.ipctool(arguments).runInTime()
        #expect(output.status == 75, "\(arguments)")
        #expect(output.errorText == "ipctool: \(reason)\n")
      }
    }
  }

  /// So it is with our own holders, which end when it is unlocked.
  @Test func isRemovedWhenItIsUnlocked() throws {
    try withHeld("pipe") { pipe in
      let splicer = try Program.python(
        """
        import ctypes, os, socket, sys
        def end():
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    for fd in os.listdir(f"/proc/{pid}/fd"):
                        path = f"/proc/{pid}/fd/{fd}"
                        if os.readlink(path) == "pipe:[%s]" % sys.argv[1][5:] and os.lstat(path).st_mode & 0o200:
                            # pidfd_getfd(2)
                            return ctypes.CDLL(None).syscall(438, os.pidfd_open(int(pid)), int(fd), 0)
                except OSError: pass
        one, other = socket.socketpair()
        writing = end()
        print(flush=True)
        os.splice(one.fileno(), writing, 4096)
        """, pipe
      ).start()
      _ = try splicer.readLine()
      try wait(for: splicer, toSleepIn: "unix_stream_read_generic")
      let output = try Program.ipctool("rm", pipe).runInTime()
      #expect(output.status == 75, "\(output.errorText)")
      splicer.send(signal: SIGKILL)
      _ = try splicer.finish()
      try ipctool("rm", pipe)
    }
  }

  /// So it is with a FIFO, which nobody could open either.
  @Test func isNotOpened() throws {
    try withScratchDirectory { directory in
      let path = "\(directory)/fifo"
      try run(Program.system("mkfifo", path))
      let owner = try Program.python(
        """
        import os, socket, sys
        end = os.open(sys.argv[1], os.O_RDWR)
        one, other = socket.socketpair()
        print(flush=True)
        os.splice(one.fileno(), end, 4096)
        """, path
      ).start()
      _ = try owner.readLine()
      try wait(for: owner, toSleepIn: "unix_stream_read_generic")
      for verb in ["peek", "recv", "send"] {
        let output = try Program.ipctool(verb, path).runInTime()
        #expect(output.status == 75, "\(verb)")
        #expect(
          output.errorText
            == "ipctool: fifo:\(path): it is locked by process \(owner.pid), which sleeps in splice\n"
        )
      }
      owner.send(signal: SIGKILL)
      _ = try owner.finish()
    }
  }

  /// Who looks again finds the one that was left behind, and leaves no second one there.
  @Test func leavesFewBehind() throws {
    let script = """
      import json, os, signal, socket, subprocess, sys, time
      one, other = socket.socketpair(); reading, writing = os.pipe()
      owner = os.fork()
      if owner == 0: os.splice(one.fileno(), writing, 4096)
      while open(f"/proc/{owner}/wchan").read() != "unix_stream_read_generic": time.sleep(0.01)
      look = lambda *words: subprocess.run([sys.argv[1], *words], capture_output=True, timeout=60).stdout
      for _ in range(5): look("ls", "pipe")
      shown = json.loads(look("show", "pipe:%d" % os.fstat(reading).st_ino, "--json"))
      pids = {holder["pid"] for holder in shown["objects"][0]["holders"]}
      print(len(pids - {os.getpid(), owner}))
      os.kill(owner, signal.SIGKILL)
      """
    let told = try run(Program.python(script, Program.ipctool().path).amongItsOwn)
    #expect(told.text == "1\n")
  }

  /// Many are found before anybody is held up by each of them.
  @Test func comesBackFromMany() throws {
    let script = """
      import os, socket, threading
      sockets = [socket.socketpair() for _ in range(200)]
      pipes = [os.pipe() for _ in range(200)]
      for (one, other), (reading, writing) in zip(sockets, pipes):
          threading.Thread(target=os.splice, args=(one.fileno(), writing, 4096), daemon=True).start()
      print(flush=True)
      input()
      os._exit(0)
      """
    let owner = try Program.python(script).start()
    _ = try owner.readLine()
    let output = try Program.ipctool("ls", "pipe", "--pid", "\(owner.pid)").runInTime()
    #expect(output.status == 0)
    #expect(output.errorText.contains("contents of pipes: 200 "), "\(output.errorText)")
    _ = try owner.finish(input: [0x0A])
  }
}

/// A program that keeps a pipe locked until it is ended.
struct Holdup: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Of the call in which it keeps it locked, on x86_64 and aarch64.
  private let calls: Set<String>
  /// What `why` ends with.
  let verdict: Int32
  private let script: String

  /// From a socket that is empty, as a proxy does most of the time.
  static let splice = Holdup(
    testDescription: "splice from a socket", calls: ["275", "76"],
    // It has both ends of that socket itself.
    verdict: 2,
    script: """
      one, other = socket.socketpair()
      tell()
      os.splice(one.fileno(), writing, 4096)
      """)

  static let all = [
    splice,
    Holdup(
      testDescription: "splice to a socket", calls: ["275", "76"], verdict: 2,
      script: """
        one, other = socket.socketpair()
        one.setblocking(False)
        try:
            while True: one.send(b"x" * 4096)
        except BlockingIOError: one.setblocking(True)
        os.write(writing, b"x" * 4096)
        tell()
        os.splice(reading, one.fileno(), 4096)
        """),
    Holdup(
      testDescription: "write from memory that is not there", calls: ["1", "64"], verdict: 0,
      script: """
        import ctypes, fcntl, mmap, struct
        libc = ctypes.CDLL(None, use_errno=True)
        # userfaultfd(2) is told of the page, and nobody brings it.
        faults = libc.syscall({"x86_64": 323, "aarch64": 282}[os.uname().machine], 0o2000000)
        assert faults >= 0, os.strerror(ctypes.get_errno())
        fcntl.ioctl(faults, 0xc018aa3f, struct.pack("QQQ", 0xaa, 0, 0))
        memory = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
        fcntl.ioctl(faults, 0xc020aa00, struct.pack("QQQQ", address, 4096, 1, 0))
        tell()
        libc.write(writing, ctypes.c_void_p(address), 4096)
        """),
  ]

  private static let beginning = """
    import os, socket
    reading, writing = os.pipe()
    def tell(): print("pipe:%d" % os.fstat(reading).st_ino, flush=True)

    """

  /// Runs `body` while a pipe is locked; then nobody that was left behind is left.
  ///
  /// - Parameter body: Gets the pipe's address, and who locks it.
  func run(_ body: (_ pipe: String, _ pid: Int32) throws -> Void) throws {
    let owner = try Program.python(Self.beginning + script).start()
    let pipe = try #require(try owner.readLine())
    try wait(for: "it to lock the pipe") {
      let call = try contents(of: "/proc/\(owner.pid)/syscall").text.words.first ?? ""
      let place = try contents(of: "/proc/\(owner.pid)/wchan").text
      return calls.contains(call) && !place.contains("pipe")
    }
    try body(pipe, owner.pid)
    owner.send(signal: SIGKILL)
    _ = try owner.finish()
    let link = "pipe:[\(pipe.dropFirst("pipe:".count))]"
    try wait(for: "those left behind to end") {
      try shell("ls -l /proc/[0-9]*/fd 2>&1 | grep -qF \"$1\"", link).run().status == 1
    }
  }
}

extension Program {
  /// Runs to the end, which comes in time.
  fileprivate func runInTime() throws -> Output {
    let limited = Program.system(
      "timeout", arguments: ["--kill-after=1", "60", path] + arguments)
    return try limited.run()
  }
}
