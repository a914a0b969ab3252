import Support
import Testing

/// `rm --orphaned ADDRESS`: what the doctor says to run.
struct OrphanAddressTests {
  @Test func removesWhatIsNamedAlone() throws {
    try withSandbox {
      let lost = try ["shm", "posix-sem", "posix-shm"].map { try create($0) }
      let keyed = try create("shm:0x77")
      let other = try create("shm")
      let output = try run(
        Program.ipctool(["rm", "--orphaned", "--yes", "shm:0x77"] + lost))
      #expect(Set(output.lines) == Set((lost + [keyed]).map { "removed \($0)" }))
      #expect(try ipctool("ls", "shm", "-o", "address", "--no-header").lines == [other])
    }
  }

  @Test func keepsWhatIsUsed() throws {
    try withSandbox {
      let owner = try Program.python(
        """
        import ctypes, sys
        libc = ctypes.CDLL(None)
        libc.shmat.restype = ctypes.c_void_p
        id = libc.shmget(0, 4096, 0o600)
        libc.shmat(id, None, 0)
        print(id, flush=True)
        sys.stdin.read()
        """
      ).start()
      let used = "shm:\(try #require(try owner.readLine()))"
      let lost = try create("shm")
      let program = Program.ipctool("rm", "--orphaned", "--yes", used, lost)
      let output = try program.run()
      #expect(output.status == 1)
      #expect(output.lines == ["removed \(lost)"])
      #expect(output.errorText.contains("kept \(used): it is attached"), "\(output.errorText)")
      _ = try owner.finish()
      #expect(try ipctool("rm", "--orphaned", "--yes", used).lines == ["removed \(used)"])
      #expect(try failure(66, .ipctool("rm", "--orphaned", "--yes", used))[0].contains(used))
    }
  }

  /// What cannot go keeps nothing else from going.
  @Test func goesOnBehindWhatIsGone() throws {
    try withSandbox {
      let lost = try create("shm")
      let output = try Program.ipctool("rm", "--orphaned", "--yes", "shm:999999", lost).run()
      #expect(output.status == 1)
      #expect(output.lines == ["removed \(lost)"])
      #expect(output.errorText.contains("shm:999999"))
      let strangers = try create("shm")
      let lines = try failure(77, Program.ipctool("rm", "--orphaned", "--yes", strangers).asNobody)
      #expect(lines[0].contains(strangers))
    }
  }

  /// Where queues may not be listed one is found by its name, and nothing tells who has it open.
  @Test func tellsWhatIsNotSeenFromWhatHasGone() throws {
    try withSandbox {
      let create = Program.ipctool(
        "create", "mqueue", "--max-messages", "1", "--message-size", "8")
      let queue = try run(create.asNobody).text.trimmed
      let remove = Program.ipctool("rm", "--orphaned", "--yes", queue).asNobody
      let hidden = Program.system(
        "sh",
        arguments: [
          "-c", "while umount -l /dev/mqueue 2>/dev/null; do :; done; exec \"$0\" \"$@\"",
          remove.path,
        ] + remove.arguments)
      let output = try hidden.run()
      #expect(output.status == 1)
      #expect(
        output.errorText.contains("kept \(queue): it could not be looked at"), "\(output.errorText)"
      )
      #expect(try ipctool("rm", queue).lines == ["removed \(queue)"])
    }
  }

  @Test func refusesWhatIsNeverOrphaned() throws {
    #expect(
      try failure(64, .ipctool("rm", "--orphaned", "--yes", "pipe:1"))[0]
        == "pipe:1: pipe is never orphaned: it lives while a process holds it, or is a file")
  }
}
