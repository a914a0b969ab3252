import Support
import Testing

/// Everything about one object.
struct ShowTests {
  private func show(_ address: String, _ expression: String) throws -> String {
    try json(try ipctool("show", address, "--json"), "(lambda o: (\(expression)))(d['objects'][0])")
  }

  /// The kernel keeps the pid of a process for ever: one that has ended is said to be dead.
  @Test func saysWhichProcessesAreDead() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let script = """
        import os, sys, sysv_ipc
        sysv_ipc.MessageQueue(42).send(b"x")
        print(os.getpid(), flush=True)
        sys.stdin.read()
        """
      let sender = try Program.python(script).start()
      let pid = try #require(try sender.readLine())
      #expect(pid == String(sender.pid))
      let state = "[(p['role'], p['pid'], p['state']) for p in o['processes']]"
      #expect(try show(queue, state) == "[('last_send', \(pid), 'alive')]")
      #expect(try ipctool("show", queue).text.contains("dead") == false)
      #expect(try sender.finish().status == 0)
      #expect(try show(queue, state) == "[('last_send', \(pid), 'dead')]")
      #expect(try show(queue, "o['last_send_pid'], o['last_receive_pid']") == "(\(pid), None)")
      let lines = try ipctool("show", queue).lines.map(\.words)
      #expect(lines.contains(["last", "send", "pid:", pid, "(dead)"]))
      #expect(
        try run(Program.system("ipcs", "-q", "-p")).lines.last?.words == ["0", "root", pid, "0"])
    }
  }

  @Test func saysWhoMadeAndUsedMemory() throws {
    try withSandbox {
      let maker = try run(
        Program.python(
          "import os, sysv_ipc; sysv_ipc.SharedMemory(42, sysv_ipc.IPC_CREX, size=9); print(os.getpid())"
        )
      ).text.trimmed
      let address = "shm:0x2a"
      #expect(
        try show(address, "o['creator_pid'], o['last_operation_pid']") == "(\(maker), \(maker))")
      #expect(
        try show(address, "sorted((p['role'], p['state']) for p in o['processes'])")
          == "[('creator', 'dead'), ('last_operation', 'dead')]")
      #expect(
        try run(Program.system("ipcs", "-m", "-p")).lines.last?.words
          == ["0", "root", maker, maker])
    }
  }

  @Test func saysWhoHasASegmentAttached() throws {
    try withSandbox {
      let writer = try Program.fixture("shm", "key=0x2a", "attach=2").start()
      let address = try #require(try writer.readLine())
      let reader = try Program.python(
        """
        import sys, sysv_ipc
        memory = sysv_ipc.attach(int(sys.argv[1]), flags=sysv_ipc.SHM_RDONLY)
        print("attached", flush=True)
        sys.stdin.read()
        """, String(address.dropFirst(4))
      ).start()
      #expect(try reader.readLine() == "attached")
      let holders = "sorted((h['pid'], h['access'], h['fd'], h['uid']) for h in o['holders'])"
      let expected = [
        (writer.pid, "(\(writer.pid), 'map-rw', None, 0)"),
        (reader.pid, "(\(reader.pid), 'map-r', None, 0)"),
      ].sorted { $0.0 < $1.0 }.map(\.1)
      #expect(try show(address, holders) == "[\(expected.joined(separator: ", "))]")
      #expect(try show(address, "o['attached']") == "3")
      // The maps of processes are the witness.
      for process in [writer, reader] {
        let maps = try contents(of: "/proc/\(process.pid)/maps").text
        #expect(maps.contains("/SYSV0000002a"))
        #expect(try ipctool("show", address).lines.contains { $0.words.first == "\(process.pid)" })
      }
      #expect(try reader.finish().status == 0)
      #expect(try show(address, "[h['pid'] for h in o['holders']]") == "[\(writer.pid)]")
      #expect(try writer.finish().status == 0)
    }
  }

  @Test(arguments: ["", "map", "map close", "map readonly close"])
  func saysWhoHoldsAnObject(_ words: String) throws {
    try withSandbox {
      var program = Program.fixture("posix-shm", "name=/x")
      program.arguments += words.words
      let fixture = try program.start()
      let address = try #require(try fixture.readLine())
      let holders = try show(address, "[(h['pid'], h['access'], h['fd']) for h in o['holders']]")
      let lsof = try Program.system("lsof", "-n", "-w", "-F", "pfa", "/dev/shm/x").run()
      #expect(lsof.lines.first == "p\(fixture.pid)")
      let descriptors = lsof.lines.filter { $0.first == "f" && $0 != "fmem" && $0 != "fDEL" }
      #expect(descriptors.isEmpty == words.contains("close"))
      for descriptor in descriptors {
        #expect(holders.contains("(\(fixture.pid), 'rw', \(descriptor.dropFirst()))"))
      }
      if words.contains("map") {
        let access = words.contains("readonly") ? "map-r" : "map-rw"
        #expect(holders.contains("(\(fixture.pid), '\(access)', None)"))
      }
      let count = descriptors.count + (words.contains("map") ? 1 : 0)
      #expect(holders.filter { $0 == "(" }.count == count, "\(holders)")
      #expect(try fixture.finish().status == 0)
    }
  }

  @Test func showsLimits() throws {
    try withSandbox {
      let limits = "{l['name']: (l['value'], l['used']) for l in o['limits']}"
      let queue = try create("msg", "--size", "1000")
      try ipctool("send", queue, "12345")
      let found = try show(queue, limits)
      #expect(found.contains("(\(try number(in: "/proc/sys/kernel/msgmax")), None)"))
      #expect(found.contains("(1000, 5)"))
      let segment = try create("shm", "--size", "5000")
      let largest = try contents(of: "/proc/sys/kernel/shmmax").text.trimmed
      #expect(try show(segment, limits).contains("(\(largest), 5000)"))
      let memory = try create("posix-shm")
      let size = try run(Program.system("stat", "-f", "-c", "%b %S", "/dev/shm")).text.words
      let bytes = try #require(Int(size[0])) * #require(Int(size[1]))
      #expect(try show(memory, limits).contains("(\(bytes), "))
    }
  }

  @Test func acceptsPathsAndDescriptors() throws {
    try withSandbox {
      let fixture = try Program.fixture("posix-shm", "name=/x").start()
      #expect(try fixture.readLine() == "posix-shm:/x")
      let link = try run(
        shell(
          "for f in /proc/$1/fd/*; do readlink $f | grep -q /dev/shm/x && echo $f; done; :",
          String(fixture.pid))
      ).text.trimmed
      for name in ["posix-shm:/x", "posix-shm:x", "/dev/shm/x", "posix-shm:%2Fx", link] {
        #expect(try show(name, "o['address']") == "posix-shm:/x", "\(name)")
      }
      let numbers = ["msg:0x2A", "msg:0x2a", "msg:0x0000002a", "msg:0X2a", "msg:0", "msg:%30"]
      _ = try create("msg:0x2a")
      for name in numbers { #expect(try show(name, "o['address']") == "msg:0", "\(name)") }
      let nowhere = try Program.python(
        "import sys; file = open('/dev/null'); print(file.fileno(), flush=True); sys.stdin.read()"
      ).start()
      let fd = try #require(try nowhere.readLine())
      let lines = try failure(66, Program.ipctool("show", "/proc/\(nowhere.pid)/fd/\(fd)"))
      #expect(lines[0].contains("no object of the kinds that are known"))
      #expect(try nowhere.finish().status == 0)
      try failure(66, Program.ipctool("show", "/proc/\(fixture.pid)/fd/999"))
      try failure(77, Program.ipctool("show", link).asNobody)
      #expect(try fixture.finish().status == 0)
    }
  }
}
