import Glibc
import Support
import Testing

/// Named semaphores, as python's `posix_ipc` uses them.
struct NamedSemaphoreTests {
  private func value(_ name: String = "/x") throws -> Int? {
    let script = "import posix_ipc, sys; print(posix_ipc.Semaphore(sys.argv[1]).value)"
    return Int(try run(Program.python(script, name)).text.trimmed)
  }

  private func python(_ code: String) -> Program {
    Program.python(
      """
      import posix_ipc, sys
      s = posix_ipc.Semaphore("/x", posix_ipc.O_CREAT)
      print("open", flush=True)
      \(code)
      """)
  }

  /// As `od` reads what the C library counts.
  private func waiters() throws -> String {
    try run(Program.system("od", "-An", "-tu4", "-j4", "-N4", "/dev/shm/sem.x")).text.trimmed
  }

  private func wait(toSleep program: RunningProgram) throws {
    try EndToEndTests.wait(for: "a process to wait at the semaphore") {
      try contents(of: "/proc/\(program.pid)/wchan").text.contains("futex")
    }
  }

  @Test func isTheOneThatPythonUses() throws {
    try withSandbox {
      let address = try create("posix-sem:/x", "--value", "3", "--mode", "0606")
      #expect(address == "posix-sem:/x")
      #expect(try value() == 3)
      try ipctool("send", address)
      try ipctool("send", address, "--value", "100000")
      #expect(try value() == 100_004)
      #expect(try ipctool("recv", address, "--value", "100001") == [])
      #expect(try ipctool("recv", address) == [])
      #expect(try value() == 2)
      for name in [address, "posix-sem:x", "/dev/shm/sem.x", "posix-sem:%2Fx"] {
        #expect(try ipctool("peek", name).text == "2\n")
      }
      #expect(
        try ipctool("ls", "posix-sem", "--no-header", "-o", "address,user,mode,values").text.words
          == ["posix-sem:/x", "root", "0606", "2"])
      #expect(try ipctool("rm", address).text == "removed posix-sem:/x\n")
      #expect(try run(Program.system("ls", "-A", "/dev/shm")) == [])
    }
  }

  @Test func isRandomlyNamed() throws {
    try withSandbox {
      let address = try create("posix-sem")
      #expect(address.hasPrefix("posix-sem:/ipctool-"))
      #expect(try value(String(address.dropFirst("posix-sem:".count))) == 0)
    }
  }

  @Test func hasItsMembersInJSON() throws {
    try withSandbox {
      let address = try create("posix-sem:/x", "--value", "2147483647")
      try run(Program.system("mkfifo", "/dev/shm/sem.f"))
      for kinds in [["posix-sem"], sandboxKinds] {
        let document = try run(Program.ipctool(["ls", "--json"] + kinds))
        let members = """
          [[o[k] for k in ('address', 'name', 'path', 'values', 'waiters', 'state', 'type',
            'last_operation_pid', 'bytes', 'capacity_bytes', 'mode', 'uid')] for o in d['objects']]
          """.filter { $0 != "\n" }
        #expect(
          try json(document, members)
            == "[['posix-sem:/f', '/f', '/dev/shm/sem.f', [], None, 'foreign', 'fifo', None, None, "
            + "None, '0644', 0], ['posix-sem:/x', '/x', '/dev/shm/sem.x', [2147483647], 0, None, "
            + "None, None, None, None, '0600', 0]]")
      }
      let stat = try run(Program.system("stat", "-c", "%i %Hd:%Ld %X %Y %Z", "/dev/shm/sem.x"))
        .text.words
      let shown = try json(
        try ipctool("show", address, "--json"),
        "' '.join(str(d['objects'][0][k]) for k in ('inode', 'device'))")
      #expect(shown.words == Array(stat[..<2]))
      let times = try json(
        try ipctool("show", address, "--json"),
        """
        ' '.join(str(int(__import__('datetime').datetime.fromisoformat(d['objects'][0][k]\
        .replace('Z', '+00:00')).timestamp())) for k in ('access_time', 'modify_time', 'change_time'))
        """)
      #expect(times.words == Array(stat[2...]))
      #expect(try json(try ipctool("peek", address, "--json"), "d['values']") == "[2147483647]")
      #expect(
        try json(try ipctool("recv", address, "--value", "7", "--json"), "d['values']") == "[7]")
    }
  }

  @Test func waitsUntilSomebodyPosts() throws {
    try withSandbox {
      let address = try create("posix-sem:/x")
      let receiver = try Program.ipctool("recv", address, "--value", "2").start()
      try wait(toSleep: receiver)
      #expect(try waiters() == "1")
      #expect(
        try json(try ipctool("show", address, "--json"), "d['objects'][0]['waiters']") == "1")
      try run(python("s.release(); s.release(); s.release()"))
      let output = try receiver.finish()
      #expect(output.status == 0)
      #expect(output.standardOutput == [])
      #expect(try value() == 1)
      #expect(try waiters() == "0")
    }
  }

  @Test func wakesWhoWaits() throws {
    try withSandbox {
      let waiter = try python("s.acquire(); s.acquire()").start()
      #expect(try waiter.readLine() == "open")
      try wait(toSleep: waiter)
      try ipctool("send", "posix-sem:/x", "--value", "3")
      #expect(try waiter.finish().status == 0)
      #expect(try value() == 1)
    }
  }

  @Test(arguments: ["0", "0.05"])
  func givesBackWhatItTook(_ timeout: String) throws {
    try withSandbox {
      let address = try create("posix-sem:/x", "--value", "3")
      for (count, words) in [("5", "3 of 5 were taken and given back"), ("4", "3 of 4")] {
        let lines = try failure(
          75, Program.ipctool("recv", address, "--value", count, "--timeout", timeout))
        #expect(lines.count == 1)
        #expect(lines[0].hasPrefix("\(address): sem_"))
        #expect(lines[0].contains(words))
        #expect(try value() == 3)
      }
      try ipctool("recv", address, "--value", "3", "--timeout", timeout)
      let lines = try failure(75, Program.ipctool("recv", address, "--timeout", timeout))
      #expect(lines[0].contains("the value is 0"))
      #expect(!lines[0].contains("given back"))
      #expect(try waiters() == "0", "who gave up is not counted any more")
    }
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP], [[], ["--timeout", "600"]])
  func endsByASignalAndGivesBack(_ signal: Int32, _ options: [String]) throws {
    try withSandbox {
      let address = try create("posix-sem:/x", "--value", "3")
      let receiver = try Program.ipctool(["recv", address, "--value", "5"] + options).start()
      try wait(toSleep: receiver)
      #expect(try value() == 0)
      receiver.send(signal: signal)
      let output = try receiver.finish()
      #expect(output.signal == signal)
      #expect(output.standardOutput == [])
      #expect(try value() == 3)
      #expect(try waiters() == "0")
    }
  }

  /// Nobody counts off who was killed.
  @Test func aKilledWaiterIsStillCounted() throws {
    try withSandbox {
      let waiter = try python("s.acquire()").start()
      #expect(try waiter.readLine() == "open")
      try wait(toSleep: waiter)
      let expression = "[(o['values'], o['waiters'], o['holders']) for o in d['objects']]"
      let before = try json(
        try ipctool("show", "posix-sem:/x", "--json"),
        "[(o['values'], o['waiters'], o['holders'][0]['pid']) for o in d['objects']]")
      #expect(before == "[([0], 1, \(waiter.pid))]")
      waiter.send(signal: SIGKILL)
      #expect(try waiter.finish().signal == SIGKILL)
      let after = try json(try ipctool("show", "posix-sem:/x", "--json"), expression)
      #expect(after == "[([0], 1, [])]")
      #expect(try waiters() == "1")
      #expect(try ipctool("ls", "--columns").text.contains("a waiter that was killed"))
    }
  }

  /// What is cut short under a waiter ends it with words, not with SIGBUS.
  @Test func survivesThatItsFileIsCutShort() throws {
    try withSandbox {
      let address = try create("posix-sem:/x")
      let receiver = try Program.ipctool("recv", address, "--timeout", "1").start()
      try wait(toSleep: receiver)
      try run(Program.system("truncate", "-s", "0", "/dev/shm/sem.x"))
      let output = try receiver.finish()
      #expect(output.status == 66)
      #expect(output.errorText.contains("cut short"))
      #expect(
        try ipctool("ls", "posix-sem", "--no-header", "-o", "state,type").text.words
          == ["foreign", "regular"])
    }
  }

  @Test func refusesWhatMakesNoSense() throws {
    try withSandbox {
      let address = try create("posix-sem:/x", "--value", "5")
      try failure(64, Program.ipctool("send", address, "data"))
      try failure(64, Program.ipctool("send", address, "--value", "0"))
      try failure(64, Program.ipctool("recv", address, "--value", "0"))
      for (verb, option) in [("send", "--count"), ("recv", "--length"), ("peek", "--index")] {
        try failure(64, Program.ipctool(verb, address, option, "1"))
      }
      try failure(64, Program.ipctool("create", "posix-sem:/y", "--size", "32"))
      try failure(64, Program.ipctool("create", "posix-sem:/a/b"))
      try failure(64, Program.ipctool("create", "posix-sem:/" + String(repeating: "a", count: 252)))
      try failure(64, Program.ipctool("create", "posix-sem:/y", "--value", "2147483648"))
      try failure(73, Program.ipctool("create", address))
      #expect(try create(address, "--exist-ok", "--value", "9") == address)
      let lines = try failure(65, Program.ipctool("send", address, "--value", "2147483643"))
      #expect(lines[0].contains("the value is 5"))
      #expect(lines[0].contains("2147483647"))
      #expect(try value() == 5)
      try failure(66, Program.ipctool("recv", "posix-sem:/none", "--timeout", "0"))
    }
  }

  @Test func mayNotTouchWhatIsNotItsOwn() throws {
    try withSandbox {
      let address = try create("posix-sem:/x", "--value", "5")
      for verb in ["recv", "send", "peek", "rm"] {
        let lines = try failure(77, Program.ipctool(verb, address).asNobody)
        #expect(lines.count == 2)
      }
      let listed = try Program.ipctool("ls", "posix-sem", "--json").asNobody.run()
      #expect(listed.status == 0)
      #expect(
        try json(
          listed.standardOutput,
          "[(o['values'], o['waiters'], o['mode']) for o in d['objects']]")
          == "[([], None, '0600')]")
      #expect(
        try json(
          listed.standardOutput,
          "[(h['count'], h['needs']) for h in d['coverage']['hidden'] if 'value' in h['what']]")
          == "[(1, 'CAP_DAC_READ_SEARCH')]")
      #expect(try value() == 5)
      let own = try run(Program.ipctool("create", "posix-sem:/own").asNobody).text.trimmed
      try run(Program.ipctool("send", own).asNobody)
      try run(Program.ipctool("recv", own).asNobody)
      try run(Program.ipctool("rm", own).asNobody)
    }
  }

  /// The two kinds of semaphores refuse the same mistakes with the same status.
  @Test(arguments: ["sem", "posix-sem"])
  func refusesWhatMeansNothing(kind: String) throws {
    try withSandbox {
      let semaphore = try create(kind, "--value", "2")
      for verb in ["peek", "recv"] {
        for form in ["--raw", "--hex"] {
          let lines = try failure(64, Program.ipctool(verb, semaphore, form))
          #expect(lines == ["\(form): it means nothing for \(kind)"])
        }
      }
      try failure(64, Program.ipctool("create", kind, "--value", "99999999999"))
      try failure(64, Program.ipctool("peek", semaphore, "--value", "1"))
      for arguments in [
        ["create", kind, "--value", "-1"], ["send", semaphore, "--value", "-1"],
        ["recv", semaphore, "--value", "-1"],
      ] {
        let lines = try failure(64, Program.ipctool(arguments))
        #expect(lines[0].contains("'-1'"), "\(lines)")
      }
      #expect(try ipctool("peek", semaphore).text == "2\n")
    }
  }
}
