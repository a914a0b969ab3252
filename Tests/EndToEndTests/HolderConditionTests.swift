import Glibc
import Support
import Testing

/// Holders in the background where the kernel, or who set the machine up, refuses calls.
@Suite struct HolderConditionTests {
  private static let refusals = [EPERM, ENOSYS]

  private func status(_ error: Int32) -> Int32 { error == EPERM ? 77 : 69 }

  /// What nobody can use from outside is there for who knows of /proc/PID/fd, and goes all the same.
  @Test(arguments: refusals)
  func areRemovedWhereNothingMayBeBorrowed(_ error: Int32) throws {
    try withSandbox {
      func tool(_ words: String...) -> Program {
        Program.ipctool(words).refusing(["pidfd_getfd"], with: error)
      }
      let pipe = try run(tool("create", "pipe", "--ttl", "300")).text.trimmed
      let lines = try failure(status(error), tool("send", pipe, "x"))
      #expect(lines[0].hasPrefix("\(pipe): pidfd_getfd: "))
      #expect(try run(tool("rm", pipe)).text == "removed \(pipe)\n")
      #expect(try holders().isEmpty)
    }
  }

  @Test(arguments: ["pidfd_open", "pidfd_send_signal"], refusals)
  func areNotMadeWhereNobodyCouldEndThem(_ call: String, _ error: Int32) throws {
    try withSandbox {
      try withScratchDirectory { directory in
        for what in ["pipe", "unix:\(directory)/socket"] {
          let creation = Program.ipctool("create", what, "--ttl", "300")
          let lines = try failure(69, creation.refusing([call], with: error))
          #expect(lines[0].contains(": \(call): "), "\(lines)")
        }
        try wait(for: "the holders to end") { try holders().isEmpty }
        #expect(try run(Program.system("ls", "-A", directory)) == [])
      }
    }
  }

  @Test(arguments: ["pidfd_open", "pidfd_send_signal"], refusals)
  func areNotDeniedWhereTheyMayNotBeEnded(_ call: String, _ error: Int32) throws {
    try withSandbox {
      try withHeld("pipe") { pipe in
        for words in [["rm", pipe], ["rm", "--dry-run", pipe]] {
          let lines = try failure(
            status(error), Program.ipctool(words).refusing([call], with: error))
          #expect(lines[0].hasPrefix("\(pipe): \(call): "), "\(lines)")
        }
        #expect(try holders().count == 1)
      }
    }
  }

  @Test(arguments: ["pidfd_getfd", "pidfd_open", "pidfd_send_signal"], refusals)
  func areNotLeftByExercise(_ call: String, _ error: Int32) throws {
    try withSandbox {
      let tool = Program.ipctool("exercise", "pipe", "eventfd").refusing([call], with: error)
      #expect(try tool.run().status == 69)
      try wait(for: "the holders to end") { try holders().isEmpty }
    }
  }

  /// Otherwise who waits for the end of its output would do so for as long as the object lives.
  @Test(arguments: refusals)
  func keepNothingElseOpen(_ error: Int32) throws {
    try withSandbox {
      let creation = Program.ipctool("create", "pipe", "--ttl", "20")
      let pipe = try run(creation.refusing(["close_range"], with: error)).text.trimmed
      let holder = try #require(try holders().first)
      let held = try run(shell("cd /proc/$1/fd && for n in *; do readlink $n; done", holder))
      let end = pipe.replacing("pipe:", with: "pipe:[") + "]"
      #expect(
        held.lines.sorted() == ["/memfd:ipctool-holder (deleted)", end, end], "\(held.lines)")
      try ipctool("rm", pipe)
    }
  }

  /// Who ignores SIGCHLD is not told how a child ended.
  @Test func areNotPromisedWhereThereAreNone() throws {
    try withSandbox {
      let creation = Program.ipctool("create", "pipe").refusing("setsid")
      var program = Program.python(
        """
        import os, signal, sys
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        os.execv(sys.argv[1], sys.argv[1:])
        """, creation.path)
      program.arguments += creation.arguments
      let lines = try failure(69, program)
      #expect(lines[0].contains("EPERM: no process can be set up that holds it"))
    }
  }
}
