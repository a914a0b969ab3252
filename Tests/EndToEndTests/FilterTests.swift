import Support
import Testing

/// `ls --filter`, `--user` and `--pid`, beside what python and jq pick from the whole listing.
struct FilterTests {
  /// An expression, and the same in Python of an object `o`.
  static let conditions = [
    ("kind=msg", "o['kind'] == 'msg'"),
    ("kind != msg", "o['kind'] != 'msg'"),
    ("address=shm:3", "o['address'] == 'shm:3'"),
    ("id<5 and not kind=shm", "o['id'] is not None and o['id'] < 5 and o['kind'] != 'shm'"),
    ("uid=65534", "o['uid'] == 65534"),
    (
      "user=nobody or user=root and id<3",
      "o['user'] == 'nobody' or o['user'] == 'root' and o['id'] in (0, 1, 2)"
    ),
    ("gid>=1100", "o['gid'] >= 1100"),
    ("mode=600", "o['mode'] == '0600'"),
    ("mode!=0640", "o['mode'] != '0640'"),
    ("capacity_bytes>100K", "o['capacity_bytes'] > 102400"),
    ("capacity_bytes<=50KB && kind=shm", "o['capacity_bytes'] <= 50000 and o['kind'] == 'shm'"),
    ("bytes=4096", "o['bytes'] == 4096"),
    ("messages>1", "(o['messages'] or 0) > 1"),
    ("messages=0", "o['messages'] == 0"),
    ("attached>0", "(o['attached'] or 0) > 0"),
    ("not attached", "o['attached'] is None"),
    ("destroyed", "o.get('destroyed') is True"),
    ("destroyed=no", "o.get('destroyed') is False"),
    ("key=0x00000000", "o['key'] == '0x00000000'"),
    ("key~'^0x0[0-9a-f]*$'", "o['key'] and re.search('^0x0[0-9a-f]*$', o['key'])"),
    ("key!~^0xc", "o['key'] and not o['key'].startswith('0xc')"),
    ("change_time>1d", "o['change_time'] > past(86400)"),
    ("change_time<1d", "o['change_time'] < past(86400)"),
    ("send_time>-1h", "o['send_time'] and o['send_time'] > past(3600)"),
    ("send_time", "o['send_time'] is not None"),
    ("not send_time and kind=msg", "o['send_time'] is None and o['kind'] == 'msg'"),
    ("attach_time>2020-01-01T00:00:00Z", "o['attach_time'] and o['attach_time'] > '2020'"),
    ("values", "o['values'] != []"),
    ("holders", "o['holders']"),
    ("not holders", "not o['holders']"),
    ("holders.command~^pyth", "o['holders'] and 'python3' in [h['command'] for h in o['holders']]"),
    ("holders.access=map-r", "o['holders'] and 'map-r' in [h['access'] for h in o['holders']]"),
    (
      "holders.access!=map-rw and kind=shm",
      "o['kind'] == 'shm' and 'map-rw' not in [h['access'] for h in o['holders']]"
    ),
    (
      "holders.fd>0 or (mode=444 and bytes>0)",
      "o['holders'] and any(h['fd'] for h in o['holders']) or o['mode'] == '0444' and o['bytes'] > 0"
    ),
    ("creator_pid!=1", "o['creator_pid'] not in (None, 1)"),
    ("name=/held or path~/free$", "o['name'] == '/held' or (o['path'] or '').endswith('/free')"),
    (
      "(kind=msg or kind=shm) and not (uid=0 or bytes=0)",
      "o['kind'] in ('msg', 'shm') and not (o['uid'] == 0 or o['bytes'] == 0)"
    ),
  ]

  /// The same rows as python picks from the whole listing, in the same order, in every form.
  @Test func picksWhatPythonPicks() throws {
    try withSandbox {
      let population = try Population(churns: false)
      let holder = try Self.hold()
      let compare = """
        import json, re, subprocess, sys, time
        tool, conditions, kinds = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3].split()
        def run(*options):
          done = subprocess.run([tool, "ls", *kinds, *options], stdout=subprocess.PIPE, check=True)
          return done.stdout.decode()
        def past(seconds):
          return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds))
        objects = json.loads(run("--json"))["objects"]
        for text, condition in conditions:
          wanted = [o["address"] for o in objects if eval(condition)]
          filter = ["--filter", text]
          rows = [o["address"] for o in json.loads(run("--json", *filter))["objects"]]
          assert rows == wanted, (text, rows, wanted)
          rows = [json.loads(line)["address"] for line in run("--jsonl", *filter).splitlines()]
          assert rows == wanted, (text, "jsonl", rows, wanted)
          table = run("--no-header", "-o", "address", *filter).split()
          assert table == wanted, (text, "table", table, wanted)
          table = run("--no-header", "-o", "address", "--sort=-address", *filter).split()
          assert table == sorted(wanted, reverse=True), (text, "sorted", table, wanted)
          print(len(wanted), len(objects))
        """
      let pairs = Self.conditions.map { [$0.0, $0.1].map(Self.quoted).joined(separator: ",") }
      let list = "[" + pairs.map { "[\($0)]" }.joined(separator: ",") + "]"
      let counts = try run(
        Program.python(
          compare, Program.ipctool().path, list, sandboxKinds.joined(separator: " "))
      ).lines.map(\.words)
      #expect(counts.count == Self.conditions.count)
      // Most of them pick some and leave some.
      #expect(counts.filter { $0[0] != "0" && $0[0] != $0[1] }.count > 25)
      #expect(try holder.finish().status == 0)
      try population.end()
    }
  }

  /// A second witness, with a language of its own for the same.
  @Test func picksWhatJqPicks() throws {
    try withSandbox {
      let population = try Population(churns: false)
      let document = try ipctool("ls", "msg", "shm", "--json")
      for (text, condition) in [
        ("uid=65534 and bytes>0", ".uid == 65534 and .bytes > 0"),
        ("key>0x80000000", ".key > \"0x80000000\""),
        ("not (mode=600 or attached=2)", "(.mode == \"0600\" or .attached == 2) | not"),
      ] {
        let wanted = try run(
          Program.system("jq", "-r", ".objects[] | select(\(condition)) | .address"),
          input: document
        ).lines
        let rows = try ipctool(
          "ls", "msg", "shm", "--filter", text, "-o", "address", "--no-header"
        ).lines
        #expect(rows == wanted)
        #expect((1..<301).contains(rows.count), "\(text)")
      }
      try population.end()
    }
  }

  @Test func picksByUser() throws {
    try withSandbox {
      let population = try Population(churns: false)
      func addresses(_ options: String...) throws -> [String] {
        try run(
          Program.ipctool(
            ["ls", "-o", "address", "--no-header", "--sort", "address"]
              + (options.first?.first == "-" ? sandboxKinds : []) + options)
        ).lines
      }
      let queues = try run(Program.system("lsipc", "-q", "--raw", "--noheadings", "-o", "ID,UID"))
        .lines
      let nobodys = queues.map(\.words).filter { $0[1] == "65534" }.map { "msg:" + $0[0] }
      #expect(nobodys.count == 22)
      for name in ["nobody", "65534"] {
        #expect(try Set(addresses("msg", "--user", name)) == Set(nobodys))
        #expect(try addresses("--user", name) == addresses("--filter", "uid=65534"))
      }
      // Several conditions have all to be met.
      #expect(
        try addresses("--user", "nobody", "--filter", "kind=msg", "--filter", "messages=2")
          == addresses("--filter", "uid=65534 and kind=msg and messages=2"))
      #expect(try addresses("--user", "4294967294") == [])
      #expect(
        try failure(64, .ipctool("ls", "--user", "no-such-user"))
          == ["--user: no such user: no-such-user"])
      // Of several kinds those are listed that have an owner.
      #expect(
        try failure(64, .ipctool("ls", "eventfd", "--user", "root"))
          == ["--user: eventfd has no owner"])
      try ipctool("ls", "eventfd", "msg", "--user", "root")
      try population.end()
    }
  }

  /// What a process holds, as lsof and the kernel's own counts have it; of its reads none is of
  /// another process.
  @Test func picksByProcess() throws {
    try withSandbox {
      let population = try Population(churns: false)
      _ = try create("posix-shm:/other")
      let holder = try Self.hold()
      let pid = "\(holder.pid)"
      let trace = try ScratchFile()
      let rows = try run(
        shell(
          "exec strace -f -qq -e trace=%file -o $1 ipctool ls $3 --no-header -o address --pid $2",
          trace.path, pid, sandboxKinds.joined(separator: " "))
      ).lines
      #expect(Set(rows) == ["posix-shm:/held", "posix-shm:/mapped"])
      let calls = try contents(of: trace.path).text.split(separator: "\n")
      #expect(calls.contains { $0.contains("\"/proc/\(pid)\"") })
      let others = calls.filter { $0.contains("\"/proc\"") || $0.contains("\"/proc/1\"") }
      #expect(others == [])
      // With the column all its holders are there, and still no other object.
      let second = try Self.hold(creates: false)
      let document = try run(Program.ipctool(["ls", "--json", "--pid", pid] + sandboxKinds))
      let holders =
        "sorted((o['name'], sorted({h['pid'] for h in o['holders']})) for o in d['objects'])"
      let pids = [holder.pid, second.pid].sorted()
      #expect(
        try json(document, holders)
          == "[('/held', [\(pids[0]), \(pids[1])]), ('/mapped', [\(pids[0]), \(pids[1])])]")
      #expect(
        try ipctool("ls", "posix-shm", "--no-header", "-o", "address", "--pid", pid).lines
          == rows)
      #expect(
        try ipctool(
          "ls", "--no-header", "-o", "address", "--pid", pid, "--filter", "name=/held"
        ).lines
          == ["posix-shm:/held"])
      try #require(try second.finish().status == 0)
      try #require(try holder.finish().status == 0)
      #expect(
        try failure(66, .ipctool("ls", "--pid", pid))
          == ["process \(pid): there is none, or it has ended"])
      try population.end()
    }
  }

  @Test func mayNotLookIntoEveryProcess() throws {
    try withSandbox {
      let holder = try Self.hold()
      let pid = "\(holder.pid)"
      let lines = try failure(77, Program.ipctool("ls", "--pid", pid).asNobody)
      #expect(
        lines == [
          "process \(pid): what it holds may not be looked at",
          "needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH",
        ])
      #expect(
        try failure(64, .ipctool("ls", "msg", "--pid", pid))
          == ["--pid: the kernel does not tell which process uses msg"])
      for wrong in ["0", "-1", "x", "99999999999"] {
        try failure(64, .ipctool("ls", "--pid", wrong))
      }
      try #require(try holder.finish().status == 0)
    }
  }

  /// Nobody's maps are read for rows that are not there, whatever decided: the listing or the details.
  @Test(arguments: ["user=nobody", "capacity_bytes>1G", "bytes>1G", "holders=1 and kind=msg"])
  func looksForHoldersOnlyOfWhatIsLeft(_ text: String) throws {
    try withSandbox {
      _ = try (create("shm"), create("posix-shm:/x"))
      let trace = try ScratchFile()
      func maps(_ text: String) throws -> Int {
        let script = "exec strace -f -qq -o $1 ipctool ls shm posix-shm -o +holders --filter \"$2\""
        try run(shell(script, trace.path, text))
        return try contents(of: trace.path).lines.count { $0.contains("\"maps\"") }
      }
      #expect(try maps(text) == 0)
      // The same trace sees them where they are read.
      #expect(try maps("user=root") > 0)
    }
  }

  @Test func pointsAtMistakes() throws {
    for (arguments, expected) in [
      (
        ["bytes>1 and byts<3"],
        [
          "--filter: column 13: no such column: byts ('ipctool ls --columns' lists them)",
          "bytes>1 and [here]byts<3",
        ]
      ),
      (
        ["limits"],
        [
          "--filter: column 1: limits is not read for a listing ('ipctool show' tells it)",
          "[here]limits",
        ]
      ),
      (
        ["attached>0", "msg"],
        [
          "--filter: column 1: msg has no attached", "[here]attached>0",
        ]
      ),
      (
        ["name=x\n\u{1B}[31m\u{202E}"],
        [
          "--filter: column 8: 'and', 'or' or the end is expected here, not "
            + #"'\x1b[31m\u{202e}'"#, #"name=x\n[here]\x1b[31m\u{202e}"#,
        ]
      ),
      (
        ["bytes>abc"],
        ["--filter: column 7: 'abc' is not a size (such as 512, 4K or 1.5M)", "bytes>[here]abc"]
      ),
      ([""], ["--filter: column 1: the expression is empty", "[here]"]),
      (["-x"], ["--filter: column 1: a column is expected here, not '-x'", "[here]-x"]),
    ] {
      #expect(try failure(64, Program.ipctool(["ls", "--filter"] + arguments)) == expected)
    }
    // A byte that is not UTF-8.
    #expect(
      try failure(64, shell(#"exec ipctool ls --filter "$(printf 'id=\377')""#))
        == ["--filter: column 4: '\\xff' is not a number", "id=[here]\\xff"])
  }

  /// Holds /held through a descriptor and /mapped through a mapping.
  private static func hold(creates: Bool = true) throws -> RunningProgram {
    let program = try Program.python(
      """
      import mmap, os, sys
      flags = os.O_RDWR | (os.O_CREAT if sys.argv[1] == "true" else 0)
      held = os.open("/dev/shm/held", flags, 0o600)
      fd = os.open("/dev/shm/mapped", flags, 0o600)
      os.ftruncate(fd, 8192)
      mapping = mmap.mmap(fd, 8192)
      os.close(fd)
      print("held", flush=True)
      sys.stdin.read()
      """, String(creates)
    ).start()
    #expect(try program.readLine() == "held")
    return program
  }

  /// As a JSON string; the texts above have nothing else to escape.
  private static func quoted(_ text: String) -> String {
    "\"\(text)\""
  }

  /// A slip in a kind does not pass for a machine that has none.
  @Test(arguments: ["kind=mag", "kind!=mag", "bytes>1 or kind=mag"])
  func knowsTheKinds(_ expression: String) throws {
    let lines = try failure(64, .ipctool("ls", "--filter", expression))
    #expect(lines[0].contains("no such kind: 'mag' (known are pipe, fifo, msg, "))
    #expect(lines[1].hasSuffix("[here]mag"))
    try ipctool("ls", "--filter", "kind=msg or kind~^posix")
  }
}
