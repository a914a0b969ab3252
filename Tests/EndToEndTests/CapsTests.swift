import Glibc
import Support
import Testing

/// `caps`: what ipctool has, where from, and how to grant more.
struct CapsTests {
  /// The sets, beside what the kernel says of a process that is started alike.
  @Test func tellsTheSets() throws {
    let status = try run(Program.system("cat", "/proc/self/status")).lines
    for (label, member) in [
      ("CapEff:", "effective"), ("CapPrm:", "permitted"), ("CapInh:", "inheritable"),
      ("CapAmb:", "ambient"), ("CapBnd:", "bounding"),
    ] {
      let word = try #require(status.first { $0.hasPrefix(label) }).words[1]
      // capsh(1) names what is in it.
      let names = try run(Program.system("capsh", "--decode=\(word)")).text
      let rows = try run(
        Program.ipctool("caps", "-o", "capability,\(member)", "--no-header")
      ).lines.map(\.words)
      #expect(rows.count == 13)
      for row in rows {
        let isThere = names.split { $0 == "," || $0 == "=" || $0 == "\n" }.contains {
          $0 == row[0].lowercased()
        }
        #expect(row[1] == (isThere ? "yes" : "no"), "\(member) \(row)")
      }
    }
  }

  @Test func tellsWhereTheyComeFrom() throws {
    #expect(
      try value(.ipctool("caps", "--json"), "d['source'], d['user_namespace']") == "('root', False)"
    )
    #expect(try value(Program.ipctool("caps", "--json").asNobody, "d['source']") == "none")
    try LentProgram.with { lent in
      let plain = try value(
        lent("caps", "--json"), "d['source'], d['no_new_privs'], \(states)['IPC_OWNER']")
      #expect(plain == "('file', False, 'unused')")
      // What is ignored is said, with what it is.
      let restricted = ["--no-new-privs", "--", lent.path, "caps"]
      let ignored = try value(
        Program("/usr/bin/setpriv", restricted + ["--json"]).asNobody,
        "d['source'], d['no_new_privs'], 'cap_sys_ptrace' in d['obstacles'][0]")
      #expect(ignored == "('none', True, True)")
      let words = try run(Program("/usr/bin/setpriv", restricted).asNobody).text
      #expect(words.contains("# no_new_privs is set"))
      // Who executes it keeps what he had (security/commoncap.c).
      let kept = try value(
        lent.restricted(["--no-new-privs"], "caps", "--json"),
        "d['source'], d['no_new_privs'], d['obstacles'][0]")
      #expect(
        kept
          == "('file', True, 'no_new_privs is set for this process: its file lends no more than"
          + " who executed it had')")
      let namespace = Program(
        "/usr/bin/setpriv",
        [
          "--reuid=65534", "--regid=65534", "--clear-groups", "unshare", "--user",
          "--map-root-user",
        ]
          + [lent.path, "caps", "--json"])
      let mapped = try value(namespace, "d['source'], d['user_namespace']")
      #expect(mapped == "('root', True)")
    }
    // The user's own, which he may use for all that they are good for.
    try LentProgram.with(nil) { program in
      let ambient = ["--inh-caps=-all,+ipc_owner", "--ambient-caps=-all,+ipc_owner"]
      let own = try value(
        program.restricted(ambient, "caps", "--json"),
        "d['source'], \(states)['IPC_OWNER'], \(states)['SYS_PTRACE']")
      #expect(own == "('ambient', 'yes', 'no')")
      try withSandbox {
        let queue = try create("msg")
        try ipctool("send", queue, "data")
        #expect(try run(program.restricted(ambient, "peek", queue)).text == "data")
      }
    }
  }

  /// The line grants what it says, and then nothing is left to be granted.
  @Test func grantsWhatItSays() throws {
    try LentProgram.with(nil) { program in
      for index in 0..<2 {
        let command = try value(program("caps", "--json"), "d['grants'][0]['command']")
        #expect(command.hasPrefix("setcap cap_sys_ptrace,cap_dac_read_search"))
        #expect(command.hasSuffix("+p \(program.path)"))
        #expect(try run(program("caps")).lines.contains("  \(command)"))
        try run(shell(command))
        #expect(try value(program("caps", "--json"), "len(d['grants'])") == "\(1 - index)")
      }
      #expect(
        try value(
          program("caps", "--json"),
          "{c['state'] for c in d['capabilities'] if c['shows'] and c['bounding']}") == "{'lent'}")
      // It sees what it was granted for.
      try run(program("ps", "\(getpid())"))
    }
  }

  /// A shell that reads the line as it stands there runs nothing but it.
  @Test(arguments: ["x'$(touch \"$0.ran\")'", "a b$(x);'q", "\\back", "two\nlines\u{1B}[31m", "é"])
  func quotesThePathForAShell(_ name: String) throws {
    try withScratchDirectory { directory in
      let place = "\(directory)/\(name)"
      try run(.system("chmod", "755", directory))
      try run(.system("mkdir", place))
      try run(.system("cp", Program.ipctool().path, "\(place)/ipctool"))
      let lines = try run(Program("\(place)/ipctool", ["caps"]).asNobody).lines
      let line = try #require(lines.first { $0.hasPrefix("  setcap ") })
      let told = try run(
        Program.system("bash", "-c", "setcap() { printf %s \"$2\"; }; eval \"$0\"", line))
      #expect(told == Array("\(place)/ipctool".utf8))
      #expect(try run(.system("find", directory, "-name", "*.ran")).isEmpty)
    }
  }

  /// What lies on a mount with nosuid lends nothing.
  @Test func tellsOfNosuid() throws {
    try withSandbox {
      try run(
        shell("mkdir /dev/shm/mount && mount -t tmpfs -o nosuid,mode=755 none /dev/shm/mount"))
      let path = "/dev/shm/mount/with space"
      try run(Program.system("install", "-m", "755", Program.ipctool().path, path))
      try run(Program.system("setcap", "cap_sys_ptrace+p", path))
      let program = Program(path, ["caps", "--json"]).asNobody
      #expect(
        try value(program, "d['source'], d['nosuid'], 'nosuid' in d['obstacles'][0]")
          == "('none', True, True)")
      #expect(
        try value(program, "d['grants'][0]['command'].endswith(\"+p '/dev/shm/mount/with space'\")")
          == "True")
    }
  }

  /// What was given to it for the programs of a user namespace counts for nobody here, and is no reason to be silent.
  @Test func tellsOfCapabilitiesOfAnotherNamespace() throws {
    try LentProgram.with(nil) { program in
      let names = "cap_sys_ptrace,cap_dac_read_search+p"
      try run(Program.system("setcap", "-n", "1000", names, program.path))
      let told = try value(
        program("caps", "--json"), "d['source'], d['obstacles'], len(d['grants'])")
      #expect(
        told == "('none', [\"its file's capabilities count only where uid 1000 is root\"], 2)")
      let command = try value(program("caps", "--json"), "d['grants'][0]['command']")
      #expect(command == "setcap \(names) \(program.path)")
      try run(shell(command))
      #expect(
        try value(program("caps", "--json"), "d['source'], d['obstacles'], len(d['grants'])")
          == "('file', [], 1)")
    }
  }

  /// Nothing can be granted to a file that has no path any more, and another that took it is not meant.
  @Test(arguments: ["rm \"$1\"", "mv \"$1.new\" \"$1\""])
  func grantsNothingToAFileThatIsGone(_ loss: String) throws {
    try LentProgram.with(nil) { program in
      try run(shell("touch \"$1.new\"", program.path))
      let script = "exec 9<\"$1\"; \(loss); exec /proc/self/fd/9 caps"
      let document = try run(shell("\(script) --json", program.path))
      let told = try json(document, "d['executable'], d['grants'], d['obstacles']")
      #expect(
        told == "(None, [], ['its file was removed or replaced since it was started: nothing can"
          + " be granted to it'])")
    }
    try LentProgram.with(nil) { program in
      try run(shell("touch \"$1.new\"", program.path))
      let text = try run(
        shell("exec 9<\"$1\"; \(loss); exec /proc/self/fd/9 caps", program.path)
      ).text
      #expect(text.contains("# its file was removed") && !text.contains("  setcap"), "\(text)")
    }
  }

  /// A name may end as /proc marks what is gone.
  @Test func grantsToAFileThatIsCalledDeleted() throws {
    try withScratchDirectory { directory in
      let path = "\(directory)/x (deleted)"
      try run(.system("cp", Program.ipctool().path, path))
      #expect(
        try value(Program(path, ["caps", "--json"]), "d['grants'][0]['command']")
          .hasSuffix("+p '\(path)'"))
    }
  }

  /// The set-user-ID bit gives as little as capabilities for what is not to be seen, and nothing else.
  @Test func givesUpTheSetUserIDBit() throws {
    try withSandbox {
      let queue = try create("msg")
      try ipctool("send", queue, "data")
      try LentProgram.with(nil) { program in
        try run(Program.system("chmod", "4755", program.path))
        try failure(77, program("peek", queue))
        try failure(77, program("rm", queue))
        let own = try run(program("create", "msg")).text.trimmed
        #expect(
          try json(try ipctool("show", own, "--json"), "d['objects'][0]['user']") == "nobody")
        #expect(
          try value(
            program("caps", "--json"),
            "d['source'], any('set-user-ID' in o for o in d['obstacles'])")
            == "('none', True)")
      }
    }
  }

  /// Another user's bit, and the bit of a group, which a command would inherit.
  @Test(arguments: [("1:65534", "4755"), ("65534:42", "2755"), ("0:0", "6755")])
  func givesUpOtherIDs(_ owner: String, _ mode: String) throws {
    try withScratchDirectory { directory in
      try run(.system("chown", "0:42", directory))
      try run(
        .system(
          "sh", "-c", "echo secret >$1/file; chown 1:42 $1/file; chmod 440 $1/file", "sh", directory
        ))
      try LentProgram.with(nil) { program in
        try run(.system("chown", owner, program.path))
        try run(.system("chmod", mode, program.path))
        try withSandbox {
          let queue = try run(program("create", "msg")).text.trimmed
          let failed = try failure(77, program("send", queue, "--file", "\(directory)/file"))
          #expect(failed[0].contains("EACCES"), "\(failed)")
          let pipe = try run(program("create", "pipe")).text.trimmed
          try run(program("rm", pipe))
        }
        let ids = "import os; print(os.getresuid(), os.getresgid())"
        let child = try run(
          program("create", "pipe", "--", "/usr/bin/python3", "-c", ids))
        #expect(
          child.lines.last == "(65534, 65534, 65534) (65534, 65534, 65534)", "\(child.text)")
        #expect(
          try value(program("caps", "--json"), "any('set-group-ID' in o for o in d['obstacles'])")
            == "True")
      }
    }
  }

  @Test func choosesColumns() throws {
    let rows = try ipctool("caps", "-o", "capability", "--no-header", "--sort", "capability").lines
    #expect(rows == rows.sorted())
    #expect(try ipctool("caps", "--jsonl").lines.count == rows.count)
    #expect(try ipctool("caps", "--columns", "--no-header").lines.count == 11)
    #expect(try failure(64, .ipctool("caps", "-o", "nothing"))[0] == "-o: no such column: nothing")
    // A table of people's has what each is for, and no line is wider than usual terminals but one to be copied.
    for line in try ipctool("caps").lines where !line.hasPrefix("  setcap") {
      #expect(line.utf8.count <= 80, "\(line)")
    }
  }
}

private let states = "{c['capability'][4:]: c['state'] for c in d['capabilities']}"

private func value(_ program: Program, _ expression: String) throws -> String {
  try json(try run(program), expression)
}
