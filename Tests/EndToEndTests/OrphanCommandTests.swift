import Support
import Testing

/// How `rm --orphaned` is told what to remove, and tells of it.
struct OrphanCommandTests: Forgetting {
  @Test func choosesByKindUserAndAge() throws {
    try withSandbox {
      let mine = try forget()
      let theirs = try forget(as: Stranger.chosen)
      #expect(try removed("--kind", "msg", "--kind", "sem", "--user", "0") == Set(mine[1...2]))
      #expect(try removed("--user", "\(Stranger.chosen)", "--kind", "shm") == [theirs[0]])
      #expect(try removed("--older-than", "1h") == [])
      #expect(try removed("--older-than", "2020-01-01") == [])
      try run(
        Program.system("touch", "-d", "2 days ago", "/dev/shm/lost0", "/dev/shm/sem.lost0"))
      // The change time is that of now.
      #expect(try removed("--older-than", "1d") == [])
      #expect(try removed("--older-than", "0s").count == 9)
    }
  }

  @Test func refusesWhatMakesNoSense() throws {
    try withSandbox {
      for (arguments, words) in [
        ([], "<address>"), (["--orphaned"], "no terminal"),
        (["--orphaned", "--yes", "--kind", "msg", "msg:0"], "exclude addresses"),
        (["--yes", "msg:0"], "--yes"),
        (["--older-than", "1d", "msg:0"], "--older-than takes --orphaned"),
        (["--orphaned", "--yes", "--older-than", "soon"], "not an age: soon"),
        (["--orphaned", "--yes", "--user", "nobody-at-all"], "no such user: nobody-at-all"),
        (["--orphaned", "--yes", "--kind", "tcp"], "tcp"),
        (["--orphaned", "--yes", "--kind", "x"], "no such kind"),
        (["--orphaned", "--yes", "--json"], "--dry-run"),
        (["--json", "msg:0"], "--orphaned"),
      ] {
        let lines = try failure(64, Program.ipctool(["rm"] + arguments))
        #expect(lines[0].contains(words), "\(lines)")
      }
    }
  }

  /// What is asked on a terminal, and what may come into use before the answer.
  private func answer(_ answer: String, meanwhile: String = "") throws -> String {
    let script = """
      import os, pty, sys
      pid, terminal = pty.fork()
      if pid == 0:
          os.execv(sys.argv[1], [sys.argv[1], "rm", "--orphaned"])
      text = b""
      while not text.endswith(b"[y/N] "):
          text += os.read(terminal, 4096)
      exec(sys.argv[2])
      os.write(terminal, sys.argv[3].encode())
      try:
          while piece := os.read(terminal, 4096): text += piece
      except OSError: pass
      status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
      print(text.decode().replace("\\r", ""), f"status {status}", sep="")
      """
    return try run(Program.python(script, Program.ipctool().path, meanwhile, answer)).text
  }

  @Test func asksOnATerminal() throws {
    try withSandbox {
      let lost = try forget()
      for no in ["n\n", "\n", "\u{4}", "maybe\n"] {
        let text = try answer(no)
        #expect(text.contains("remove these 6 objects? [y/N] "), "\(text)")
        for address in lost { #expect(text.contains("\(address) ")) }
        #expect(text.contains("nothing was removed") && text.contains("status 0"))
      }
      #expect(try left() == ["1", "1", "1", "lost0", "sem.lost0"])
      let text = try answer("y\n")
      #expect(lost.allSatisfy { text.contains("removed \($0)\n") } && text.contains("status 0"))
      #expect(try left() == ["0", "0", "0"])
    }
  }

  /// What comes into use while somebody thinks about it is kept, and what has gone is no error.
  @Test func looksAgainBeforeItRemoves() throws {
    try withSandbox {
      let lost = try forget()
      let segment = try create("shm:0x2a")
      let text = try answer(
        "yes\n",
        meanwhile: """
          import posix_ipc, sysv_ipc
          segment = sysv_ipc.SharedMemory(0x2a); segment.attach()
          import ctypes
          ctypes.CDLL(None).msgctl(\(lost[1].dropFirst(4)), 0, None)
          held = posix_ipc.Semaphore("/lost0")
          open("/dev/shm/lost0", "a").write("x")
          """)
      #expect(text.contains("kept \(segment): it is attached by now"), "\(text)")
      #expect(text.contains("\(lost[1]) has gone meanwhile"))
      #expect(text.contains("kept posix-sem:/lost0: it is open by now"))
      #expect(text.contains("kept posix-shm:/lost0: it was used meanwhile"))
      #expect(text.contains("removed \(lost[0])\n") && text.contains("status 0"))
      #expect(try removed().contains("posix-shm:/lost0"))
    }
  }

  /// Somebody without rights may remove what is his, and learns nothing of others' objects.
  @Test func letsEverybodyRemoveHisOwn() throws {
    try withSandbox {
      let mine = try forget()
      let theirs = try forget(as: Stranger.acting)
      let program = Program.system(
        "setpriv", "--reuid=\(Stranger.acting)", "--regid=\(Stranger.acting)", "--clear-groups",
        Program.ipctool().path, "rm", "--orphaned", "--yes")
      let output = try program.run()
      #expect(output.status == 0, "\(output.errorText)")
      // Threads of others may not be looked at, so that it is not known who waits at the queue.
      let removed = output.standardOutput.lines.map { String($0.dropFirst("removed ".count)) }
      #expect(Set(removed).isSubset(of: theirs))
      #expect(removed.contains(theirs[0]) && removed.contains(theirs[4]))
      #expect(output.errorText.contains("users of others' objects"))
      #expect(try self.removed() == Set(mine + theirs).subtracting(removed))
    }
  }

  @Test func tellsProgramsWhatItWouldRemove() throws {
    try withSandbox {
      let lost = try forget()
      let document = try ipctool("rm", "--orphaned", "--dry-run", "--json")
      #expect(
        Set(try json(document, "' '.join(o['address'] for o in d['objects'])").words) == Set(lost))
      #expect(try json(document, "all(o['reason'] for o in d['objects'])") == "True")
      #expect(try ipctool("rm", "--orphaned", "--dry-run", "--jsonl").lines.count == 6)
      _ = try removed()
    }
  }

  /// What cannot be told of is not done: the one that is gone by then is named where that can be read.
  @Test func stopsWhereItCannotReport() throws {
    try withSandbox {
      let lost = try forget()
      let output = try shell("\(Program.ipctool().path) rm --orphaned --yes >/dev/full").run()
      #expect(output.status == 71)
      let named = lost.filter { output.errorText.contains("ipctool: removed \($0)\n") }
      #expect(named.count == 1)
      #expect(try removed() == Set(lost).subtracting(named))
    }
  }
}
