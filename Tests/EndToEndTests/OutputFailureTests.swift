import Support
import Testing

/// A standard output that is full, closed, or not read.
struct OutputFailureTests {
  @Test func saysThatAMessageIsLost() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try PythonQueue(key: 0x2A).send(all: "[(b'first', 1), (b'second', 1)]")
      let lines = try failure(71, shell("exec ipctool recv \(queue) --count 2 >/dev/full"))
      #expect(
        lines[0].hasPrefix(
          "\(queue): write: ENOSPC: a message of 5 bytes was received and is lost"))
      // It stops at the first.
      #expect(try PythonQueue(key: 0x2A).receive().bytes == [UInt8]("second"))
    }
  }

  @Test(arguments: [[], ["--all"], ["--json"], ["--timeout", "0"]])
  func takesNothingWhenNobodyReads(_ options: [String]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try PythonQueue(key: 0x2A).send([UInt8]("kept"))
      let script = """
        import os, subprocess, sys
        reading, writing = os.pipe()
        os.close(reading)
        ended = subprocess.run(sys.argv[1:], stdout=writing, stderr=None)
        print(ended.returncode)
        """
      var program = Program.python(script, Program.ipctool().path, "recv", queue)
      program.arguments += options
      #expect(try run(program).text == "0\n")
      #expect(try PythonQueue(key: 0x2A).receive().bytes == [UInt8]("kept"))
    }
  }

  /// The reader leaves while it waits: what comes then is lost, and that is said.
  @Test(arguments: [[], ["--count", "2"], ["--json"]])
  func saysThatAMessageIsLostWhenTheReaderLeft(_ options: [String]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let receiver = try Program.ipctool(["recv", queue] + options).start()
      try wait(for: receiver, toSleepIn: "do_msgrcv")
      receiver.closeOutput()
      let python = PythonQueue(key: 0x2A)
      try python.send([UInt8]("first"))
      let output = try receiver.finish()
      #expect(output.status == 71)
      #expect(output.standardError.lines.count == 1)
      #expect(
        output.errorText.hasPrefix(
          "ipctool: \(queue): write: EPIPE: a message of 5 bytes was received and is lost"))
      try python.send([UInt8]("second"))
      #expect(try python.receive().bytes == [UInt8]("second"))
    }
  }

  @Test func takesNothingWithoutAnOutput() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      try PythonQueue(key: 0x2A).send([UInt8]("kept"))
      let lines = try failure(71, shell("exec ipctool recv \(queue) >&-"))
      #expect(lines == ["standard output: write: EBADF: bad file descriptor"])
      #expect(try PythonQueue(key: 0x2A).receive().bytes == [UInt8]("kept"))
    }
  }

  /// More than a pipe holds, of which `head` reads a line.
  @Test(arguments: ["ls", "ls --json", "ls --jsonl", "ls -o all"])
  func endsQuietlyWhenTheReaderHasEnough(_ command: String) throws {
    try withSandbox {
      try run(
        Program.python(
          """
          import sysv_ipc
          for key in range(1, 2500): sysv_ipc.MessageQueue(key, sysv_ipc.IPC_CREX)
          """))
      let status = try ScratchFile()
      let output = try shell(
        "{ ipctool \(command); echo $? >$1; } | head -n 1", status.path
      ).run()
      #expect(output.lines.count == 1)
      #expect(output.errorText == "")
      #expect(output.status == 0)
      #expect(try contents(of: status.path).text == "0\n")
    }
  }

  @Test(arguments: [
    "", "ls", "ls --json", "ls --jsonl", "show msg:0", "peek msg:0", "rm --dry-run msg:0", "--help",
    "limits", "limits --json", "caps", "caps --json", "caps -o all", "mechanisms", "mechanisms msg",
    "mechanisms --json",
    "graph --kind msg", "graph --format dot", "graph --json",
  ])
  func reportsAFullOutput(_ command: String) throws {
    try withSandbox {
      try ipctool("send", try create("msg"), "x")
      let lines = try failure(71, shell("exec ipctool \(command) >/dev/full"))
      #expect(lines == ["standard output: write: ENOSPC: no space left"])
    }
  }

  /// Nothing was taken, so nothing is lost.
  @Test(arguments: ["pipe", "unix", "eventfd", "memfd"])
  func losesNothingThatIsLookedAt(_ kind: String) throws {
    try withSandbox {
      try withHeld(kind == "unix" ? ["unix", "--type", "dgram"] : [kind]) { address in
        try run(Program.ipctool(["send", address] + (kind == "eventfd" ? [] : ["x"])))
        let lines = try failure(71, shell("exec ipctool peek \(address) >/dev/full"))
        #expect(lines == ["standard output: write: ENOSPC: no space left"])
      }
    }
  }

  /// Nobody learned its address: it must not stay.
  @Test(
    arguments: ["msg", "msg:0x2a", "shm", "shm:0x2a", "posix-shm", "posix-shm:/x"],
    [">/dev/full", ">&-"])
  func leavesNoObjectThatNobodyKnows(_ what: String, _ redirection: String) throws {
    try withSandbox {
      try failure(71, shell("exec ipctool create \(what) \(redirection)"))
      #expect(try run(Program.system("ipcs", "-q")).lines.count == 2)
      #expect(try run(Program.system("ipcs", "-m")).lines.count == 2)
      #expect(try run(Program.system("ls", "-A", "/dev/shm")) == [])
    }
  }

  /// What existed before stays.
  @Test(arguments: ["msg:0x2a", "shm:0x2a", "posix-shm:/x"])
  func leavesAnObjectThatWasThere(_ what: String) throws {
    try withSandbox {
      let address = try create(what)
      try failure(71, shell("exec ipctool create --exist-ok \(what) >/dev/full"))
      #expect(try create(what, "--exist-ok") == address)
      try failure(73, Program.ipctool("create", what))
    }
  }
}
