import Support
import Testing

/// What `exercise` tells of the kinds that work here, and of those that do not.
@Suite struct ExerciseTests {
  /// In a sandbox as root everything works.
  @Test func tellsThatAllWork() throws {
    try withSandbox {
      let rows = try ipctool("exercise", "--no-header").lines.map { $0.words }
      #expect(Set(rows.map { $0[1...] }) == [["works"]])
      #expect(Set(sandboxKinds + ["pipe"]).isSubset(of: rows.map { $0[0] }))
      // In the order in which `ipctool` has them.
      let kinds = try ipctool("--no-header").lines.map { $0.words[0] }
      #expect(rows.map { $0[0] } == kinds.filter { kind in rows.contains { $0[0] == kind } })
      try expectNothingLeft()
    }
  }

  @Test func isATable() throws {
    try withSandbox {
      let table = try ipctool("exercise", "posix-shm", "msg", "msg").text
      #expect(table == "KIND       RESULT\nmsg        works\nposix-shm  works\n")
    }
  }

  /// The kernel was asked for all of it, as strace sees.
  @Test func takesEveryStep() throws {
    try withSandbox {
      let calls = try ScratchFile()
      try run(
        Program.system(
          "strace", "-f", "-qq", "-o", calls.path, "-e", "trace=/^msg", Program.ipctool().path,
          "exercise", "msg"))
      let trace = try contents(of: calls.path).text
      for call in ["msgget(0x", "msgsnd(", "MSG_COPY", "msgrcv(", "MSG_STAT", "IPC_RMID"] {
        #expect(trace.contains(call), "\(call)")
      }
      #expect(trace.contains(#"\0\1\2\3\4\5\6\7\10\t\n"#))
    }
  }

  /// Where the kernel tells or does something else than it should, the step is told at which that shows.
  @Test(arguments: [
    ("mq_open:error=ENOSPC", "create", "mq_open: ENOSPC"),
    ("mq_timedsend:error=EACCES", "send", "mq_send: EACCES"),
    ("mq_timedsend:retval=0", "recv", "mq_receive: "),
    ("mq_timedreceive:retval=64", "recv", "it gave other data than was sent"),
    ("mq_timedreceive:retval=9", "recv", "it gave 9 bytes, and not 64"),
    ("mq_unlink:error=EACCES", "rm", "mq_unlink: EACCES"),
    ("mq_unlink:retval=0", "gone", "'show' still shows mqueue:/ipctool-exercise-"),
  ])
  func tellsTheStep(_ fault: String, _ step: String, _ reason: String) throws {
    try withSandbox {
      let program = Program.ipctool("exercise", "mqueue", "--json", "--timeout", "2")
      let output = try program.injecting(fault).run()
      #expect(output.status == 69)
      let kind = try json(output.standardOutput, "d['kinds'][0]['failed_step']")
      #expect(kind == step)
      let told = try json(output.standardOutput, "d['kinds'][0]['reason']")
      #expect(told.contains(reason), "\(told)")
      let steps = ["create", "ls", "show", "send", "recv", "rm", "gone"]
      let taken = steps.prefix { $0 != step } + [step]
      #expect(
        try json(output.standardOutput, "[s['step'] for s in d['kinds'][0]['steps']]")
          == "\(Array(taken))".replacing("\"", with: "'"))
      #expect(
        try json(output.standardOutput, "[s['ok'] for s in d['kinds'][0]['steps']].count(False)")
          == "1")
      // It is told that it stays where nobody could remove it, and else it does not.
      let stays = fault.hasPrefix("mq_unlink")
      #expect(told.contains("stays") == stays)
      if !stays { try expectNothingLeft() }
    }
  }

  /// A command that hangs is ended, and the others go on.
  @Test func waitsNoLongerThanItWasTold() throws {
    try withSandbox {
      // Where few are looked at, as strace(1) makes that slow: no other step is to take so long.
      let output = try Program.ipctool("exercise", "mqueue", "sem", "--timeout", "10")
        .injecting("mq_timedsend:signal=STOP").amongItsOwn.run()
      #expect(output.status == 1)
      #expect(
        output.lines.dropFirst() == [
          "mqueue  fails at send because it had not ended after 10 s", "sem     works",
        ])
      try expectNothingLeft()
    }
  }

  /// Sizes and times that make no sense, and kinds that are none.
  @Test func refusesMisuse() throws {
    #expect(
      try failure(64, Program.ipctool("exercise", "queue"))[0].hasPrefix("queue: no such kind"))
    for limit in ["0", "-1", "nan", "4000"] {
      try failure(64, Program.ipctool("exercise", "msg", "--timeout", limit))
    }
  }
}
