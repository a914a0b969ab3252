import Support
import Testing

/// Sockets that are in no list when it is read, or in that of a network that nobody is in.
struct UnlistedSocketTests {
  /// Connections that are young, or gone by the time that they are looked at, are not said to be unconnected.
  @Test func aBusyServerHasNoUnconnectedSockets() throws {
    try withSandbox {
      let server = try Program.python(
        """
        import os, socket, sys, threading, time
        listener = socket.socket(); listener.bind(("127.0.0.1", 8001)); listener.listen(200)
        connections = []
        def connect():
            client = socket.create_connection(("127.0.0.1", 8001))
            connections.append((client, listener.accept()[0]))
        for _ in range(60): connect()
        ended = []
        def renew():
            while not ended:
                for one in connections.pop(0): one.close()
                connect()
                time.sleep(0.003)
        thread = threading.Thread(target=renew); thread.start()
        print("ready", flush=True)
        sys.stdin.read()
        ended.append(True); thread.join()
        """
      ).start()
      #expect(try server.readLine() == "ready")
      let own =
        "[o['state'] for o in d['objects'] "
        + "if any(h['pid'] == \(server.pid) for h in o['holders'])]"
      for _ in 0..<10 {
        let document = try ipctool("ls", "tcp", "--json")
        #expect(try json(document, "len(\(own)) > 10") == "True")
        #expect(try json(document, "\(own).count('unconnected')") == "0")
      }
      _ = try server.finish()
    }
  }

  /// Makes sockets in a network of its own, and leaves that. Prints its pid and the inodes of a listener of TCP,
  /// a socket without a port, and a Unix listener, all of which are there, and of a socket without a port here.
  private static let leaver = """
    import ctypes, os, socket, sys
    c = ctypes.CDLL(None)
    own = os.open("/proc/self/ns/net", os.O_RDONLY)
    assert c.unshare(0x40000000) == 0
    listener = socket.socket(); listener.bind(("127.0.0.1", 8001)); listener.listen(5)
    idle = socket.socket()
    local = socket.socket(socket.AF_UNIX); local.bind("\\0gone"); local.listen(3)
    there = os.stat("/proc/self/ns/net").st_ino
    assert c.setns(own, 0x40000000) == 0
    here = socket.socket()
    sockets = [listener, idle, local, here]
    print(os.getpid(), there, *(os.fstat(s.fileno()).st_ino for s in sockets), flush=True)
    sys.stdin.read()
    """

  @Test func areFoundInANetworkThatNobodyIsIn() throws {
    try withSandbox {
      let program = try Program.python(Self.leaver).start()
      let words = try #require(try program.readLine()).words
      let states =
        "[next((o['state'], o['net_namespace'] == \(words[1])) for o in d['objects'] "
        + "if o['inode'] == i) for i in (\(words[2...5].joined(separator: ", ")))]"
      let held = try ipctool("ls", "--pid", words[0], "unix", "tcp", "--json")
      #expect(
        try json(held, states)
          == "[('listening', True), ('unconnected', False), ('listening', True), "
          + "('unconnected', False)]")
      let document = try ipctool("ls", "unix", "tcp", "--json")
      // A list has the Internet sockets of its own network alone.
      #expect(try json(document, "{\(words[2])} & {o['inode'] for o in d['objects']}") == "set()")
      #expect(
        try json(document, "[o['state'] for o in d['objects'] if o['inode'] == \(words[4])]")
          == "['listening']")
      let access =
        "{h['address']: h['access'] for p in d['processes'] for h in p['holdings']}['tcp:\(words[2])']"
      #expect(try json(try ipctool("ps", words[0], "--json"), access) == "listen")
      _ = try program.finish()
    }
  }

  /// Where a socket does not tell its network, nothing is claimed of it.
  @Test func areNotGuessedAt() throws {
    try withSandbox {
      let program = try Program.python(Self.leaver).start()
      let words = try #require(try program.readLine()).words
      var tool = Program.system("setpriv", "--bounding-set=-net_admin", "--inh-caps=-all", "--")
      tool.arguments += [Program.ipctool().path, "ls", "unix", "tcp", "--json"]
      let document = try run(tool)
      let states =
        "[next(((o['state'], o['local_address']) for o in d['objects'] if o['inode'] == i), 0) "
        + "for i in (\(words[2...5].joined(separator: ", ")))]"
      #expect(
        try json(document, states)
          == "[(None, None), ('unconnected', '0.0.0.0:0'), 0, ('unconnected', '0.0.0.0:0')]")
      #expect(
        try json(
          document,
          "sorted((h['what'], h['count']) for h in d['coverage']['hidden'] "
            + "if h['needs'] == 'CAP_NET_ADMIN')")
          == "[('Unix domain sockets', 1), ('states of TCP sockets', 1)]")
      _ = try program.finish()
    }
  }
}
