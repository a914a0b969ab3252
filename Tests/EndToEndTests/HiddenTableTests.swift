import Support
import Testing

/// Where the kernel does not tell whether threads share a table of descriptors.
struct HiddenTableTests {
  @Test(arguments: ["EPERM", "ENOSYS", "ESRCH"])
  func looksIntoEveryTable(error: String) throws {
    try withSandbox {
      let holder = try Program.python(
        """
        import ctypes, os, sys, threading
        file = os.open("/dev/shm/x", os.O_RDWR | os.O_CREAT, 0o600)
        other = os.open("/dev/shm/y", os.O_RDWR | os.O_CREAT, 0o600)
        ready = threading.Event()
        def own():
          if ctypes.CDLL(None).unshare(0x400) != 0: os._exit(1)
          ready.set()
          threading.Event().wait()
        threading.Thread(target=own, daemon=True).start()
        for _ in range(3): threading.Thread(target=threading.Event().wait, daemon=True).start()
        ready.wait()
        os.close(file)
        print(file, other, flush=True)
        sys.stdin.read()
        """
      ).start()
      let fds = try #require(try holder.readLine()).words
      let look = Program.system(
        "strace", "-f", "-o", "/dev/null", "-e", "trace=kcmp", "-e", "inject=kcmp:error=\(error)",
        Program.ipctool().path, "ls", "posix-shm", "--json", "-o", "name,holders")
      let found = try json(
        try run(look),
        "sorted((o['name'], h['pid'], h['fd']) for o in d['objects'] for h in o['holders'])")
      #expect(
        found == "[('/x', \(holder.pid), \(fds[0])), ('/y', \(holder.pid), \(fds[1]))]")
      _ = try holder.finish()
    }
  }
}
