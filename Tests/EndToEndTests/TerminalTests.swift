import Support
import Testing

/// What is different on a terminal, which `script` provides.
struct TerminalTests {
  /// Of kinds that are the sandbox's own.
  private let list = "ipctool ls msg posix-shm"

  private func terminal(
    _ command: String, columns: Int = 80, _ environment: [String: String] = [:]
  ) throws -> String {
    var program = shell(
      "exec script -qec \"$1\" /dev/null", "stty cols \(columns) && \(command)")
    program.environment.merge(["TERM": "xterm"]) { _, own in own }
    program.environment.merge(environment) { _, given in given }
    // What is said on standard error shows there, too; of that only what these tests are about.
    return try run(program).text.withoutCoverage
  }

  private func makeObjects() throws {
    _ = try create("msg")
    try run(Program.system("mkfifo", "/dev/shm/fifo"))
  }

  @Test func usesColourOnATerminalOnly() throws {
    try withSandbox {
      try makeObjects()
      #expect(try terminal(list).contains("\u{1B}["))
      #expect(try terminal("\(list) --color=never").contains("\u{1B}") == false)
      #expect(try terminal(list, ["NO_COLOR": "1"]).contains("\u{1B}") == false)
      #expect(try terminal(list, ["NO_COLOR": ""]).contains("\u{1B}["))
      #expect(try terminal(list, ["TERM": "dumb"]).contains("\u{1B}") == false)
      #expect(try terminal("unset TERM; \(list)").contains("\u{1B}") == false)
      #expect(try terminal("\(list) --json").contains("\u{1B}") == false)
      #expect(try ipctool("ls", "msg", "posix-shm").text.contains("\u{1B}") == false)
      #expect(try ipctool("ls", "msg", "posix-shm", "--color=always").text.contains("\u{1B}["))
      #expect(
        try terminal("\(list) --color=always", ["NO_COLOR": "1"]).contains("\u{1B}["))
    }
  }

  @Test func showsDataInASafeForm() throws {
    try withSandbox {
      let queue = try create("msg")
      let bytes = [UInt8]("\u{1B}[31mred\u{202E}") + [0xFF]
      try ipctool("send", queue, input: bytes)
      for verb in ["peek", "recv"] {
        let text = try terminal("ipctool \(verb) \(queue)")
        #expect(text.contains("[31mred"))
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        #expect(text.hasSuffix("\r\n"))
      }
      try ipctool("send", queue, input: bytes)
      #expect(try terminal("ipctool recv --raw \(queue)").hasPrefix("\u{1B}[31mred\u{202E}"))
    }
  }

  @Test func keepsToTheWidthWhereItCan() throws {
    try withSandbox {
      _ = try create("msg")
      let name = String(repeating: "n", count: 100)
      _ = try create("posix-shm:/\(name)")
      let lines = try terminal("\(list) --color=never").split(separator: "\r\n")
      #expect(lines.count == 3)
      // Only the row that cannot be shorter is longer: no cell is cut.
      #expect(lines.filter { $0.count > 80 }.count == 1)
      #expect(lines.contains { $0.hasPrefix("posix-shm:/\(name) ") })
      // In a pipe all rows are aligned.
      #expect(try ipctool("ls", "msg", "posix-shm").lines.filter { $0.count > 80 }.count == 3)
    }
  }

  /// An address is there to be copied, and who is at the other end to be found.
  @Test func cutsNeitherAddressesNorPids() throws {
    try withSandbox {
      let held = try HeldObjects()
      let family = try Program.python(
        """
        import os, sys
        reader, writer = os.pipe()
        for _ in range(5):
          if os.fork() == 0:
            os.close(reader)
            sys.stdin.read()
            os._exit(0)
        os.close(writer)
        print(os.fstat(reader).st_ino, flush=True)
        sys.stdin.read()
        """
      ).start()
      let pipe = "pipe:" + (try #require(try family.readLine()))
      for pid in [held.pid, family.pid] {
        let options = ["ps", "\(pid)", "-o", "address", "--no-header"]
        let addresses = try run(Program.ipctool(options)).lines
        let words = Set(try terminal("ipctool ps \(pid) --color=never").words)
        #expect(words.isSuperset(of: addresses))
      }
      let row = try #require(
        terminal("ipctool ps \(family.pid) --color=never").split(separator: "\r\n")
          .first { $0.contains(pipe) })
      let entries = try #require(String(row).words.last).split(separator: ",")
      #expect(entries.count > 1 && entries.count < 5)
      #expect(entries.dropLast().allSatisfy { $0.hasPrefix("python3(") && $0.hasSuffix(")") })
      #expect(entries.last == "+\(5 - (entries.count - 1))")
      _ = try family.finish()
      try held.end()
    }
  }

  /// What one row has no room for is no reason to cut the others.
  @Test func leavesNoRoomUnused() throws {
    try withSandbox {
      let directory = "/dev/shm/\(String(repeating: "d", count: 60))"
      let holder = try Program.python(
        """
        import os, sys
        os.mkdir(sys.argv[1])
        os.mkfifo(sys.argv[1] + "/long")
        long = os.open(sys.argv[1] + "/long", os.O_RDONLY | os.O_NONBLOCK)
        os.mkfifo("/dev/shm/orders")
        reader = os.open("/dev/shm/orders", os.O_RDONLY | os.O_NONBLOCK)
        writer = os.open("/dev/shm/orders", os.O_WRONLY)
        os.close(reader)
        print("held", flush=True)
        sys.stdin.read()
        """, directory
      ).start()
      _ = try holder.readLine()
      let text = try terminal("ipctool ls fifo msg --pid \(holder.pid) --color=never")
      #expect(text.contains("fifo:\(directory)/long "))
      #expect(text.contains("no-reader") && !text.contains("…"))
      let rows = text.split(separator: "\r\n")
      #expect(
        rows.filter { $0.contains(" ") && !$0.contains(directory) }.allSatisfy { $0.count <= 80 })
      _ = try holder.finish()
    }
  }

  /// Nothing of an object that is shown is lost: lines wrap.
  @Test(arguments: [20, 40, 60])
  func cutsNothingOfOneObject(_ columns: Int) throws {
    try withSandbox {
      let set = try create("sem", "--count", "2")
      try ipctool("send", set)
      let whole = try ipctool("show", set).text
      #expect(whole.contains("INDEX  VALUE  OPERATOR") && whole.contains("kernel.sem (SEMMSL)"))
      // Of a time the distance from now changes.
      func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).filter { !$0.contains(" time: ") }
          .flatMap { String($0).words }
      }
      let shown = try terminal("ipctool show \(set) --color=never", columns: columns)
      #expect(words(shown) == words(whole))
    }
  }

  /// What a narrow terminal has no room for is left out and named, unless it was asked for.
  @Test func leavesOutWhatANarrowTerminalCannotShow() throws {
    try withSandbox {
      try makeObjects()
      let lines = try terminal("\(list) --color=never", columns: 57).split(separator: "\r\n")
      #expect(
        lines.first?.split(separator: " ") == [
          "ADDRESS", "BYTES", "MESSAGES", "HOLDERS", "PEERS",
        ])
      #expect(lines.allSatisfy { $0.count <= 57 || $0.hasPrefix("ipctool: ") })
      #expect(
        lines.last == "ipctool: the terminal is too narrow for USER, CAPACITY, STATE")
      let chosen = try terminal(
        "\(list) -o address,user,mode,bytes,capacity_bytes,messages,state", columns: 20)
      #expect(chosen.contains("STATE") && chosen.contains("foreign"))
      #expect(!chosen.contains("too narrow"))
      #expect(try terminal("ipctool --color=never", columns: 40).contains("too narrow for"))
      #expect(try !terminal("\(list) | cat", columns: 20).contains("too narrow"))
      // A serial line knows no width: COLUMNS may.
      #expect(try !terminal(list, columns: 0).contains("too narrow"))
      #expect(try terminal(list, columns: 0, ["COLUMNS": "50"]).contains("too narrow"))
    }
  }

  /// Addresses stay whole, and who is at the other end stays, before owners and states.
  @Test func keepsWhatSocketsAreLookedUpFor() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import socket, sys
        server = socket.socket()
        server.bind(("127.0.0.1", 45671))
        server.listen(5)
        clients = [socket.create_connection(("127.0.0.1", 45671)) for _ in range(2)]
        accepted, _ = server.accept()
        pair = socket.socketpair()
        print(clients[0].getsockname()[1], flush=True)
        sys.stdin.read()
        """
      ).start()
      let port = try program.readLine() ?? ""
      let sockets = try terminal("ipctool ls tcp --color=never").split(separator: "\r\n")
      #expect(
        sockets[0].split(separator: " ").suffix(4) == ["MESSAGES", "HOLDERS", "LOCAL", "REMOTE"])
      let listener = try #require(sockets.first { $0.hasPrefix("tcp:127.0.0.1:45671 ") })
      #expect(String(listener).words[2] == "1")
      #expect(sockets.contains { $0.hasSuffix("127.0.0.1:\(port)  127.0.0.1:45671") })
      #expect(sockets.contains("ipctool: the terminal is too narrow for STATE, USER"))
      #expect(sockets.allSatisfy { $0.count <= 80 })
      for kinds in ["unix", "tcp unix", ""] {
        let lines = try terminal("ipctool ls \(kinds) --color=never").split(separator: "\r\n")
        #expect(lines[0].split(separator: " ").last == "PEERS", "\(kinds)")
      }
      _ = try program.finish()
    }
  }

  /// A pager gets plain text, whole, and colours only when it was told to.
  @Test func servesAPager() throws {
    try withSandbox {
      try makeObjects()
      _ = try create("posix-shm:/\(String(repeating: "n", count: 100))")
      let plain = try ipctool("ls", "msg", "posix-shm").text
      let paged = try terminal("\(list) | cat").split(separator: "\r\n")
      #expect(paged.map(String.init) == plain.split(separator: "\n").map(String.init))
      #expect(try terminal("\(list) --color=always | cat").contains("\u{1B}[1mADDRESS"))
    }
  }
}
