import Support
import Testing

/// Processes that rename themselves, execute others, fork and end while they are looked at.
struct RestlessProcessTests {
  /// The look neither fails nor loses what stays, and every document is whole.
  @Test func disturbNobodyWhoLooks() throws {
    try withSandbox {
      let script = """
        import ctypes, json, os, signal, subprocess, sys
        libc = ctypes.CDLL(None)
        with open("/dev/shm/again", "w") as file: file.write("#!/bin/sh\\nexec /dev/shm/again\\n")
        os.chmod("/dev/shm/again", 0o700)
        started = []

        def restless(body):
          if (pid := os.fork()) == 0:
            os.setpgid(0, 0)
            os.nice(10)
            while True: body()
          started.append(pid)

        kept, writer = os.pipe()
        os.write(writer, b"kept")
        inode = os.fstat(kept).st_ino

        def rename():
          for name in b"a", b"\\x1b[31m" * 3, b") Z 1 (", b"\\xff" * 15: libc.prctl(15, name)
        def fork():
          if os.fork() == 0: os._exit(0)
          os.wait()
        def hold():
          ends = os.pipe()
          memory = os.memfd_create("short")
          for fd in *ends, memory: os.close(fd)

        for body in rename, fork, hold, lambda: os.execv("/dev/shm/again", ["again"]):
          restless(body)
        try:
          for _ in range(3):
            for words in [
              "ls --json", "ps --json", "why --all --json", "graph --json", "doctor --json", "ls", "ps",
            ]:
              done = subprocess.run(
                [sys.argv[1], *words.split()], capture_output=True, stdin=subprocess.DEVNULL)
              allowed = (0, 1, 2) if words.startswith(("why", "doctor")) else (0,)
              if done.returncode not in allowed: print(words, done.returncode, done.stderr)
              for line in done.stderr.splitlines():
                if not line.startswith(b"ipctool: not seen: "): print(words, line)
              if "--json" not in words: continue
              document = json.loads(done.stdout.decode())
              if words == "ls --json":
                found = [o for o in document["objects"] if o["inode"] == inode]
                if [o["bytes"] for o in found] != [4]: print(found)
                elif os.getpid() not in [h["pid"] for h in found[0]["holders"]]: print(found)
        finally:
          for pid in started: os.killpg(pid, signal.SIGKILL)
          for pid in started: os.waitpid(pid, 0)
        """
      let output = try Program.python(script, Program.ipctool().path).amongItsOwn.run()
      #expect(output.text + output.errorText == "")
    }
  }

  /// By its pid, too: one of the names that it has, or the status for one that has gone.
  @Test func areShownUnderOneOfTheirNames() throws {
    try withSandbox {
      let process = try Program.python(
        """
        import ctypes
        libc = ctypes.CDLL(None)
        print("ready", flush=True)
        while True:
          libc.prctl(15, b"\\x1b[31mone")
          libc.prctl(15, b"\\x1b[31mtwo")
        """
      ).start()
      #expect(try process.readLine() == "ready")
      for words in [["ps"], ["why"], ["graph"]] {
        for _ in 0..<4 {
          let lines = try run(Program.ipctool(words + ["\(process.pid)"])).text
          #expect(!lines.contains("\u{1B}"))
        }
      }
      let names = try (0..<8).map { _ in
        try json(try ipctool("ps", "--json", "\(process.pid)"), "d['processes'][0]['command']")
      }
      #expect(
        Set(names).isSubset(of: ["\u{1B}[31mone", "\u{1B}[31mtwo", "python3"]), "\(names)")
    }
  }
}
