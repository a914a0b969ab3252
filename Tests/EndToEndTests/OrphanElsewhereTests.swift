import Support
import Testing

/// `rm --orphaned ADDRESS` of what lies in other namespaces, and the doctor's word of it.
struct OrphanElsewhereTests {
  /// A process in IPC and mount namespaces of its own, where one that has ended left an object of each kind.
  private struct Container {
    let running: RunningProgram
    let ipc, mount: String
    /// Of the segment, the queue, the set; and the POSIX queue, memory and semaphore.
    let addresses: [String]

    init() throws {
      running = try Program.python(Self.program).start()
      let words = try #require(try running.readLine()).words
      (ipc, mount) = (words[0], words[1])
      addresses =
        zip(["shm", "msg", "sem", "mqueue"], words[2...] + ["/lost"])
        .map { "\($0):\($1)@ipc=\(words[0])" }
        + ["posix-shm", "posix-sem"].map { "\($0):/lost@mnt=\(words[1])" }
    }

    /// What ipcs(1) and ls(1) show inside, a number for each kind of System V.
    func left() throws -> [String] {
      let script = "for kind in -m -q -s; do ipcs $kind | grep -c '^0x' || true; done; ls /dev/shm"
      return try run(
        Program.system("nsenter", "-t", "\(running.pid)", "-i", "-m", "sh", "-c", script)
      ).lines
    }

    /// Has it do something, and waits for that.
    ///
    /// - Returns: Which process has.
    @discardableResult
    func act(_ word: String) throws -> String {
      try running.write(Array("\(word)\n".utf8))
      return try #require(try running.readLine())
    }

    private static let program = """
      import ctypes, os, sys
      import posix_ipc, sysv_ipc
      libc = ctypes.CDLL(None)
      assert libc.unshare(0x08020000) == 0
      assert libc.mount(b"none", b"/", None, 0x44000, None) == 0
      assert libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", 0, None) == 0
      reader, writer = os.pipe()
      if os.fork() == 0:
          crex = sysv_ipc.IPC_CREX
          segment = sysv_ipc.SharedMemory(None, crex, size=4096); segment.detach()
          queue = sysv_ipc.MessageQueue(None, crex, max_message_size=64); queue.send(b"lost")
          members = sysv_ipc.Semaphore(None, crex, initial_value=1)
          posix_ipc.MessageQueue("/lost", posix_ipc.O_CREX, max_messages=1, max_message_size=8).close()
          os.close(posix_ipc.SharedMemory("/lost", posix_ipc.O_CREX, size=4096).fd)
          posix_ipc.Semaphore("/lost", posix_ipc.O_CREX).close()
          os.write(writer, f"{segment.id} {queue.id} {members.id}".encode())
          os._exit(0)
      os.wait()
      ids = os.read(reader, 99).decode()
      spaces = [str(os.stat("/proc/self/ns/" + n).st_ino) for n in ("ipc", "mnt")]
      print(*spaces, ids, flush=True)
      segment, queue, members = map(int, ids.split())
      libc.shmat.restype = ctypes.c_void_p
      held = []
      for line in sys.stdin:
          word = line.strip()
          if word == "attach": held.append(libc.shmat(segment, None, 0))
          if word == "open": held.append(posix_ipc.MessageQueue("/lost"))
          if word == "map": held.append(posix_ipc.SharedMemory("/lost"))
          pid = os.getpid()
          if word == "wait": pid = os.fork()
          if pid == 0:
              libc.prctl(1, 9)
              libc.msgrcv(queue, ctypes.create_string_buffer(64), 8, 9, 0)
              os._exit(0)
          print(pid, flush=True)
      """
  }

  @Test func removesWhatIsNamedAlone() throws {
    try withSandbox {
      // Who waits here at a queue waits at none there, whatever its number.
      let own = try ["shm", "msg", "sem"].map { try create($0) }
      let waiter = try Program.ipctool("recv", own[1]).start()
      try wait(for: waiter, toSleepIn: "do_msgrcv")
      let container = try Container()
      #expect(container.addresses[1] == "\(own[1])@ipc=\(container.ipc)")
      #expect(try container.left() == ["1", "1", "1", "lost", "sem.lost"])
      let shown = try run(
        Program.ipctool(
          ["rm", "--orphaned", "--dry-run", "--json"] + container.addresses))
      #expect(
        try json(shown, "sorted(o['address'] for o in d['objects'])")
          == "\(container.addresses.sorted())".replacing("\"", with: "'"))
      let output = try run(Program.ipctool(["rm", "--orphaned", "--yes"] + container.addresses))
      #expect(Set(output.lines) == Set(container.addresses.map { "removed \($0)" }))
      #expect(try container.left() == ["0", "0", "0"])
      let rest = try ipctool("ls", "shm", "msg", "sem", "mqueue", "-o", "address", "--no-header")
      #expect(Set(rest.lines.map(\.trimmed)) == Set(own))
      try ipctool("send", own[1], "x")
      _ = try waiter.finish()
      _ = try container.running.finish()
    }
  }

  /// What is in use there stays, and what has its id here is another.
  @Test func keepsWhatIsUsedThere() throws {
    try withSandbox {
      let container = try Container()
      for word in ["attach", "open", "map"] { try container.act(word) }
      let waiter = try container.act("wait")
      try wait(for: "a waiter") {
        try contents(of: "/proc/\(waiter)/wchan").text.contains("do_msgrcv")
      }
      let used = [0, 1, 3, 4].map { container.addresses[$0] }
      let before = try container.left()
      let output = try Program.ipctool(["rm", "--orphaned", "--yes"] + used).run()
      #expect(output.status == 1 && output.standardOutput.isEmpty)
      let words = ["is attached", "is waited at", "is open", "is open"]
      for (address, word) in zip(used, words) {
        #expect(output.errorText.contains("kept \(address): it \(word)\n"), "\(output.errorText)")
      }
      #expect(try container.left() == before)
      _ = try container.running.finish()
    }
  }

  /// The command that mends looks again: what came into use in the meantime stays.
  @Test func mendsWithAnotherLook() throws {
    try withSandbox {
      let container = try Container()
      let document = try Program.ipctool(
        "doctor", "--json", "--rule", "orphaned-segment", "--rule", "unheld", "--namespace",
        "\(container.running.pid)"
      ).run().standardOutput
      let fixes = try json(document, "'|'.join(f['fix'] for f in d['findings'])")
        .split(separator: "|").map(String.init)
      let forgotten = [0, 3, 5].map { container.addresses[$0] }
      #expect(fixes == forgotten.map { "ipctool rm --orphaned --yes \($0)" })
      try container.act("attach")
      try container.act("open")
      let before = try container.left()
      for fix in fixes where !fix.contains("posix-sem") {
        let output = try shell(fix).run()
        #expect(output.status == 1 && output.errorText.contains("kept "), "\(output.errorText)")
      }
      #expect(try container.left() == before)
      try run(shell(try #require(fixes.first { $0.contains("posix-sem") })))
      #expect(try container.left() == before.dropLast())
      _ = try container.running.finish()
    }
  }

  @Test func saysWhatMayNotBeEntered() throws {
    try withSandbox {
      let container = try Container()
      let address = container.addresses[0]
      let lines = try failure(77, Program.ipctool("rm", "--orphaned", "--yes", address).asNobody)
      #expect(lines[0].hasPrefix("\(address): "))
      #expect(
        try failure(66, Program.ipctool("rm", "--orphaned", "--yes", "msg:1@ipc=1").amongItsOwn)[0]
          .hasPrefix("msg:1@ipc=1: "))
      _ = try container.running.finish()
    }
  }
}
