import Support
import Testing

/// Each fault that the doctor knows, made with the real kernel; where there is a command that mends it, that is run as
/// it was printed.
struct DoctorTests {
  /// The findings of one rule as JSON tells them, those about some addresses or all: "severity address fix".
  private func findings(
    _ rule: String, _ options: String..., status: Int32? = nil
  ) throws -> [String] {
    let output = try Program.ipctool(["doctor", "--json", "--rule", rule] + options).run()
    if let status { #expect(output.status == status, "\(output.errorText)") }
    let text = try json(
      output.standardOutput,
      #"'\n'.join(f"{f['severity']} {f['address']} {f['fix']}" for f in d['findings'])"#)
    return text.split(separator: "\n").map(String.init)
  }

  /// Looks for the one finding that is about `address`, and runs what it says.
  private func mend(_ rule: String, _ address: String, _ options: String...) throws {
    let arguments = ["doctor", "--json", "--rule", rule] + options
    let output = try Program.ipctool(arguments).run()
    let fix = try json(
      output.standardOutput, "[f['fix'] for f in d['findings'] if f['address'] == '\(address)'][0]")
    try run(shell(fix))
    let after = try Program.ipctool(arguments).run()
    #expect(
      try json(after.standardOutput, "[f for f in d['findings'] if f['address'] == '\(address)']")
        == "[]")
  }

  @Test func findsSegments() throws {
    try withSandbox {
      let orphan = try create("shm")
      #expect(
        try findings("orphaned-segment", status: 1) == [
          "warning \(orphan) ipctool rm --orphaned --yes \(orphan)"
        ])
      try mend("orphaned-segment", orphan)
      #expect(try findings("orphaned-segment", status: 0) == [])
      let owner = try Program.python(
        """
        import ctypes, sys
        libc = ctypes.CDLL(None)
        libc.shmat.restype = ctypes.c_void_p
        gone = libc.shmget(0, 4096, 0o600)
        libc.shmat(gone, None, 0)
        libc.shmctl(gone, 0, None)
        locked = libc.shmget(0, 4096, 0o602)
        libc.shmctl(locked, 11, None)
        print(gone, locked, flush=True)
        sys.stdin.read()
        """
      ).start()
      let ids = try #require(try owner.readLine()).words
      #expect(try findings("destroyed-segment", status: 0) == ["info shm:\(ids[0]) None"])
      // Its owner may come back to it.
      #expect(try findings("pinned-segment", status: 1) == ["warning shm:\(ids[1]) None"])
      #expect(try findings("world-writable").contains("warning shm:\(ids[1]) None"))
      _ = try owner.finish()
      try mend("pinned-segment", "shm:\(ids[1])")
    }
  }

  /// Of huge pages that nobody has touched the kernel tells nothing, but that so many are promised.
  @Test func saysWhichSegmentsMayBePinned() throws {
    try LentHugePages.with(2) {
      try withSandbox {
        let owner = try Program.python(
          """
          import ctypes, sys
          libc = ctypes.CDLL(None)
          libc.shmat.restype = ctypes.c_void_p
          libc.shmdt.argtypes = [ctypes.c_void_p]
          huge = libc.shmget(0, 4 << 20, 0o5600)
          assert huge >= 0
          # Nobody is promised as many pages as this would have.
          assert libc.shmget(0, 1 << 30, 0o1600) >= 0
          print(huge, flush=True)
          sys.stdin.readline()
          memory = libc.shmat(huge, None, 0)
          ctypes.memset(memory, 1, 1)
          libc.shmdt(memory)
          print(flush=True)
          sys.stdin.read()
          libc.shmctl(huge, 0, None)
          """
        ).start()
        let huge = try #require(try owner.readLine())
        func look() throws -> (findings: String, hidden: String) {
          let document = try Program.ipctool("doctor", "--json", "--rule", "pinned-segment").run()
            .standardOutput
          return (
            try json(document, "[(f['address'], f['evidence'][-1]) for f in d['findings']]"),
            try json(
              document,
              "[h['count'] for h in d['coverage']['hidden'] if h['what'] == 'page sizes of segments']"
            )
          )
        }
        #expect(try look() == ("[]", "[1]"))
        try owner.write([0x0A])
        _ = try owner.readLine()
        #expect(try look() == ("[('shm:\(huge)', 'of huge pages')]", "[]"))
        _ = try owner.finish()
      }
    }
  }

  /// A kernel that has none promises none; where only their directory cannot be seen, there may be some.
  @Test func missesNoHugePagesWhereThereAreNone() throws {
    try withSandbox {
      _ = try create("shm")
      let meminfo = try ScratchFile()
      try run(shell("grep -v '^Huge' /proc/meminfo >$1", meminfo.path))
      let counts = try ["", "mount --bind $1 /proc/meminfo; "].map { without in
        let document = try run(
          shell(
            """
            mount -t tmpfs tmpfs /sys/kernel/mm/hugepages; \(without)\
            exec ipctool doctor --json --rule pinned-segment
            """, meminfo.path))
        return try json(
          document,
          "[h['count'] for h in d['coverage']['hidden'] if h['what'] == 'page sizes of segments']")
      }
      #expect(counts == ["[1]", "[]"])
    }
  }

  /// Two users whom a user namespace does not know have one number there.
  @Test func mixesNoUsersUp() throws {
    try withSandbox {
      let script = """
        import ctypes, os, sys
        os.setuid(int(sys.argv[1]))
        for _ in range(2): assert ctypes.CDLL(None).semget(0, 1, 0o1600) >= 0
        """
      for uid in ["54310", "54311"] {
        try run(.system("/usr/bin/python3", "-c", script, uid))
      }
      for _ in 0..<4 { _ = try create("sem") }
      let program = Program.ipctool(
        "doctor", "--json", "--rule", "many-objects", "--max-objects", "3")
      let inside = Program.system(
        "unshare", arguments: ["--user", "--map-root-user", program.path] + program.arguments)
      for (program, hidden) in [(program, "[]"), (inside, "[4]")] {
        let document = try program.run().standardOutput
        #expect(
          try json(document, "[f['message'] for f in d['findings']]")
            == "['user 0 made 4 sem objects']")
        #expect(
          try json(
            document,
            "[h['count'] for h in d['coverage']['hidden'] "
              + "if h['what'] == 'objects of users who are not told apart']")
            == hidden)
      }
    }
  }

  @Test func findsQueuesAndSemaphores() throws {
    try withSandbox {
      let queue = try create("msg")
      #expect(try findings("queue-full", status: 0) == [])
      // msgmnb is twice msgmax.
      let message = [UInt8](repeating: 1, count: 8192)
      for _ in 0..<2 { try ipctool("send", queue, input: message) }
      #expect(try findings("queue-full", status: 1) == ["warning \(queue) None"])
      _ = try create("msg")
      _ = try create("msg")
      #expect(try findings("many-objects", "--max-objects", "3") == [])
      #expect(try findings("many-objects", "--max-objects", "2") == ["warning None None"])
      let semaphore = try create("posix-sem")
      let unheld = try findings("unheld")
      #expect(unheld.count == 1 && unheld[0].hasPrefix("info \(semaphore) "), "\(unheld)")
      let waiter = try Program.python(
        """
        import os, sys
        from sysv_ipc import Semaphore, IPC_CREX
        set = Semaphore(None, IPC_CREX, initial_value=1)
        if os.fork() == 0:
            set.acquire()
            os._exit(0)
        os.wait()
        print(set.id, flush=True)
        set.acquire()
        """
      ).start()
      let id = try #require(try waiter.readLine())
      try wait(for: "a waiter") { try findings("dead-operator") == ["warning sem:\(id) None"] }
      try run(Program.ipctool("rm", "sem:\(id)"))
      _ = try? waiter.finish()
      #expect(try findings("dead-operator", status: 0) == [])
    }
  }

  @Test func findsSocketsAndPipes() throws {
    try withScratchDirectory { directory in
      let owner = try Program.python(
        """
        import os, signal, socket, sys, time
        from socket import *
        def at(name, kind=SOCK_STREAM):
            end = socket(AF_UNIX, kind)
            end.bind(sys.argv[1] + "/" + name)
            return end
        at("stale").close()
        lost = at("twice"); lost.listen(); os.unlink(sys.argv[1] + "/twice")
        found = at("twice"); found.listen()
        busy = at("busy"); busy.listen(0)
        clients = [socket(AF_UNIX, SOCK_STREAM) for _ in range(2)]
        for client in clients:
            client.setblocking(False)
            try: client.connect(sys.argv[1] + "/busy")
            except BlockingIOError: pass
        memory = os.memfd_create("large"); os.write(memory, bytes(2 << 20))
        read, write = os.pipe()
        reader = os.fork()
        if reader == 0:
            os.close(write)
            os.kill(os.getpid(), signal.SIGSTOP)
            os._exit(0)
        os.waitpid(reader, os.WUNTRACED)
        os.close(read)
        writer = os.fork()
        if writer == 0:
            while True: os.write(write, bytes(4096))
        os.close(write)
        print(os.stat(f"/proc/{reader}/fd/{read}").st_ino, os.fstat(memory).st_ino, flush=True)
        sys.stdin.read()
        for pid in reader, writer: os.kill(pid, signal.SIGKILL)
        """, directory
      ).start()
      let inodes = try #require(try owner.readLine()).words
      let here = ["--search", directory]
      func about(_ rule: String, _ options: [String] = here) throws -> [String] {
        let output = try Program.ipctool(["doctor", "--json", "--rule", rule] + options).run()
        return try json(
          output.standardOutput, "' '.join(str(f['address']) for f in d['findings'])"
        ).words
      }
      #expect(
        try about("stale-socket").filter { $0.hasPrefix("unix:\(directory)") } == [
          "unix:\(directory)/stale"
        ])
      #expect(try about("shadowed-socket", []).contains("unix:\(directory)/twice"))
      #expect(try about("backlog-full", []).contains("unix:\(directory)/busy"))
      #expect(try about("deleted-memory", ["--min-bytes", "1M"]).contains("memfd:\(inodes[1])"))
      #expect(!(try about("deleted-memory", ["--min-bytes", "4M"]).contains("memfd:\(inodes[1])")))
      try wait(for: "a full pipe") { try about("stuck-reader", []).contains("pipe:\(inodes[0])") }
      try mend("stale-socket", "unix:\(directory)/stale", "--search", directory)
      _ = try owner.finish()
    }
  }

  @Test func findsLimitsAndDeadlocks() throws {
    try withSandbox {
      try run(Program.system("sh", "-c", "echo 2 > /proc/sys/kernel/msgmni"))
      _ = try create("msg")
      #expect(try findings("limit").filter { $0.contains("critical") }.isEmpty)
      _ = try create("msg")
      let output = try Program.ipctool("doctor", "--json", "--rule", "limit").run()
      #expect(output.status == 2)
      #expect(
        try json(
          output.standardOutput,
          "['2 of 2' in e for f in d['findings'] for e in [f['evidence']] "
            + "if f['message'].startswith('100 % of the queues of kernel.msgmni are used')]")
          == "[True]")
      let line = try Program.ipctool("doctor", "--format", "nagios", "--rule", "limit").run().text
      #expect(line.hasPrefix("IPC CRITICAL - 100 % of the queues of kernel.msgmni "), "\(line)")
      try run(shell("echo 0 > /proc/sys/kernel/shmmni"))
      let found = try Program.ipctool("doctor", "--rule", "limit").run().lines
      #expect(found.contains("critical: kernel.shmmni allows no segments"), "\(found)")
    }
    let deadlocked = try Program.python(
      """
      import os, sys
      one, other = os.pipe(), os.pipe()
      pids = []
      for mine, theirs in (one, other), (other, one):
          if (pid := os.fork()) == 0:
              os.close(mine[1]); os.close(theirs[0])
              os.read(mine[0], 1)
              os._exit(0)
          pids.append(str(pid))
      for end in one + other: os.close(end)
      print(" and ".join(f"{pid} (python3)" for pid in pids), flush=True)
      sys.stdin.read()
      for pid in pids: os.kill(int(pid), 9)
      """
    ).start()
    let pids = try #require(try deadlocked.readLine())
    try wait(for: "a deadlock") {
      let output = try Program.ipctool("doctor", "--json", "--rule", "deadlock").run()
      return try json(
        output.standardOutput, "any('\(pids)' in f['message'] for f in d['findings'])") == "True"
    }
    _ = try deadlocked.finish()
  }

  @Test func speaksToMonitoringSystems() throws {
    try withSandbox {
      let queue = try create("shm")
      let output = try Program.ipctool(
        "doctor", "--format", "nagios", "--rule", "orphaned-segment"
      ).run()
      #expect(output.status == 1)
      #expect(
        output.lines == [
          "IPC WARNING - \(queue): nobody is attached, and who made it is dead"
            + " | info=0;;;0 warning=1;;;0 critical=0;;;0"
        ])
      try run(Program.ipctool("rm", queue))
      let well = try Program.ipctool("doctor", "--rule", "orphaned-segment").run()
      #expect(well.lines == ["nothing found by 1 rule"])
    }
  }

  /// Two looks at the same processes miss each of them once.
  @Test func countsWhatIsHiddenOnce() throws {
    func hidden(_ options: String...) throws -> Int {
      let output = try Program.ipctool(["doctor", "--json"] + options).asNobody.run()
      let text = try json(
        output.standardOutput,
        "sum(g['count'] or 0 for g in d['coverage']['hidden'] if g['what'] == 'processes')")
      return try #require(Int(text))
    }
    let once = try hidden("--rule", "stuck-reader")
    let both = try hidden("--rule", "stuck-reader", "--rule", "limit")
    // Others come and go meanwhile.
    #expect(once > 0 && both < once * 2 && both > once / 2)
  }

  @Test func refusesWhatItDoesNotKnow() throws {
    try failure(64, Program.ipctool("doctor", "--rule", "nosuch"))
    try failure(64, Program.ipctool("doctor", "--ignore", "nosuch"))
    try failure(64, Program.ipctool("doctor", "--warning", "90", "--critical", "80"))
    try failure(64, Program.ipctool("doctor", "--format", "nagios", "--json"))
    try failure(64, Program.ipctool("doctor", "--rule", "limit", "--ignore", "limit"))
    try failure(64, Program.ipctool("doctor", "--list", "--format", "nagios"))
    try failure(66, Program.ipctool("doctor", "--rule", "limit", "--search", "/nonexistent"))
    #expect(try run(Program.ipctool("doctor", "--list")).lines.count >= 17)
  }
}
