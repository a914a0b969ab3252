import Support
import Testing

/// With few descriptors, processes or little memory: a right answer, a gap that is said, or one clear error.
struct ScarcityTests {
  @Test(arguments: [16, 8, 4])
  func saysWhatFewDescriptorsHide(_ count: Int) throws {
    try withSandbox {
      let surroundings = try Surroundings()
      let few = { (words: [String]) in
        Program("/usr/bin/prlimit", ["--nofile=\(count)", Program.ipctool().path] + words)
      }
      let addresses = "sorted(o['address'] for o in d['objects'])"
      for words in [["msg", "shm", "posix-shm", "posix-sem"], ["fifo", "map"], ["unix", "tcp"]] {
        let output = try few(["ls", "--json"] + words).run()
        let whole = try json(try run(Program.ipctool(["ls", "--json"] + words)), addresses)
        try #require(output.status == 0 || output.errorText.contains("RLIMIT_NOFILE"))
        if output.status == 0, try json(output.standardOutput, addresses) != whole {
          #expect(try output.admitsGaps(), "\(words)")
        }
      }
      for look in Surroundings.looks {
        let output = try few(look.words).run()
        #expect(
          [0, 1, 2, 3, 71].contains(output.status), "\(look): \(output.status as Any)")
        #expect(output.standardError.lines.count <= 1, "\(look): \(output.errorText)")
        #expect(!output.errorText.contains("needs too many"), "\(look): \(output.errorText)")
        #expect(!output.errorText.contains("to be allowed"), "\(look): \(output.errorText)")
      }
      for words in [
        ["show", surroundings.pipe], ["show", "fifo:/mnt/fifo"], ["show", "posix-sem:/x"],
        ["peek", surroundings.queue], ["peek", surroundings.pipe], ["peek", "posix-shm:/x"],
        ["rm", "--dry-run", "fifo:/mnt/fifo"], ["why", "\(surroundings.holder.pid)"],
        ["create", "pipe", "--ttl", "1"],
      ] {
        let output = try few(words).run()
        let status = try #require(output.status, "\(words): signal \(output.signal as Any)")
        #expect([0, 2, 3, 71, 75, 77].contains(status), "\(words): \(output.errorText)")
        #expect(output.standardError.lines.count <= 2, "\(words): \(output.errorText)")
        if status > 3 { #expect(output.standardOutput.isEmpty, "\(words)") }
      }
      try surroundings.end()
    }
  }

  /// Whichever descriptor is one too many, that is the cause, and nothing is left.
  @Test func saysThatAHolderTakesMoreDescriptors() throws {
    try withSandbox {
      var refusals = 0
      for count in 4...16 {
        let program = Program.ipctool("create", "pipe", "--ttl", "60")
        let output = try Program(
          "/usr/bin/prlimit", ["--nofile=\(count)", program.path] + program.arguments
        ).run()
        if output.status == 0 {
          try ipctool("rm", output.text.trimmed)
          continue
        }
        refusals += 1
        #expect(
          output.status == 71 && output.errorText.contains("(RLIMIT_NOFILE)"),
          "\(count): \(output.errorText)")
      }
      // The system has others open.
      #expect(refusals > 4)
      #expect(try holders() == [])
    }
  }

  /// Who cannot be looked up for want of a descriptor is neither hidden by /proc nor of another pid namespace.
  @Test func saysWhyItCannotTellWhoUsesAnObject() throws {
    try withSandbox {
      let lost = try create("msg")
      try ipctool("send", lost, "x")
      let owner = try Program.python(
        """
        import sys, sysv_ipc
        queue = sysv_ipc.MessageQueue(None, sysv_ipc.IPC_CREX, max_message_size=64)
        queue.send(b"x")
        print(queue.id, flush=True)
        sys.stdin.read()
        """
      ).start()
      let used = "msg:\(try #require(try owner.readLine()))"
      for queue in [lost, used] {
        let output = try Program(
          "/usr/bin/prlimit",
          ["--nofile=4", Program.ipctool().path, "rm", "--orphaned", "--dry-run", queue]
        ).run()
        #expect(
          output.errorText.contains(
            "kept \(queue): to tell who uses it takes more open files than may be had"),
          "\(output.errorText)")
      }
      _ = try owner.finish()
    }
  }

  /// A process more than there may be.
  @Test func saysThatNoProcessMayBeStarted() throws {
    try withSandbox {
      let alone = Program.ipctool("create", "pipe", "--ttl", "1")
      let lines = try failure(
        71, Program("/usr/bin/prlimit", ["--nproc=1", alone.path] + alone.arguments).asNobody)
      #expect(lines[0].contains("fork: EAGAIN"))
    }
  }

  /// Memory that runs out ends a look by a line or a signal, never with half an answer and status 0.
  @Test func runsOutOfMemoryPlainly() throws {
    try withSandbox {
      let surroundings = try Surroundings()
      for megabytes in [64, 40] {
        for words in [["ls", "--json"], ["show", surroundings.queue, "--json"]] {
          let program = Program.ipctool(words)
          let output = try Program(
            "/usr/bin/prlimit", ["--as=\(megabytes << 20)", program.path] + words
          ).run()
          // Swift ends with a trap where there is no memory.
          guard output.status == 0 else {
            #expect(output.signal != nil || output.standardError.lines.count == 1)
            continue
          }
          #expect(try json(output.standardOutput, "d['version']") == "1", "\(megabytes): \(words)")
        }
      }
      try surroundings.end()
    }
  }
}
