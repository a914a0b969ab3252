import Glibc
import Support
import Testing

/// Semaphore sets from the command line, beside programs that know them.
struct SemaphoreTests {
  /// What `ipcs` says of each member: its index, value, who waits for more, who for zero, the last pid.
  private func witness(_ set: String) throws -> [[String]] {
    let lines = try run(Program.system("ipcs", "-s", "-i", String(set.dropFirst(4)))).lines
    let header = try #require(lines.firstIndex { $0.hasPrefix("semnum") })
    return lines[(header + 1)...].map(\.words).filter { !$0.isEmpty }
  }

  private func values(_ set: String) throws -> [String] {
    try witness(set).map { $0[1] }
  }

  private func show(_ set: String, _ expression: String) throws -> String {
    try json(try ipctool("show", set, "--json"), "(lambda o: \(expression))(d['objects'][0])")
  }

  @Test func hasALife() throws {
    try withSandbox {
      let set = try create("sem:0x2a", "--count", "3", "--value", "5")
      #expect(set == "sem:0")
      try ipctool("send", set)
      try ipctool("send", "sem:0x2a", "--value", "10", "--index", "2")
      #expect(try ipctool("recv", set, "--value", "2", "--index", "1").isEmpty)
      #expect(try ipctool("peek", set).text == "6\n3\n15\n")
      #expect(try ipctool("peek", set, "--index", "2").text == "15\n")
      #expect(try values(set) == ["6", "3", "15"])
      #expect(try ipctool("rm", set).text == "removed sem:0\n")
      #expect(try contents(of: "/proc/sysvipc/sem").lines.count == 1)
    }
  }

  @Test func listsAsOthersDo() throws {
    try withSandbox {
      for count in [1, 2, 250] { try run(Program.system("ipcmk", "-S", "\(count)", "-p", "640")) }
      try ipctool("send", "sem:1")
      let rows = try ipctool("ls", "sem", "--no-header").lines.map(\.words)
      let told = try run(Program.system("ipcs", "-s")).lines.dropFirst(2).map(\.words)
      #expect(
        rows.map { "\($0[1]) \($0[0].dropFirst(4)) \($0[2]) \($0[3].dropFirst()) \($0[4])" }
          == told.filter { !$0.isEmpty }.map { $0.joined(separator: " ") })
      #expect(rows.map { $0[5] == "-" } == [true, false, true])
      let document = try ipctool("ls", "sem", "--json")
      #expect(try json(document, "[o['nsems'] for o in d['objects']]") == "[1, 2, 250]")
      #expect(
        try json(document, "[o['values'] == [0] * o['nsems'] for o in d['objects']]")
          == "[True, False, True]")
      #expect(try json(document, "d['objects'][1]['values']") == "[1, 0]")
      #expect(try json(document, "d['coverage']['complete']") == "True")
      let pid = try witness("sem:1")[0][4]
      #expect(
        try json(document, "[o['last_operation_pid'] for o in d['objects']]")
          == "[None, \(pid), None]")
      let otime = try contents(of: "/proc/sysvipc/sem").lines[2].words[8]
      #expect(
        try run(Program.system("date", "-u", "-d", "@\(otime)", "+%FT%TZ")).text.trimmed
          == json(document, "d['objects'][1]['operation_time']"))
    }
  }

  @Test(arguments: ["0", "32767"])
  func showsTheLargestSet(_ value: String) throws {
    try withSandbox {
      let set = try create("sem", "--count", "32000", "--value", value)
      #expect(try values(set) == [String](repeating: value, count: 32000))
      #expect(try ipctool("peek", set).lines == [String](repeating: value, count: 32000))
      // People read one row, programs a member each.
      let lines = try ipctool("show", set).lines
      #expect(lines.count < 40)
      #expect(lines.last?.words.prefix(2) == ["0-31999", value])
      #expect(
        try show(set, "[len(o['values']), len(o['members']), o['members'][31999]['index']]")
          == "[32000, 32000, 31999]")
      #expect(try show(set, "set(m['value'] for m in o['members'])") == "{\(value)}")
      try ipctool(value == "0" ? "send" : "recv", set, "--index", "16000")
      let rows = try ipctool("show", set).lines.suffix(3).map(\.words)
      #expect(rows.map { $0[0] } == ["0-15999", "16000", "16001-31999"])
      #expect(rows.map { $0[1] } == [value, value == "0" ? "1" : "32766", value])
    }
  }

  /// The kernel names the last process for ever: one that has ended is said to be dead, and nobody is
  /// called a holder.
  @Test func saysWhoOperatedLast() throws {
    try withSandbox {
      let set = try create("sem:0x2a")
      #expect(try show(set, "(o['last_operation_pid'], o['processes'])") == "(None, [])")
      let user = try Program.python(
        """
        import sys, sysv_ipc
        sysv_ipc.Semaphore(42).release()
        print("done", flush=True)
        sys.stdin.read()
        """
      ).start()
      #expect(try user.readLine() == "done")
      let pid = "\(user.pid)"
      let member = "[(m['last_operation_pid'], m['last_operation_state']) for m in o['members']]"
      #expect(try witness(set)[0][4] == pid)
      #expect(try show(set, member) == "[(\(pid), 'alive')]")
      #expect(try show(set, "o['processes'][0]['command']") == "python3")
      #expect(try user.finish().status == 0)
      #expect(try show(set, member) == "[(\(pid), 'dead')]")
      #expect(
        try show(
          set,
          "(o['last_operation_pid'], [(p['role'], p['pid'], p['state']) for p in o['processes']])")
          == "(\(pid), [('last_operation', \(pid), 'dead')])")
      #expect(try show(set, "o['holders']") == "None")
      let text = try ipctool("show", set).text
      #expect(text.contains("\(pid) (dead)"))
      #expect(!text.lowercased().contains("hold"))
    }
  }

  /// SETVAL names its process too and moves another time: one that started after the last semop is no
  /// stranger who got the pid.
  @Test func knowsWhoSetAValue() throws {
    try withSandbox {
      let set = try create("sem:0x2a")
      try ipctool("send", set)
      for _ in 0..<2 { Clock.waitForNextSecond() }
      let user = try Program.python(
        """
        import sys, sysv_ipc
        sysv_ipc.Semaphore(42).value = 7
        print("done", flush=True)
        sys.stdin.read()
        """
      ).start()
      #expect(try user.readLine() == "done")
      #expect(
        try show(set, "[(p['pid'], p['state']) for p in o['processes']]")
          == "[(\(user.pid), 'alive')]")
      #expect(try values(set) == ["7"])
      #expect(try user.finish().status == 0)
    }
  }

  /// Of a set that several operated there is no last one: the kernel keeps no times.
  @Test func namesNobodyWhereSeveralOperated() throws {
    try withSandbox {
      let set = try create("sem", "--count", "3")
      try ipctool("send", set)
      let pid = try witness(set)[0][4]
      #expect(try show(set, "o['last_operation_pid']") == pid)
      try ipctool("send", set, "--index", "2")
      #expect(try show(set, "o['last_operation_pid']") == "None")
      #expect(
        try show(set, "[m['last_operation_pid'] for m in o['members']]")
          == "[\(pid), None, \(try witness(set)[2][4])]")
      #expect(try show(set, "len(o['processes'])") == "2")
    }
  }

  @Test func countsWhoWaits() throws {
    try withSandbox {
      let set = try create("sem", "--count", "2", "--value", "1")
      let waiting = try [
        ["--value", "5"], ["--value", "3", "--timeout", "600"], ["--value", "0", "--index", "1"],
      ].map { try Program.ipctool(["recv", set] + $0).start() }
      for program in waiting { try wait(for: program, toSleepIn: "__do_semtimedop") }
      let counts = "[(m['waiting_for_more'], m['waiting_for_zero']) for m in o['members']]"
      #expect(try show(set, counts) == "[(2, 0), (0, 1)]")
      #expect(try witness(set).map { "\($0[2]) \($0[3])" } == ["2 0", "0 1"])
      #expect(try show(set, "(o['waiting_for_more'], o['waiting_for_zero'])") == "(2, 1)")
      // One that is killed waits no more.
      waiting[0].send(signal: SIGKILL)
      #expect(try waiting[0].finish().signal == SIGKILL)
      #expect(try show(set, counts) == "[(1, 0), (0, 1)]")
      try ipctool("send", set, "--value", "2")
      #expect(try waiting[1].finish().status == 0)
      try ipctool("recv", set, "--index", "1")
      #expect(try waiting[2].finish().status == 0)
      #expect(try witness(set).map { $0[1...3].joined() } == ["000", "000"])
    }
  }

  @Test(arguments: [[], ["--json"], ["--jsonl"]])
  func saysWhatWasTaken(_ options: [String]) throws {
    try withSandbox {
      let set = try create("sem", "--value", "9")
      let output = try run(Program.ipctool(["recv", set, "--value", "4"] + options))
      if options.isEmpty {
        #expect(output == [])
      } else {
        #expect(try json(output, "d['values']") == "[4]")
      }
      #expect(try values(set) == ["5"])
    }
  }

  static let timeouts = [
    ("0", "1", "EAGAIN: value is 0, 1 wanted"),
    ("0.05", "32767", "ETIMEDOUT: value is 0, 32767 wanted; the time limit passed"),
  ]

  @Test(arguments: timeouts)
  func endsWhenItsTimeIsOver(_ timeout: String, _ value: String, _ reason: String) throws {
    try withSandbox {
      let set = try create("sem")
      let lines = try failure(
        75, Program.ipctool("recv", set, "--value", value, "--timeout", timeout))
      #expect(lines == ["\(set): semop: \(reason)"])
      #expect(try witness(set) == [["0", "0", "0", "0", "0"]])
    }
  }

  @Test func saysThatTheSetWasRemoved() throws {
    try withSandbox {
      let set = try create("sem")
      let waiting = try Program.ipctool("recv", set).start()
      try wait(for: waiting, toSleepIn: "__do_semtimedop")
      try ipctool("rm", set)
      let output = try waiting.finish()
      #expect(output.status == 66)
      #expect(output.errorText == "ipctool: \(set): semop: EIDRM: the semaphore set was removed\n")
    }
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP], [[], ["--timeout", "600"]])
  func takesNothingWhenItIsStopped(_ signal: Int32, _ options: [String]) throws {
    try withSandbox {
      let set = try create("sem")
      let waiting = try Program.ipctool(["recv", set] + options).start()
      try wait(for: waiting, toSleepIn: "__do_semtimedop")
      waiting.send(signal: signal)
      #expect(try waiting.finish().signal == signal)
      try ipctool("send", set)
      #expect(try values(set) == ["1"])
    }
  }

  static let looks = [
    "ls", "ls sem", "ls --json", "ls sem -o all", "show sem:0", "show --json sem:0", "peek sem:0",
    "peek sem:0 --index 1 --json", "rm --dry-run sem:0", "", "create sem:0x2a --exist-ok --value 7",
  ]

  @Test(arguments: looks)
  func lookingChangesNothing(_ look: String) throws {
    try withSandbox {
      let set = try create("sem:0x2a", "--count", "2", "--value", "3")
      try ipctool("send", set, "--index", "1")
      let before = try (witness(set), contents(of: "/proc/sysvipc/sem"))
      Clock.waitForNextSecond()
      try run(shell("exec ipctool \(look)"))
      #expect(try witness(set) == before.0)
      #expect(try contents(of: "/proc/sysvipc/sem") == before.1)
      // The witness sees a change.
      try ipctool("send", set)
      #expect(try witness(set) != before.0)
      #expect(try contents(of: "/proc/sysvipc/sem") != before.1)
    }
  }

  @Test func listsWhatMayNotBeRead() throws {
    try withSandbox {
      let set = try create("sem:0xffffffff", "--count", "2", "--value", "3")
      let open = try create("sem", "--mode", "644")
      let output = try Program.ipctool("ls", "sem", "--json").asNobody.run()
      #expect(output.status == 0)
      #expect(output.errorText == "")
      #expect(
        try json(output.standardOutput, "[(o['key'], o['values']) for o in d['objects']]")
          == "[('0xffffffff', []), ('0x00000000', [0])]")
      #expect(
        try json(
          output.standardOutput,
          "[(h['what'], h['count'], h['needs']) for h in d['coverage']['hidden']]")
          == "[('values of semaphore sets', 1, 'CAP_IPC_OWNER')]")
      // The table does not ask for values: nothing is missing.
      #expect(try Program.ipctool("ls", "sem").asNobody.run().errorText == "")
      let shown = try Program.ipctool("show", set, "--json").asNobody.run()
      #expect(shown.status == 0)
      #expect(
        try json(
          shown.standardOutput,
          "[d['objects'][0][m] for m in ('values', 'members', 'waiting_for_more', 'nsems')]")
          == "[[], None, None, 2]")
      for verb in ["recv", "peek", "send", "rm"] {
        try failure(77, Program.ipctool(verb, set).asNobody)
      }
      try failure(77, Program.ipctool("send", open).asNobody)
      #expect(try run(Program.ipctool("peek", open).asNobody).text == "0\n")
      #expect(try values(set) == ["3", "3"])
    }
  }

  /// A filter that forbids semctl leaves the table of /proc, which tells the same of every set.
  @Test(arguments: ["EPERM", "ENOSYS"])
  func listsWithoutSemctl(_ errno: String) throws {
    try withSandbox {
      for count in ["1", "7"] { _ = try create("sem", "--count", count, "--mode", "640") }
      try ipctool("send", "sem:1", "--index", "6")
      let filtered = { (look: String) in
        shell("exec strace -qq -o /dev/null -e inject=semctl:error=\(errno) ipctool \(look)")
      }
      let columns =
        "ls sem -o address,key,mode,user,gid,creator_uid,nsems,operation_time,change_time"
      let output = try filtered(columns).run()
      #expect(output.status == 0)
      #expect(output.errorText == "")
      #expect(output.standardOutput == (try run(shell("exec ipctool \(columns)"))))
      let document = try run(filtered("ls sem --json"))
      #expect(
        try json(document, "[(o['nsems'], o['values']) for o in d['objects']]")
          == "[(1, []), (7, [])]")
      #expect(
        try json(document, "[(h['count'], h['needs']) for h in d['coverage']['hidden']]")
          == "[(2, 'permission (\(errno))')]")
    }
  }

  static let refused: [(Int32, String)] = [
    (64, "create sem --count 0"), (64, "create sem --value 32768"), (64, "create sem --value -1"),
    (71, "create sem --count 32001"), (71, "create sem --count 18446744073709551615"),
    (73, "create sem:0x2a"), (64, "create sem:1"), (64, "create sem --size 3"),
    (64, "send sem:0 --index 2"), (64, "send sem:0 --value 0"), (65, "send sem:0 --value 32767"),
    (65, "send sem:0 --value 32768"), (64, "send sem:0 data"), (64, "send sem:0 --file /dev/null"),
    (65, "recv sem:0 --value 32768"), (64, "recv sem:0 --index 65536"), (64, "recv sem:0 --all"),
    (64, "peek sem:0 --index 2"), (64, "peek sem:0 --value 1"), (66, "recv sem:7"),
    (66, "show sem:0x2b"), (66, "rm sem:7"), (75, "recv sem:0 --value 2 --timeout 0"),
  ]

  @Test(arguments: refused)
  func refuses(_ status: Int32, _ command: String) throws {
    try withSandbox {
      let set = try create("sem:0x2a", "--count", "2", "--value", "1")
      let before = try (witness(set), contents(of: "/proc/sysvipc/sem"))
      try failure(status, shell("exec ipctool \(command)"))
      #expect(try witness(set) == before.0)
      #expect(try contents(of: "/proc/sysvipc/sem") == before.1)
    }
  }

  /// Many processes at once: no unit is lost, none is taken twice.
  @Test func countsExactlyBetweenProcesses() throws {
    try withSandbox {
      let set = try create("sem")
      let takers = try (0..<4).map { _ in try Program.ipctool("recv", set, "--value", "3").start() }
      for taker in takers { try wait(for: taker, toSleepIn: "__do_semtimedop") }
      let senders = try (0..<13).map { _ in try Program.ipctool("send", set).start() }
      for program in senders + takers { #expect(try program.finish().status == 0) }
      #expect(try values(set) == ["1"])
    }
  }

  /// SETALL asks even the owner for write permission, which the mode need not give.
  @Test(arguments: ["0400", "0000", "0444"])
  func createsWithAValueInAnyMode(mode: String) throws {
    try withSandbox {
      let output = try run(
        Program.ipctool("create", "sem", "--mode", mode, "--value", "5", "--count", "2").asNobody)
      #expect(
        try json(
          try ipctool("show", output.text.trimmed, "--json"),
          "[(o['mode'], o['values'], o['user']) for o in d['objects']]")
          == "[('\(mode)', [5, 5], 'nobody')]")
    }
  }

  /// Whole or not at all: of the calls of semctl the second sets the values, and the third removes.
  @Test func leavesNothingWhenTheValuesCannotBeSet() throws {
    try withSandbox {
      let lines = try failure(
        77,
        Program.system(
          "strace", "-o", "/dev/null", "-e", "trace=semctl", "-e",
          "inject=semctl:error=EACCES:when=2", Program.ipctool().path, "create", "sem", "--value",
          "1"))
      #expect(lines[0].hasPrefix("sem: semctl: EACCES: "))
      #expect(try run(Program.system("ipcs", "-s")).lines.count == 2)
    }
  }

  /// What exists is taken as it is, whatever was asked for.
  @Test func takesAnExistingSetOfAnySize() throws {
    try withSandbox {
      let set = try create("sem:0x2a", "--count", "3")
      for count in ["1", "3", "4", "1000000"] {
        #expect(try create("sem:0x2a", "--count", count, "--exist-ok") == set)
      }
      try failure(64, Program.ipctool("create", "sem:0x2a", "--count", "0", "--exist-ok"))
      try failure(71, Program.ipctool("create", "sem:0x2b", "--count", "1000000", "--exist-ok"))
    }
  }
}
