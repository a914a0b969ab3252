import Support
import Testing

/// What `why`, `limits`, `graph` and `doctor` tell of containers.
struct NamespaceDiagnosisTests {
  /// Who waits at a queue of another namespace.
  @Test func explainsAWaitElsewhere() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import ctypes, os, sys
        libc = ctypes.CDLL(None)
        assert libc.unshare(0x08000000) == 0
        queue = libc.msgget(0x42, 0o1600)
        print(os.getpid(), os.stat("/proc/self/ns/ipc").st_ino, flush=True)
        libc.msgrcv(queue, ctypes.create_string_buffer(64), 8, 0, 0)
        """
      ).start()
      let words = try #require(try program.readLine()).words
      try wait(for: program, toSleepIn: "do_msgrcv")
      let address = "msg:0@ipc=\(words[1])"
      func waits(_ arguments: String...) throws -> String {
        let output = try Program.ipctool(["why", "--json"] + arguments).run()
        return try json(
          output.standardOutput,
          "[w['address'] for t in d['threads'] if t['pid'] == \(words[0]) for w in t['waits']]")
      }
      #expect(try waits(words[0], "--namespace", "all") == "['\(address)']")
      #expect(try waits(address) == "['\(address)']")
      #expect(try waits(words[0]) == "[]")
      try ipctool("send", address, "now")
      _ = try program.finish()
    }
  }

  @Test func tellsTheLimitsOfEachNamespace() throws {
    try withSandbox {
      let nest = try NestedNamespaces()
      let script = "echo $2 > /proc/sys/kernel/msgmni"
      for level in nest.levels {
        try run(
          Program.system(
            "nsenter", "-t", level.pid, "-i", "sh", "-c", script, "sh", "", "\(100 + level.depth)"))
      }
      let document = try ipctool("limits", "msg", "--namespace", "all", "--json")
      for level in nest.levels {
        #expect(
          try json(
            document,
            "[(l['value'], l['used']) for l in d['limits'] if l['setting'] == 'kernel.msgmni'"
              + " and l['namespace'] == 'ipc=\(level.ipc)']") == "[(\(100 + level.depth), 1)]")
      }
      let one = try ipctool("limits", "msg", "--namespace", nest.levels[2].pid, "--json")
      #expect(
        try json(one, "sorted({l['namespace'] for l in d['limits']})")
          == "['ipc=\(nest.levels[2].ipc)']")
      _ = try nest.running.finish()
    }
  }

  /// What binds the whole machine is no namespace's and is told once, whatever a namespace knows of it.
  @Test func tellsTheLimitsOfTheMachineOnce() throws {
    try checkLimitsOfTheMachine()
    try withSandbox { try checkLimitsOfTheMachine() }
  }

  private func checkLimitsOfTheMachine() throws {
    let inside = try Container()
    for place in ["all", inside.pid] {
      let document = try ipctool("limits", "--namespace", place, "--json")
      func rows(_ setting: String, _ words: String) throws -> String {
        try json(
          document, "[\(words) for l in d['limits'] if l['setting'].startswith('\(setting)')]")
      }
      for setting in [
        "vm.nr_hugepages", "net.ipv4.tcp_mem", "net.ipv4.udp_mem", "net.core.rmem_max",
        "net.core.wmem_default",
      ] {
        #expect(try rows(setting, "l['namespace']") == "[None]", "\(setting), \(place)")
        if place == "all" {
          #expect(try rows(setting, "l['value'] is None") == "[False]", "\(setting)")
        }
      }
      // Others are of each.
      for (setting, own) in [
        ("net.core.somaxconn", "net=\(inside.net)"), ("kernel.shmmni", "ipc=\(inside.ipc)"),
      ] {
        #expect(try rows(setting, "l['namespace']").contains("'\(own)'"), "\(setting)")
      }
    }
    try inside.end()
  }

  /// A process has its limits wherever it is, and is told of where its namespaces are asked about.
  @Test func tellsTheLimitsOfProcessesInside() throws {
    let inside = try Program.system(
      "unshare", "--ipc", "sh", "-c", "ulimit -n 9; exec 3<. 4<. 5<. 6<. 7<.; echo; read line"
    ).start()
    _ = try inside.readLine()
    let open = try run(Program.system("ls", "/proc/\(inside.pid)/fd")).lines.count
    let one = try ipctool("limits", "--namespace", "\(inside.pid)", "--json")
    #expect(
      try json(
        one,
        "[(l['value'], l['used'], l['most']['pid']) for l in d['limits']"
          + " if 'RLIMIT_NOFILE' in l['setting']]") == "[(9, \(open), \(inside.pid))]")
    let findings = try Program.ipctool(
      "doctor", "--rule", "limit", "--namespace", "\(inside.pid)", "--json"
    ).run()
    #expect(
      try json(
        findings.standardOutput,
        "any('(by process \(inside.pid))' in f['message'] for f in d['findings'])") == "True")
    _ = try inside.finish()
  }

  @Test func drawsAndExaminesWhatIsInside() throws {
    try withSandbox {
      let nest = try NestedNamespaces()
      let level = nest.levels[2]
      let graph = try ipctool("graph", "--namespace", level.pid, "--json")
      #expect(
        try json(graph, "any(n.get('pid') == \(level.pid) for n in d['nodes'])") == "True")
      let program = Program.ipctool(
        "doctor", "--namespace", level.pid, "--rule", "world-writable", "--json")
      try run(
        Program.system(
          "nsenter", "-t", level.pid, "-i", Program.ipctool().path, "create", "msg:0x66", "--mode",
          "666"))
      let findings = try program.run().standardOutput
      #expect(
        try json(findings, "[f['address'] for f in d['findings']]") == "['msg:1@ipc=\(level.ipc)']")
      _ = try nest.running.finish()
    }
  }
}
