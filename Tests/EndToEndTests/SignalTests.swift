import Glibc
import Support
import Testing

/// Whoever is asked to stop stops, with nothing half done.
struct SignalTests {
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP], [[], ["--timeout", "600"]])
  func endsAWaitingReceiver(_ signal: Int32, _ options: [String]) throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let receiver = try Program.ipctool(["recv", queue] + options).start()
      try wait(for: receiver, toSleepIn: "do_msgrcv")
      receiver.send(signal: signal)
      let output = try receiver.finish()
      #expect(output.signal == signal)
      #expect(output.standardOutput == [])
      #expect(output.standardError == [])
      // Nobody takes the message that comes after.
      let python = PythonQueue(key: 0x2A)
      try python.send([UInt8]("kept"))
      #expect(try python.receive().bytes == [UInt8]("kept"))
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func endsASenderThatWaitsForRoom(_ signal: Int32) throws {
    try withSandbox {
      let queue = try create("msg:0x2a", "--size", "4")
      try ipctool("send", queue, "full")
      let sender = try Program.ipctool("send", queue, "more").start()
      try wait(for: sender, toSleepIn: "do_msgsnd")
      sender.send(signal: signal)
      #expect(try sender.finish().signal == signal)
      let python = PythonQueue(key: 0x2A)
      #expect(try python.receive().bytes == [UInt8]("full"))
      #expect(try python.count() == 0)
    }
  }

  /// While it reads its input nothing was sent yet.
  @Test(arguments: ["msg", "shm", "posix-shm"])
  func endsASenderThatReads(_ kind: String) throws {
    try withSandbox {
      let address = try create(kind)
      let sender = try Program.ipctool("send", address).start()
      try wait(for: "the sender to wait for input") {
        try contents(of: "/proc/\(sender.pid)/wchan").text.contains("pipe_read")
      }
      sender.send(signal: SIGTERM)
      // Its input stays open until it ended by itself.
      try wait(for: "the sender's end") {
        try contents(of: "/proc/\(sender.pid)/stat").text.contains(") Z ")
      }
      let output = try sender.finish()
      #expect(output.signal == SIGTERM)
      #expect(output.standardError == [])
      let left = try ipctool("peek", address, kind == "msg" ? "--all" : "--length=16")
      #expect(left.allSatisfy { $0 == 0 })
    }
  }

  /// Messages that were taken before the signal are written; those after it stay queued.
  @Test func losesNothingUnderAStreamOfMessages() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let receiver = try Program.ipctool(
        "recv", queue, "--count", "1000000", "--lines"
      ).start()
      let sender = try Program.python(
        """
        import sysv_ipc, sys
        queue = sysv_ipc.MessageQueue(42)
        number = 0
        for line in sys.stdin:
          for _ in range(200):
            queue.send(b"%d" % number)
            number += 1
          print(number, flush=True)
        """
      ).start()
      try sender.write([UInt8]("go\n"))
      _ = try sender.readLine()
      #expect(try receiver.readLine() == "0")
      receiver.send(signal: SIGTERM)
      let output = try receiver.finish()
      #expect(output.signal == SIGTERM)
      let rest = try ipctool("recv", queue, "--all", "--lines").lines
      #expect(["0"] + output.lines + rest == (0..<200).map(String.init))
      #expect(try sender.finish().status == 0)
    }
  }

  /// A message as large as they come, to a reader that is slow: it is written whole after the signal.
  @Test func writesAReceivedMessageWhole() throws {
    try withSandbox {
      let queue = try create("msg:0x2a")
      let python = PythonQueue(key: 0x2A)
      let bytes = [UInt8](repeating: 0x61, count: 8192)
      let receiver = try Program.ipctool("recv", queue, "--count", "100").start()
      // The pipe holds 64 KiB: of the ninth message nothing fits.
      for _ in 0..<9 {
        try python.send(bytes)
        try wait(for: "the message to be taken") { try python.count() == 0 }
      }
      try wait(for: "the receiver to wait for room") {
        try contents(of: "/proc/\(receiver.pid)/wchan").text.contains("pipe_write")
      }
      receiver.send(signal: SIGTERM)
      let output = try receiver.finish()
      #expect(output.standardOutput.count == 9 * 8192)
      #expect(output.signal == SIGTERM)
    }
  }

  /// It waits for somebody to read, and nothing that could be lost was taken: one signal ends it, and nobody is left
  /// with what he did not learn of.
  @Test(arguments: ["msg:0x2a", "pipe", "fifo:/tmp/ipctool-fifo"])
  func endsWhoWaitsForAReader(_ what: String) throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let what = what.replacing("/tmp", with: directory)
        let creation = try BlockedProgram(.ipctool("create", what))
        try creation.waitUntilItWrites()
        kill(creation.pid, SIGTERM)
        let (ending, errors) = try creation.end()
        #expect(ending == "-\(SIGTERM)")
        #expect(errors == "")
        try wait(for: "the holder to end") { try holders().isEmpty }
        #expect(try run(Program.system("ipcs", "-q")).lines.count == 2)
        #expect(try run(Program.system("ls", "-A", directory)) == [])
      }
    }
  }

  @Test func endsARemoverThatWaitsForAReader() throws {
    try withSandbox {
      let queues = try (0..<2).map { _ in try create("msg") }
      let removal = try BlockedProgram(.ipctool(["rm"] + queues))
      try removal.waitUntilItWrites()
      kill(removal.pid, SIGTERM)
      #expect(try removal.end().ending == "-\(SIGTERM)")
      // What is done is done, and no more.
      try failure(66, Program.ipctool("show", queues[0]))
      try ipctool("show", queues[1])
    }
  }

  /// A signal that comes before a program is executed reaches it, or has ended us.
  @Test func isNotLostBeforeAProgramIsExecuted() throws {
    try withSandbox {
      for round in 1...20 {
        var program = Program.ipctool("create", "pipe", "--", "sleep", "5")
        // It takes a while to find it.
        program.environment["PATH"] = String(repeating: "/x:", count: 40_000) + "/usr/bin:/bin"
        let running = try program.start()
        usleep(UInt32(round * 5000))
        running.send(signal: SIGTERM)
        #expect(try running.finish().signal == SIGTERM, "after \(round * 5) ms")
      }
    }
  }
}
