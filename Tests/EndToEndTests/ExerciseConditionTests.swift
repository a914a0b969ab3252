import Support
import Testing

/// Where limits, filters and containers forbid a kind, `exercise` tells what it is, and that the others work.
@Suite struct ExerciseConditionTests {
  private func rows(_ program: Program, _ status: Int32) throws -> [[String]] {
    let output = try program.run()
    #expect(output.status == status, "\(output.text)\(output.errorText)")
    return output.lines.dropFirst().map { $0.split(separator: "  ", maxSplits: 1).map(\.trimmed) }
  }

  /// - Parameter reason: Of the first kind; the second works.
  private func expect(
    _ reason: String, _ program: Program, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let rows = try rows(program, 1)
    try #require(rows.count == 2, sourceLocation: sourceLocation)
    #expect(
      rows[0][1].hasPrefix("fails at create because \(rows[0][0]):"), sourceLocation: sourceLocation
    )
    #expect(rows[0][1].contains(reason), "\(rows[0][1])", sourceLocation: sourceLocation)
    #expect(rows[1][1] == "works", sourceLocation: sourceLocation)
    try expectNothingLeft(sourceLocation: sourceLocation)
  }

  @Test func tellsOfALimitAtZero() throws {
    try withSandbox {
      let script = "echo 0 >/proc/sys/kernel/msgmni && exec ipctool exercise msg sem"
      try expect(
        "msgget: ENOSPC: the limit of queues is reached (raise kernel.msgmni)", shell(script))
      #expect(try Program.ipctool("exercise", "msg").run().status == 69)
    }
  }

  @Test func tellsOfALimitOfTheUser() throws {
    try withSandbox {
      var program = Program.system("prlimit", "--msgqueue=0", Program.ipctool().path)
      program.arguments += ["exercise", "mqueue", "sem"]
      try expect("mq_open: EMFILE", program.asNobody)
    }
  }

  @Test func tellsOfAMissingMount() throws {
    try withSandbox {
      let script = "mount -t tmpfs none /dev && exec ipctool exercise sem posix-sem"
      let rows = try rows(shell(script), 1)
      #expect(rows[0] == ["sem", "works"])
      #expect(rows[1][1].hasPrefix("fails at create because posix-sem:/ipctool-exercise-"))
      #expect(rows[1][1].contains("ENOENT"))
    }
  }

  /// Also where pipes are refused, which it needs itself.
  @Test(arguments: [("pipe2", "pipe2: EPERM"), ("memfd_create", "memfd_create: EPERM")])
  func tellsOfAFilter(_ call: String, _ reason: String) throws {
    try withSandbox {
      try expect(reason, Program.ipctool("exercise", "pipe", "msg").refusing(call))
    }
  }

  @Test func needsNoPrivilege() throws {
    try withSandbox {
      let kinds = ["pipe", "msg", "shm", "posix-shm", "sem", "posix-sem"]
      let rows = try rows(Program.ipctool(["exercise"] + kinds).asNobody, 0)
      #expect(rows == kinds.map { [$0, "works"] })
      try expectNothingLeft()
    }
  }

  @Test func worksInNamespacesOfItsOwn() throws {
    try withSandbox {
      let rows = try rows(Program.ipctool("exercise").amongItsOwn, 0)
      #expect(Set(rows.map { $0[1] }) == ["works"])
    }
  }

  /// In a chroot without /proc the program is found all the same.
  @Test func worksWithoutProc() throws {
    try withSandbox {
      let script = "mount -t tmpfs none /proc && exec ipctool exercise msg sem"
      let rows = try rows(shell(script), 0)
      #expect(rows == [["msg", "works"], ["sem", "works"]])
    }
  }
}

extension Substring {
  fileprivate var trimmed: String { String(self).trimmed }
}
