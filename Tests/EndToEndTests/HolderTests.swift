import Glibc
import Support
import Testing

/// The processes in the background that hold what lives only while a process does.
@Suite struct HolderTests {
  /// Nobody learned its address: it is not there.
  @Test(arguments: ["pipe", "memfd", "eventfd", "unix", "tcp"])
  func leaveNothingThatNobodyKnowsOf(_ kind: String) throws {
    try withSandbox {
      try failure(71, shell("exec ipctool create \(kind) >&-"))
      try wait(for: "the holder to end") { try holders().isEmpty }
    }
  }

  /// A create that is killed at whatever moment leaves nothing that cannot be named and removed.
  @Test func canBeNamedWhateverHappens() throws {
    try withSandbox {
      for round in 0..<60 {
        let creating = try Program.ipctool("create", "pipe", "--ttl", "300").start()
        usleep(UInt32(round * 500))
        creating.send(signal: SIGKILL)
        _ = try creating.finish()
      }
      try wait(for: "those to end that were not told of") {
        let listed = try ipctool("ls", "pipe", "--json")
        let known = try json(
          listed, "' '.join({str(h['pid']) for o in d['objects'] for h in o['holders']})"
        ).words
        return try Set(holders()).isSubset(of: known)
      }
      let left = try holders()
      let listed = try ipctool("ls", "pipe", "--json")
      let own = "{h['pid'] for h in o['holders']} & set([\(left.joined(separator: ","))])"
      let addresses = try json(
        listed, "' '.join(o['address'] for o in d['objects'] if \(own))"
      ).words
      #expect(addresses.count == left.count)
      for address in addresses { try ipctool("rm", address) }
      #expect(try holders().isEmpty)
    }
  }

  /// Neither of two users can end, read or use what the other's holder holds, and root is told whose it is.
  @Test func serveOneUser() throws {
    try withSandbox {
      let theirs = try run(Program.ipctool("create", "pipe", "--ttl", "300").asNobody).text.trimmed
      try withHeld("pipe") { ours in
        try ipctool("send", ours, "secret")
        for verb in ["peek", "recv", "send", "rm"] {
          let lines = try failure(77, Program.ipctool(verb, ours).asNobody)
          #expect(lines[0].hasPrefix(ours), "\(lines)")
        }
        #expect(try ipctool("recv", ours).text == "secret")
      }
      for verb in ["recv", "send", "rm"] { try failure(64, Program.ipctool(verb, theirs)) }
      try run(Program.ipctool("send", theirs, "x").asNobody)
      #expect(try ipctool("peek", theirs).text == "x")
      #expect(
        try run(Program.ipctool("rm", theirs).asNobody).text == "removed \(theirs)\n")
    }
  }

  /// One that looks like ours, and is another program, is not ended.
  @Test func areNotForged() throws {
    try withSandbox {
      try withHeld("pipe") { pipe in
        let script = """
          import ctypes, os, sys
          libc = ctypes.CDLL(None, use_errno=True)
          libc.prctl(15, b"ipctool")
          pid, inode = int(sys.argv[1]), int(sys.argv[2])
          record = [f for f in os.listdir(f"/proc/{pid}/fd")
            if "ipctool-holder" in os.readlink(f"/proc/{pid}/fd/{f}")][0]
          holder = os.pidfd_open(pid)
          copy = libc.syscall(438, holder, int(record), 0)
          end = [f for f in os.listdir(f"/proc/{pid}/fd")
            if os.readlink(f"/proc/{pid}/fd/{f}") == f"pipe:[{inode}]"][0]
          other = libc.syscall(438, holder, int(end), 0)
          assert copy >= 0 and other >= 0
          print(flush=True)
          sys.stdin.read()
          """
        let inode = String(pipe.dropFirst("pipe:".count))
        let holder = try #require(try holders().first)
        let forger = try Program.python(script, holder, inode).start()
        _ = try forger.readLine()
        let removed = try ipctool("rm", pipe).text
        #expect(removed.hasPrefix("removed \(pipe) (it lives on in process \(forger.pid) "))
        try failure(64, Program.ipctool("rm", pipe))
        #expect(try forger.finish().status == 0)
      }
    }
  }

  /// Another ipctool may have copies of all that a holder has, for a moment: it is not ended in its place.
  @Test func areNotTakenForOneAnother() throws {
    try withSandbox {
      let queue = try create("msg")
      try withHeld("pipe") { pipe in
        let script = """
          import ctypes, os, subprocess, sys
          libc = ctypes.CDLL(None, use_errno=True)
          pid = int(sys.argv[1])
          holder = os.pidfd_open(pid)
          copies = [libc.syscall(438, holder, int(fd), 0) for fd in os.listdir(f"/proc/{pid}/fd")]
          assert len(copies) == 3 and min(copies) >= 0
          child = subprocess.Popen(sys.argv[2:], pass_fds=copies)
          for copy in copies: os.close(copy)
          print(child.pid, flush=True)
          sys.stdin.read()
          print(child.poll())
          child.terminate()
          child.wait()
          """
        let holder = try #require(try holders().first)
        let user = try Program.python(
          script, holder, Program.ipctool().path, "recv", queue
        ).start()
        let pid = try #require(try user.readLine())
        try wait(for: "it to wait") {
          try contents(of: "/proc/\(pid)/wchan").text == "do_msgrcv"
        }
        #expect(
          try ipctool("rm", pipe).text.hasPrefix("removed \(pipe) (it lives on in process \(pid) "))
        try failure(64, Program.ipctool("rm", pipe))
        #expect(try user.finish().text == "None\n")
      }
    }
  }

  /// Who asks one to end does not leave a file that nobody listens behind.
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func takeTheirFileAlong(_ signal: Int32) throws {
    try withSandbox {
      try withScratchDirectory { directory in
        try withHeld("unix:\(directory)/socket") { _ in
          let holder = try #require(try holders().first)
          try run(Program.system("kill", "-\(signal)", holder))
          try wait(for: "the holder to end") { try holders().isEmpty }
          #expect(try run(Program.system("ls", "-A", directory)) == [])
        }
      }
    }
  }

  /// The address was printed, but to nobody's use.
  @Test func tellThatTheyWereKilled() throws {
    try withSandbox {
      let creation = try BlockedProgram(.ipctool("create", "pipe"))
      try creation.waitUntilItWrites()
      let holder = try #require(try holders().first)
      try run(Program.system("kill", "-KILL", holder))
      try wait(for: "the holder to end") { try holders().isEmpty }
      let (ending, errors) = try creation.drain()
      #expect(ending == "66")
      #expect(errors.contains("the process that was to hold it was killed"))
    }
  }
}
