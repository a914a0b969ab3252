import Support
import Testing

/// What `limits` tells, beside what the kernel and others tell of the same.
struct LimitsTests {
  /// Each value that is a sysctl's, as sysctl(8) tells it.
  @Test func agreesWithTheSettings() throws {
    try withSandbox {
      let document = try ipctool("limits", "--json")
      let rows = try json(
        document,
        #"""
        '\n'.join(f"{l['setting'].split()[0]} {l['value']}" for l in d['limits']
          if l['setting'].split('.')[0] in ('fs', 'kernel', 'net', 'vm') and 'sem' not in l['setting']
          and l['value'] is not None)
        """#)
      let settings = rows.split(separator: "\n").map { String($0).words }
      #expect(settings.count > 15)
      for setting in settings {
        let path = "/proc/sys/" + setting[0].split(separator: ".").joined(separator: "/")
        // Of several numbers it is the last.
        #expect(try contents(of: path).text.words.last == setting[1], "\(setting)")
      }
      let kernel = try contents(of: "/proc/sys/kernel/sem").text.words
      let names = ["SEMMSL", "SEMMNS", "SEMOPM", "SEMMNI"].map { "kernel.sem (\($0))" }
      for (name, value) in zip(names, kernel) {
        #expect(try json(document, limit("value", name)) == value)
      }
    }
  }

  /// util-linux lists the limits of System V and what is used of them; it counts whole pages alone.
  @Test func agreesWithLsipc() throws {
    try withSandbox {
      for _ in 0..<3 { _ = try create("msg") }
      for _ in 0..<2 { _ = try create("shm", "--size", "8192") }
      _ = try create("sem", "--count", "7")
      let document = try ipctool("limits", "msg", "shm", "sem", "--json")
      let witness = try run(
        Program.system("lsipc", "-g", "--raw", "--noheadings", "-b", "-o", "RESOURCE,LIMIT,USED"))
      var compared = 0
      for line in witness.lines.map(\.words) {
        let settings = [
          "MSGMNI": "kernel.msgmni", "MSGMAX": "kernel.msgmax", "MSGMNB": "kernel.msgmnb",
          "SHMMNI": "kernel.shmmni", "SHMALL": "kernel.shmall", "SHMMAX": "kernel.shmmax",
        ]
        let name = line[0].hasPrefix("SEM") ? "kernel.sem (\(line[0]))" : settings[line[0]]
        guard let name, line[0] != "SEMVMX" else { continue }
        #expect(try json(document, limit("value", name)) == line[1], "\(name)")
        let used = line[2] == "-" ? "None" : line[2]
        #expect(try json(document, limit("used", name)) == used, "\(name)")
        compared += 1
      }
      #expect(compared == 10)
      #expect(try json(document, limit("used", "kernel.shmall")) == "4")
    }
  }

  /// As `df` tells of the file system on /dev/shm.
  @Test func agreesWithTheFileSystem() throws {
    try withSandbox {
      try run(
        Program.system("mount", "-o", "remount,size=1M,nr_inodes=100", "/dev/shm"))
      try run(shell("head -c 300000 /dev/zero >/dev/shm/a; touch /dev/shm/b"))
      let document = try ipctool("limits", "posix-shm", "posix-sem", "--json")
      let space = try run(Program.system("df", "-B1", "--output=size,used", "/dev/shm")).lines[1]
      let files = try run(Program.system("df", "--output=itotal,iused", "/dev/shm")).lines[1]
      let rows = "[(l['value'], l['used'], l['most']['user']) for l in d['limits']]"
      func row(_ line: String) -> String { "(\(line.words.joined(separator: ", ")), 'root')" }
      #expect(try json(document, rows) == "[\(row(space)), \(row(files))]")
    }
  }

  /// Without looking into processes where nobody asked for what they use.
  @Test func looksIntoProcessesOnlyWhereItHasTo() throws {
    try withSandbox {
      _ = try create("msg")
      let calls = try ScratchFile()
      try run(
        Program.system(
          "strace", "-f", "-qq", "-o", calls.path, "-e", "trace=openat", Program.ipctool().path,
          "limits", "msg", "shm", "sem", "unix", "posix-shm"))
      let trace = try contents(of: calls.path).text
      #expect(trace.contains("/proc/sys/net/core/somaxconn"))
      #expect(!trace.contains("\"limits\""))
      #expect(!trace.contains("\"/proc\""))
    }
  }

  @Test func choosesSortsAndFilters() throws {
    try withSandbox {
      let values = try ["msgmni", "msgmnb", "msgmax"].map {
        try number(in: "/proc/sys/kernel/\($0)")
      }
      let width = values.map { "\($0)".count }.max() ?? 0
      func padded(_ value: Int) -> String {
        String(repeating: " ", count: width - "\(value)".count) + "\(value)"
      }
      #expect(
        try ipctool("limits", "msg", "-o", "name,value", "--no-header", "--bytes").text
          == """
          queues                         \(padded(values[0]))
          bytes in one queue by default  \(padded(values[1]))
          bytes in one message           \(padded(values[2]))

          """)
      let unused = try ipctool("limits", "--filter", "percent>=101", "--no-header")
      #expect(unused == [])
      let settings = try ipctool(
        "limits", "msg", "mqueue", "--sort", "-setting", "-o", "setting", "--no-header"
      ).lines
      #expect(settings == settings.sorted(by: >))
      #expect(settings.count == 9)
      #expect(try ipctool("limits", "sem", "--jsonl").lines.count == 5)
      #expect(try ipctool("limits", "--columns").lines.count == 11)
      try failure(64, Program.ipctool("limits", "eventfd"))
      try failure(64, Program.ipctool("limits", "frob"))
      try failure(64, Program.ipctool("limits", "--filter", "holders>3"))
      try failure(64, Program.ipctool("limits", "-o", "nothing"))
    }
  }

  /// Numbers that stand for no limit are none, and not narrow tables.
  @Test func fitsATerminal() throws {
    try withSandbox {
      let typescript = try ScratchFile()
      try run(
        Program.system(
          "script", "-qec", "stty cols 80; \(Program.ipctool().path) limits", typescript.path))
      let lines = try contents(of: typescript.path).text.split { $0.isNewline }
      #expect(lines.count > 40)
      #expect(lines.filter { $0.contains("ulimit") }.isEmpty)
      for line in lines where !line.hasPrefix("Script") && !line.hasPrefix("ipctool: ") {
        #expect(line.count <= 80, "\(line)")
      }
    }
  }
}

/// A member of the first limit that `setting` raises, in Python.
func limit(_ name: String, _ setting: String) -> String {
  "[l['\(name)'] for l in d['limits'] if l['setting'].startswith('\(setting)')][0]"
}
