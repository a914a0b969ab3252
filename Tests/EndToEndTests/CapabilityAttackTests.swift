import Glibc
import Support
import Testing

/// Attempts of nobody to reach with what the file of ipctool lends him what is root's.
struct CapabilityAttackTests {
  static let lent =
    "cap_sys_ptrace,cap_dac_read_search,cap_ipc_owner,cap_dac_override,cap_fowner,cap_sys_admin"

  /// Runs the same with and without what is lent, which has to make no difference but in what is said to be missing.
  ///
  /// - Returns: The status.
  @discardableResult
  private func compare(
    _ lent: LentProgram, _ arguments: [String], input: [UInt8] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Int32? {
    let plain = try Program.ipctool(arguments).asNobody.run(input: input)
    let output = try lent(arguments).run(input: input)
    #expect(output.status == plain.status, "\(arguments)", sourceLocation: sourceLocation)
    #expect(output.text == plain.text, "\(arguments)", sourceLocation: sourceLocation)
    #expect(
      output.standardError.lines.first == plain.standardError.lines.first, "\(arguments)",
      sourceLocation: sourceLocation)
    return output.status
  }

  /// What everybody may read inside is for who comes there by rights of his own.
  @Test func readsNothingWhereItWasLetIn() throws {
    try withSandbox {
      let container = try Container(
        """
        import struct
        rt = ctypes.CDLL("librt.so.1")
        set = must(libc.semget(0x42, 1, 0o1666)); must(libc.semctl(set, 0, 16, 41))
        os.umask(0)
        with open("/dev/shm/sem.same", "wb") as file: file.write(struct.pack("QQQQ", 11, 0, 0, 0))
        os.utime("/dev/shm/sem.same", (1000000000, 2000000000))
        limits = (ctypes.c_long * 8)(0, 2, 16)
        queue = must(rt.mq_open(b"/same", os.O_CREAT | os.O_RDWR, 0o666, ctypes.byref(limits)))
        must(rt.mq_send(queue, b"abc", 3, 0))
        """)
      let addresses = [
        "sem:0@ipc=\(container.ipc)", "posix-sem:/same@mnt=\(container.mount)",
        "mqueue:/same@ipc=\(container.ipc)",
      ]
      let fields =
        "[(o.get('values'), o.get('bytes'), o.get('messages')) for o in d['objects']"
        + " if o['address'] == '%']"
      try LentProgram.with("\(Self.lent),cap_sys_chroot=p") { lent in
        let list = ["ls", "sem", "posix-sem", "mqueue", "--namespace", "all", "--json"]
        for (address, known) in zip(
          addresses, ["[([41], None, None)]", "[([11], None, None)]", "[([], None, 1)]"])
        {
          let field = fields.replacing("%", with: address)
          #expect(try json(run(Program.ipctool(list)), field) == known)
          for look in [list, ["show", address, "--json"]] {
            let document = try lent(look).run().standardOutput
            let hidden = try json(document, field)
            #expect(
              ["[(None, None, None)]", "[([], None, None)]"].contains(hidden), "\(look): \(hidden)")
            #expect(try hides(document, "'of the user' in h['needs']"))
          }
        }
      }
      let file = "/proc/\(container.pid)/root/dev/shm/sem.same"
      // As root it was read before, and by who may not be told it is not touched.
      #expect(try run(Program.system("stat", "-c", "%X", file)).text == "1000000000\n")
      try container.end()
    }
  }

  /// Nor is what he may not look up said to be something else.
  @Test(arguments: ["connect", "sendto"]) func saysNothingOfPathsThatAreClosed(_ call: String)
    throws
  {
    try withScratchDirectory { directory in
      let waiting = try Program.python(
        """
        import os, sys
        from socket import *
        os.mkdir(sys.argv[1], 0o700)
        path = sys.argv[1] + "/socket"
        if sys.argv[2] == "connect":
            end = socket(AF_UNIX); end.bind(path); end.listen(0)
            clients = [socket(AF_UNIX) for _ in range(2)]
            print(flush=True)
            for client in clients: client.connect(path)
        else:
            end = socket(AF_UNIX, SOCK_DGRAM); end.bind(path)
            client = socket(AF_UNIX, SOCK_DGRAM)
            print(flush=True)
            while True: client.sendto(b"x", path)
        """, "\(directory)/closed", call
      ).start()
      _ = try waiting.readLine()
      try wait(
        for: waiting, toSleepIn: "unix_wait_for_peer")
      try LentProgram.with("\(Self.lent)=p") { lent in
        let output = try lent("why", "\(waiting.pid)").run()
        #expect(!output.text.contains("anybody may end"), "\(output.text)")
        #expect(output.text.contains("unknown"), "\(output.text)\(output.errorText)")
      }
      let known = try Program.ipctool("why", "\(waiting.pid)").run().text
      #expect(known.contains("\(directory)/closed/socket"), "\(known)")
      waiting.send(signal: 9)
      _ = try waiting.finish()
    }
  }

  /// Every verb, at one object of each kind that nobody else may reach.
  @Test(arguments: ["msg", "mqueue", "shm", "posix-shm", "sem", "posix-sem", "fifo", "unix"])
  func mayNotReachWhatHasAName(_ kind: String) throws {
    try withSandbox {
      try run(shell("mkdir -m 755 /dev/shm/place"))
      let names = [
        "msg": "msg:0x2a", "mqueue": "mqueue:/q", "shm": "shm:0x2a", "posix-shm": "posix-shm:/x",
        "sem": "sem:0x2a", "posix-sem": "posix-sem:/s", "fifo": "fifo:/dev/shm/place/gate",
        "unix": "unix:/dev/shm/place/socket",
      ]
      let options = kind == "mqueue" ? ["--max-messages", "2", "--message-size", "64"] : []
      let address = try run(Program.ipctool(["create", names[kind] ?? kind] + options)).text.trimmed
      defer { _ = try? Program.ipctool("rm", address).run() }
      let isCounter = kind.hasSuffix("sem")
      try LentProgram.with("\(Self.lent)+ep") { lent in
        if isCounter || kind == "msg" || kind == "mqueue" {
          try run(Program.ipctool(["send", address] + (isCounter ? [] : ["secret"])))
        }
        var attempts = [["recv", address], ["rm", address], ["rm", "--dry-run", address]]
        attempts.append(["send", address] + (isCounter ? [] : ["x"]))
        if kind != "mqueue", kind != "fifo", kind != "unix" { attempts.append(["peek", address]) }
        for attempt in attempts {
          let isTimed = attempt[0] == "recv" || attempt[0] == "send"
          let status = try compare(lent, attempt + (isTimed ? ["--timeout", "0"] : []))
          #expect(status == 77, "\(attempt)")
        }
        try compare(lent, ["create", address, "--exist-ok"] + options)
        #expect(try run(lent("rm", "--orphaned", "--yes")).text == "")
        // It is as it was.
        try ipctool("show", address)
        if isCounter {
          try ipctool("recv", address, "--timeout", "0")
        } else if kind == "msg" || kind == "mqueue" {
          #expect(try ipctool("recv", address, "--timeout", "0").text == "secret")
        }
      }
    }
  }

  /// And at what a process of root holds without a name.
  @Test(arguments: ["pipe", "memfd", "eventfd", "unix", "tcp:127.0.0.1:0"])
  func mayNotReachWhatIsHeld(_ kind: String) throws {
    try withSandbox {
      try withHeld(kind) { address in
        try LentProgram.with("\(Self.lent)+ep") { lent in
          for verb in ["peek", "recv", "send", "rm"] where !(kind.hasPrefix("tcp") && verb != "rm")
          {
            for force in verb == "recv" || verb == "send" ? [[], ["--force"]] : [[]] {
              if kind == "unix", verb == "send" || verb == "recv" || verb == "peek" { continue }
              let data = verb == "send" && kind != "eventfd" ? ["x"] : []
              let isTimed = verb == "recv" || verb == "send"
              let status = try compare(
                lent, [verb, address] + data + force + (isTimed ? ["--timeout", "0"] : []))
              #expect(status != 0, "\(verb)")
            }
          }
          try ipctool("show", address)
        }
      }
    }
  }

  /// Files, by the paths that a user names.
  @Test func mayNotReadFiles() throws {
    try withSandbox {
      try run(shell("mkdir -m 700 /dev/shm/private && mkfifo /dev/shm/private/fifo"))
      try run(
        Program.python(
          """
          import socket
          socket.socket(socket.AF_UNIX).bind("/dev/shm/private/stale")
          """))
      try LentProgram.with("\(Self.lent)+ep") { lent in
        let queue = try run(lent("create", "msg")).text.trimmed
        #expect(try compare(lent, ["send", queue, "--file", "/etc/shadow"]) == 77)
        #expect(try ipctool("ls", "msg", "--filter", "messages>0", "--no-header").text == "")
        for path in ["/dev/shm/private/fifo", "/dev/shm/private/stale", "/dev/shm/private/none"] {
          for verb in ["show", "why", "peek", "recv", "rm"] {
            let options = verb == "recv" ? ["--timeout", "0"] : []
            #expect(try compare(lent, [verb, path] + options) != 0, "\(verb) \(path)")
          }
        }
        // Through another process, too.
        let other = "/proc/\(getpid())/root/dev/shm/private/fifo"
        #expect(try compare(lent, ["show", other]) != 0)
        #expect(try compare(lent, ["ls", "fifo", "--under", "/proc/1/root/root"]) != 0)

        let under = ["ls", "fifo", "--under", "/dev/shm/private"]
        #expect(try run(Program.ipctool(under)).text.contains("/dev/shm/private/fifo"))
        let hidden = try lent(under).run()
        #expect(!hidden.text.contains("private"))
        for program in [
          lent("doctor", "--rule", "stale-socket", "--search", "/dev/shm/private"),
          environment(lent("doctor", "--rule", "stale-socket"), "/dev/shm/private"),
          lent("ls", "fifo", "--under", "/dev/shm"),
        ] {
          let output = try program.run()
          #expect(!output.text.contains("private"), "\(output.text)")
          #expect(
            output.errorText.contains("CAP_DAC_READ_SEARCH of the user's own")
              || output.errorText.contains("EACCES") || output.status == 0, "\(output.errorText)")
        }
        let found = try Program.ipctool(
          "doctor", "--rule", "stale-socket", "--search", "/dev/shm/private"
        ).run()
        #expect(found.text.contains("private/stale"))
      }
    }
  }

  private func environment(_ program: Program, _ directory: String) -> Program {
    var program = program
    program.environment["XDG_RUNTIME_DIR"] = directory
    return program
  }

  /// Values and texts are contents, which a listing does not have from what is lent.
  @Test func mayNotReadContentsInListings() throws {
    try withSandbox {
      let set = try create("sem", "--value", "3")
      let semaphore = try create("posix-sem:/s", "--value", "3")
      let queue = try create("mqueue:/q", "--max-messages", "2", "--message-size", "64")
      try ipctool("send", queue, "four")
      try LentProgram.with("\(Self.lent)+ep") { lent in
        let contents = "[(o['values'], o['bytes']) for o in d['objects']]"
        for (address, own) in [
          (set, "[([3], None)]"), (semaphore, "[([3], None)]"), (queue, "[([], 4)]"),
        ] {
          #expect(try json(try ipctool("show", address, "--json"), contents) == own)
          // That there is one it shows, with what its file says.
          let shown = try run(lent("show", address, "--json"))
          #expect(try json(shown, contents) == "[([], None)]")
          #expect(
            try json(
              shown, "any(\"of the user's own\" in h['needs'] for h in d['coverage']['hidden'])")
              == "True", "\(address)")
        }
      }
    }
  }

  /// Who is blocked in open(2) may write another path where its argument points: what is there, and he may not see,
  /// must not be told him by who resolves it.
  @Test func isNotSentElsewhereByAProcess() throws {
    try withSandbox {
      try run(shell("mkdir -m 700 /dev/shm/private && mkfifo /dev/shm/private/secret"))
      try run(shell("mkfifo -m 666 /dev/shm/gate"))
      let inode = try run(Program.system("stat", "-c", "%i", "/dev/shm/private/secret")).text
        .trimmed
      let program = try Program.python(
        """
        import ctypes, threading, time
        libc = ctypes.CDLL(None)
        path = ctypes.create_string_buffer(b"/dev/shm/gate", 4096)
        threading.Thread(target=lambda: libc.open(path, 0), daemon=True).start()
        input()
        path.value = b"/dev/shm/private/secret"
        print("ready", flush=True)
        time.sleep(1000)
        """
      ).asNobody.start()
      try wait(for: "a thread to wait in open") {
        try run(shell("cat /proc/\(program.pid)/task/*/wchan")).text.contains("wait_for_partner")
      }
      try program.write([0x0A])
      #expect(try program.readLine() == "ready")
      try LentProgram.with("\(Self.lent)+ep") { lent in
        for arguments in [["ls", "fifo"], ["why", "\(program.pid)"], ["graph"]] {
          let output = try lent(arguments).run()
          #expect(!output.text.contains("secret"), "\(arguments)")
          // Others may have FIFOs of that number on file systems of theirs.
          let isNamed = output.lines.contains {
            $0.contains("fifo:") && $0.contains(":\(inode)") && $0.contains("\(program.pid)")
          }
          #expect(!isNamed, "\(arguments): \(output.text)")
        }
      }
      // Root is told where it waits by its word.
      #expect(try ipctool("ls", "fifo").text.contains("/dev/shm/private/secret"))
      program.send(signal: 9)
    }
  }
}
