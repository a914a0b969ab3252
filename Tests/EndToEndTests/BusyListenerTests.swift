import Support
import Testing

/// A listener with thousands of clients in its queue, more than the kernel tells at once.
struct BusyListenerTests {
  /// The clients are in the network of the listener, or in another one, which leaves its list short.
  @Test(arguments: [false, true])
  func hidesNoOther(_ areElsewhere: Bool) throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, resource, socket, sys
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        open("/proc/sys/net/core/somaxconn", "w").write("20000")
        os.chdir("/dev/shm")
        held = []
        def listen(name):
            held.append(socket.socket(socket.AF_UNIX))
            held[-1].bind(name)
            held[-1].listen(20000)
        def connect(name):
            held.append(socket.socket(socket.AF_UNIX))
            held[-1].setblocking(False)
            held[-1].connect(name)
        for number in range(20): listen(f"before{number}")
        listen("busy")
        for number in range(20): listen(f"after{number}")
        connect("after7")
        if sys.argv[1] == "true": assert ctypes.CDLL(None).unshare(0x40000000) == 0
        for number in range(9000): connect("busy")
        print("ready", flush=True)
        sys.stdin.read()
        """, String(areElsewhere)
      ).start()
      #expect(try program.readLine() == "ready")
      let witness = try run(Program.system("ss", "-Hxa")).lines
      // Others run beside this one, and their networks may have such a listener, too.
      let document = try run(
        Program.ipctool("ls", "unix", "--json", "-o", "address,inode,messages,peers").amongItsOwn)
      #expect(try json(document, "len(d['objects'])") == String(witness.count))
      let coverage = try json(document, "d['coverage']")
      #expect(try json(document, "max(o['messages'] or 0 for o in d['objects'])") == "9000")
      #expect(
        try json(
          document,
          "[h['count'] for h in d['coverage']['hidden'] if h['what'] == 'queues of listeners']")
          == "[1]", "\(coverage)")
      #expect(
        try json(document, "sum(len(o['peers']) for o in d['objects'] if o['messages'])") == "1")
      _ = try program.finish()
    }
  }
}
