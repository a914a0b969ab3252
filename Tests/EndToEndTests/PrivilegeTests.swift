import Support
import Testing

/// As a user without any privilege, beside objects of root.
struct PrivilegeTests {
  /// A descriptor of a process that may not be looked into.
  @Test func saysWhatADescriptorTakes() throws {
    try withSandbox {
      let holder = try Program.fixture("pipe").start()
      _ = try holder.readLine()
      let path = "/proc/\(holder.pid)/fd/3"
      let lines = try failure(77, Program.ipctool("show", path).asNobody)
      #expect(
        lines == [
          "\(path): readlink: EACCES: permission denied",
          "needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH",
        ])
      _ = try holder.finish()
    }
  }

  static let kinds = ["msg:0x2a", "shm:0x2a", "posix-shm:/x"]

  @Test(arguments: kinds, ["recv", "peek", "send", "rm"])
  func mayNotTouch(_ kind: String, _ verb: String) throws {
    try withSandbox {
      let address = try create(kind)
      try ipctool("send", address, "data")
      let lines = try failure(77, Program.ipctool(verb, address).asNobody, input: [UInt8]("x"))
      #expect(lines[0].hasPrefix("\(address): "))
      #expect(lines[0].contains("EACCES: ") || lines[0].contains("EPERM: "))
      // By its key or path it is the same.
      if verb != "rm" {
        let other = kind.hasPrefix("posix") ? "/dev/shm/x" : kind
        try failure(77, Program.ipctool(verb, other).asNobody, input: [UInt8]("x"))
      }
      #expect(try ipctool("peek", address).starts(with: "data".utf8))
    }
  }

  /// The least that helps: who is to read only needs no right to write to everything.
  @Test func namesTheLeastThatHelps() throws {
    try withSandbox {
      try ipctool("send", try create("posix-shm:/x"), "data")
      _ = try create("posix-sem:/x")
      _ = try create("mqueue:/x", "--max-messages", "1", "--message-size", "8")
      let file = "needs the permission bits of its file and of /dev/shm, or"
      let queue = "needs the queue's permission bits or"
      for (words, hint) in [
        (["peek", "posix-shm:/x"], "\(file) CAP_DAC_READ_SEARCH"),
        (["recv", "posix-shm:/x"], "\(file) CAP_DAC_READ_SEARCH"),
        (["send", "posix-shm:/x", "y"], "\(file) CAP_DAC_OVERRIDE"),
        (["recv", "posix-sem:/x", "--timeout", "0"], "\(file) CAP_DAC_OVERRIDE"),
        (["recv", "mqueue:/x", "--timeout", "0"], "\(queue) CAP_DAC_READ_SEARCH"),
        (["send", "mqueue:/x", "y", "--timeout", "0"], "\(queue) CAP_DAC_OVERRIDE"),
      ] {
        #expect(try failure(77, Program.ipctool(words).asNobody)[1] == hint, "\(words)")
      }
      try LentProgram.with(nil) { program in
        let reading = ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]
        let read = try run(program.restricted(reading, "peek", "posix-shm:/x"))
        #expect(read.starts(with: "data".utf8))
        let received = program.restricted(reading, "recv", "mqueue:/x", "--timeout", "0")
        #expect(try failure(75, received)[0].contains("no message waits"))
      }
    }
  }

  /// The root of a user namespace has each capability, and none for what does not belong to it.
  @Test func saysWhatACapabilityOfAUserNamespaceLacks() throws {
    try withSandbox {
      let queue = try create("msg")
      let memory = try create("posix-shm:/x")
      func inside(_ words: String...) -> Program {
        Program(
          "/usr/bin/setpriv",
          [
            "--reuid=65534", "--regid=65534", "--clear-groups", "unshare", "--user",
            "--map-root-user", Program.ipctool().path,
          ] + words)
      }
      let forbids = "another user namespace, further capabilities or a security module forbids it"
      let listed = try inside("ls", "mqueue").run()
      #expect(
        listed.errorText.contains("more than CAP_SYS_ADMIN: \(forbids)"), "\(listed.errorText)")
      for (program, capability) in [
        (inside("peek", queue), "CAP_IPC_OWNER"), (inside("rm", queue), "CAP_SYS_ADMIN"),
        (inside("peek", memory), "CAP_DAC_READ_SEARCH"), (inside("rm", memory), "CAP_FOWNER"),
        (inside("create", "tcp:127.0.0.1:99"), "CAP_NET_BIND_SERVICE"),
      ] {
        let lines = try failure(77, program)
        #expect(
          lines.count == 2 && lines[1].hasSuffix("more than \(capability): \(forbids)"),
          "\(lines)")
        #expect(!lines[0].contains("CAP_"), "\(lines)")
      }
    }
  }

  /// A port lies in no directory, and a path has no port.
  @Test func saysWhatASocketTakes() throws {
    try withSandbox {
      try run(Program.system("mount", "-t", "tmpfs", "-o", "mode=755", "none", "/mnt"))
      for (address, hint) in [
        (
          "tcp:127.0.0.1:99",
          "needs a port from net.ipv4.ip_unprivileged_port_start on or CAP_NET_BIND_SERVICE"
        ),
        ("unix:/mnt/s", "needs the right to write to the directory"),
      ] {
        let lines = try failure(77, Program.ipctool("create", address).asNobody)
        #expect(lines == ["\(address): bind: EACCES: permission denied", hint])
      }
    }
  }

  @Test func listsWhatItMayNotRead() throws {
    try withSandbox {
      let population = try Population(churns: false)
      try run(shell("cd /dev/shm; echo a >open; echo b >closed; chmod 0 closed; chmod 644 open"))
      for arguments in [
        ["msg"], ["shm", "-o", "address,key,mode,capacity_bytes,attached"], ["posix-shm"],
      ] {
        let program = Program.ipctool(["ls", "--bytes"] + arguments)
        let mine = try program.asNobody.run()
        #expect(mine.status == 0)
        #expect(mine.lines.count > (arguments[0] == "posix-shm" ? 2 : 150))
        #expect(mine.standardOutput == (try run(program)))
        #expect(mine.errorText == "")
      }
      try population.end()
    }
  }

  /// Who holds an object is hidden from nobody: that is counted and said, and is no failure.
  @Test(arguments: ["shm", "posix-shm"])
  func countsTheProcessesItCannotSee(_ kind: String) throws {
    try withSandbox {
      let fixture = try Program.fixture(kind, "attach", "map", "mode=0644").start()
      let address = try #require(try fixture.readLine())
      for arguments in [["ls", kind, "--json"], ["show", address, "--json"]] {
        let output = try Program.ipctool(arguments).asNobody.run()
        #expect(output.status == 0)
        #expect(output.errorText == "")
        let hidden = try json(
          output.standardOutput,
          "sum(h['count'] for h in d['coverage']['hidden'] if h['what'] == 'processes')")
        #expect(try #require(Int(hidden)) > 0)
        #expect(try json(output.standardOutput, "d['coverage']['complete']") == "False")
        #expect(
          try json(output.standardOutput, "all(h['needs'] for h in d['coverage']['hidden'])")
            == "True")
        let seen = try json(output.standardOutput, "[h['pid'] for h in d['objects'][0]['holders']]")
        #expect(seen == "[]")
        // To root it shows.
        let all = try run(Program.ipctool(arguments))
        #expect(
          try json(all, "[h['pid'] for h in d['objects'][0]['holders']].count(\(fixture.pid)) > 0")
            == "True")
      }
      let shown = try Program.ipctool("show", address).asNobody.run()
      #expect(shown.status == 0)
      #expect(shown.standardError.lines.count == 1)
      #expect(shown.errorText.hasPrefix("ipctool: not seen: "))
      #expect(try fixture.finish().status == 0)
    }
  }

  /// Where not every process could be asked, nobody there is nobody seen, at the other end as well.
  @Test func doesNotDenyWhatItCannotSee() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import os, socket, sys
        one, other = socket.socketpair()
        os.mkfifo("/dev/shm/gate", 0o644)
        print(os.fstat(one.fileno()).st_ino, os.fstat(other.fileno()).st_ino, flush=True)
        os.open("/dev/shm/gate", os.O_RDONLY)
        """
      ).start()
      let inodes = try #require(try program.readLine()).words
      try wait(for: "a process to wait in open") {
        try contents(of: "/proc/\(program.pid)/wchan").text.contains("wait_for_partner")
      }
      let socket = try Program.ipctool("show", "unix:\(inodes[0])").asNobody.run()
      #expect(socket.status == 0)
      for label in ["holders:", "peer holders:"] {
        #expect(
          socket.lines.contains { $0.hasPrefix(label) && $0.hasSuffix(" none seen") }, "\(label)")
      }
      // The list of sockets tells it to everybody.
      #expect(socket.lines.contains { $0.words == ["peers:", "unix:\(inodes[1])"] })
      let fifo = try Program.ipctool("show", "/dev/shm/gate").asNobody.run()
      #expect(
        fifo.lines.contains { $0.hasPrefix("openers:") && $0.hasSuffix(" none seen") },
        "\(fifo.text)")
      // To root they show.
      let shown = try ipctool("show", "unix:\(inodes[0])", "/dev/shm/gate").lines.map(\.words)
      #expect(shown.count { $0.first == "\(program.pid)" } == 3)
      program.send(signal: 9)
    }
  }

  /// The kernel's own count tells of attachments whose processes stay hidden.
  @Test func countsTheAttachmentsItCannotSee() throws {
    try withSandbox {
      let fixture = try Program.fixture("shm", "attach=3").start()
      let address = try #require(try fixture.readLine())
      let output = try Program.ipctool("show", address, "--json").asNobody.run()
      #expect(
        try json(
          output.standardOutput,
          "[h['count'] for h in d['coverage']['hidden'] if h['what'] == 'attachments']") == "[3]")
      #expect(try fixture.finish().status == 0)
    }
  }

  @Test func usesWhatEverybodyMay() throws {
    try withSandbox {
      let queue = try create("msg", "--mode", "0602")
      let program = Program.ipctool("send", queue, "written")
      try run(program.asNobody)
      try failure(77, Program.ipctool("recv", queue).asNobody)
      #expect(try ipctool("recv", queue).text == "written")
      let memory = try create("posix-shm:/x", "--mode", "0644")
      try ipctool("send", memory, "read")
      #expect(
        try run(Program.ipctool("peek", memory, "--length", "4").asNobody).text == "read")
      try failure(77, Program.ipctool("send", memory, "x").asNobody)
    }
  }

  /// What nobody made is nobody's to remove, and nobody's to look into.
  @Test(arguments: ["msg", "shm", "posix-shm:/own"])
  func ownsWhatItMade(_ kind: String) throws {
    try withSandbox {
      let address = try run(Program.ipctool("create", kind).asNobody).text.trimmed
      let row = try run(
        Program.ipctool(["ls", "-o", "address,user,mode", "--no-header"] + sandboxKinds)
      ).text.words
      #expect(row == [address, "nobody", "0600"])
      try run(Program.ipctool("send", address, "own").asNobody)
      #expect(try run(Program.ipctool("recv", address).asNobody).starts(with: "own".utf8))
      #expect(
        try run(Program.ipctool("rm", address).asNobody).text == "removed \(address)\n")
      try failure(66, Program.ipctool("show", address))
    }
  }
}
