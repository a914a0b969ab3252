import Glibc
import Support
import Testing

/// However `exercise` ends, nothing is left of it: no object, file, holder or other process.
@Suite struct ExerciseInterruptionTests {
  /// Who is hit by what.
  enum Blow: Sendable, CaseIterable {
    case kill, killGroup, interrupt, interruptGroup, terminate

    func strike(_ pid: Int32) {
      switch self {
      case .kill: Glibc.kill(pid, SIGKILL)
      case .killGroup: Glibc.kill(-pid, SIGKILL)
      case .interrupt: Glibc.kill(pid, SIGINT)
      case .interruptGroup: Glibc.kill(-pid, SIGINT)
      case .terminate: Glibc.kill(pid, SIGTERM)
      }
    }

    var signal: Int32 {
      switch self {
      case .kill, .killGroup: SIGKILL
      case .interrupt, .interruptGroup: SIGINT
      case .terminate: SIGTERM
      }
    }
  }

  /// In a group of its own.
  private func start(_ kinds: [String]) throws -> RunningProgram {
    try Program.system(
      "setsid", arguments: [Program.ipctool().path, "exercise"] + kinds
    ).start()
  }

  /// At whatever moment.
  @Test(arguments: Blow.allCases)
  func leavesNothing(_ blow: Blow) throws {
    try withSandbox {
      for _ in 0..<5 {
        let program = try start([])
        usleep(.random(in: 0..<1_500_000))
        blow.strike(program.pid)
        let output = try program.finish()
        #expect(output.signal == blow.signal || output.status == 0)
        if output.signal != nil { #expect(output.standardError.isEmpty) }
        try expectNothingLeft()
      }
    }
  }

  /// As soon as there is an object, as far as the kernel's files tell.
  @Test(
    arguments: ["msg", "shm", "sem", "posix-shm", "posix-sem"], [Blow.killGroup, .terminate])
  func removesWhatIsThere(_ kind: String, _ blow: Blow) throws {
    try withSandbox {
      let isSystemV = !kind.hasPrefix("posix")
      let listing = isSystemV ? "tail -n +2 /proc/sysvipc/\(kind)" : "ls -A /dev/shm"
      let program = try start([kind])
      try wait(for: "an object") { try !run(shell(listing)).isEmpty }
      blow.strike(program.pid)
      let output = try program.finish()
      #expect(output.signal == blow.signal || output.status == 0)
      try expectNothingLeft()
    }
  }

  /// While the file of an object has a name that nobody else knows.
  @Test(arguments: ["fifo", "posix-shm"], ["KILL", "TERM"])
  func endsARemovalFirst(_ kind: String, _ signal: String) throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let exercise = Program.ipctool("exercise", kind)
          .injecting("unlinkat:delay_enter=300000")
        var grouped = Program.system("setsid", arguments: [exercise.path] + exercise.arguments)
        grouped.environment["TMPDIR"] = directory
        let program = try grouped.start()
        let found = "find /dev/shm \(directory) -name '*.ipctool-rm-*'"
        try wait(for: "a removal") { try !run(shell(found)).isEmpty }
        // All of its group but strace, whose end would leave the call as it is.
        try run(Program.system("pkill", "-\(signal)", "-g", "\(program.pid)", "-x", "ipctool"))
        _ = try program.finish()
        try expectNothingLeft()
        #expect(try run(shell("ls -A \(directory)")).isEmpty)
      }
    }
  }

  /// The guardian alone is left, with nobody to remove for; and it waits for no command that does not go on.
  @Test func removesUnderACommandThatIsStopped() throws {
    try withSandbox {
      let program = try Program.ipctool("exercise", "mqueue")
        .injecting("mq_timedsend:signal=SIGSTOP").start()
      let found = "pgrep --ns $$ --nslist ipc -f '^ipctool send mqueue:' -r T,t"
      try wait(for: "the command") { try shell(found).run().status == 0 }
      // Its guardian has the same command line, but strace for no parent.
      try run(Program.system("pkill", "-KILL", "-P", "\(program.pid)"))
      _ = try program.finish()
      try expectNothingLeft()
    }
  }
}
