import Support
import Testing

/// The documents that scripts rely on.
struct JSONTests {
  static let members = """
    kind address name path key id inode device ipc_namespace net_namespace uid gid user mode bytes
    capacity_bytes messages messages_limit values type state send_time receive_time attach_time
    detach_time operation_time change_time last_send_pid last_receive_pid last_operation_pid
    creator_pid attached holders peers
    """

  /// One of each, also of what is foreign.
  private func populate() throws -> [String] {
    let addresses = [
      try create("msg:0x2a"), try create("shm", "--size", "5000"), try create("posix-shm:/x"),
    ]
    try run(Program.system("mkfifo", "/dev/shm/fifo"))
    return addresses + ["posix-shm:/fifo"]
  }

  @Test(arguments: ["ls", "show"])
  func hasEveryMember(_ verb: String) throws {
    try withSandbox {
      let addresses = try populate()
      let document = try run(
        Program.ipctool([verb, "--json"] + (verb == "show" ? addresses : sandboxKinds)))
      #expect(try json(document, "sorted(d)") == "['coverage', 'objects', 'version']")
      #expect(try json(document, "d['version']") == "1")
      #expect(
        try json(document, "sorted(d['coverage']), type(d['coverage']['complete'])")
          == "(['complete', 'hidden'], <class 'bool'>)")
      #expect(
        try json(document, "sorted(o['address'] for o in d['objects'])")
          == "['msg:0', 'posix-shm:/fifo', 'posix-shm:/x', 'shm:0']")
      let missing =
        "[(o['kind'], m) for o in d['objects'] for m in '''\(Self.members)'''.split() if m not in o]"
      #expect(try json(document, missing) == "[]")
      let wrong = """
        [(o['kind'], m, o[m]) for o in d['objects'] for m in '''id inode ipc_namespace uid gid \
        bytes capacity_bytes messages creator_pid attached'''.split() \
        if not (o[m] is None or type(o[m]) is int)]
        """
      #expect(try json(document, wrong) == "[]")
    }
  }

  @Test func writesOneObjectALine() throws {
    try withSandbox {
      let addresses = try populate()
      for arguments in [["ls", "--jsonl"] + sandboxKinds, ["show", "--jsonl"] + addresses] {
        let lines = try run(Program.ipctool(arguments)).lines
        #expect(lines.count == addresses.count)
        let found = try lines.map { try json([UInt8]($0), "d['address']") }
        #expect(found.sorted() == addresses.sorted())
      }
    }
  }

  @Test func saysWhatIsThereAndNullForWhatIsNot() throws {
    try withSandbox {
      _ = try populate()
      let document = try run(Program.ipctool(["ls", "--json"] + sandboxKinds))
      let object = { (address: String, member: String) in
        "[o['\(member)'] for o in d['objects'] if o['address'] == '\(address)'][0]"
      }
      for (address, member, value) in [
        ("msg:0", "key", "0x0000002a"), ("msg:0", "name", "None"), ("msg:0", "mode", "0600"),
        ("msg:0", "messages", "0"), ("msg:0", "send_time", "None"), ("msg:0", "holders", "None"),
        ("msg:0", "last_send_pid", "None"), ("msg:0", "attached", "None"),
        ("shm:0", "capacity_bytes", "5000"), ("shm:0", "attached", "0"),
        ("shm:0", "holders", "[]"), ("shm:0", "messages", "None"), ("shm:0", "user", "root"),
        ("posix-shm:/x", "name", "/x"), ("posix-shm:/x", "path", "/dev/shm/x"),
        ("posix-shm:/x", "state", "None"), ("posix-shm:/x", "id", "None"),
        ("posix-shm:/x", "capacity_bytes", "4096"), ("posix-shm:/fifo", "state", "foreign"),
        ("posix-shm:/fifo", "type", "fifo"), ("posix-shm:/fifo", "capacity_bytes", "None"),
      ] {
        #expect(try json(document, object(address, member)) == value, "\(address) \(member)")
      }
    }
  }

  /// Times as `stat` and python see them.
  @Test func writesTimes() throws {
    try withSandbox {
      _ = try populate()
      try ipctool("send", "msg:0", "x")
      let changed = try json(
        try ipctool("ls", "--json", "posix-shm"),
        "[o['change_time'] for o in d['objects'] if o['name'] == '/x'][0]")
      let seconds = try run(Program.system("stat", "-c", "%Z", "/dev/shm/x")).text.trimmed
      let date = try run(Program.system("date", "-u", "-d", "@\(seconds)", "+%FT%TZ")).text.trimmed
      #expect(changed == date)
      let sent = try json(try ipctool("ls", "--json", "msg"), "d['objects'][0]['send_time']")
      let stime = try contents(of: "/proc/sysvipc/msg").lines[1].words[11]
      #expect(
        try run(Program.system("date", "-u", "-d", "@\(stime)", "+%FT%TZ")).text.trimmed == sent)
    }
  }

  /// Names that any user may choose.
  static let names: [[UInt8]] = [
    Array("\u{1B}[31mred".utf8), Array("\u{202E}evil".utf8), Array("a\nmsg:9  root".utf8),
    Array("tab\tnul".utf8), [0xFF, 0xFE], [0xC3], Array("quote\"back\\slash".utf8),
    Array("é漢🦊".utf8), Array(" blank ".utf8), Array("$(touch x)".utf8), Array("%41".utf8),
    Array("\u{85}\u{2028}".utf8), [UInt8](repeating: 0x80, count: 255),
  ]

  @Test(arguments: names)
  func survivesHostileNames(_ name: [UInt8]) throws {
    try withSandbox {
      try run(
        Program.python("open(b'/dev/shm/' + __import__('sys').stdin.buffer.read(), 'w')"),
        input: name)
      let document = try ipctool("ls", "--json", "posix-shm")
      let decode =
        "(lambda n: base64.b64decode(n['base64']) if isinstance(n, dict) else n.encode())"
      let expected = try run(
        Program.python("print(__import__('sys').stdin.buffer.read())"), input: [0x2F] + name)
      let found = try json(document, "\(decode)(d['objects'][0]['name'])")
      #expect(found == expected.text.trimmed)
      #expect(document.allSatisfy { $0 == 0x0A || $0 >= 0x20 && $0 != 0x7F })
      for arguments in [
        ["ls"] + sandboxKinds, ["ls", "-o", "all"] + sandboxKinds,
        ["ls", "--color=always", "posix-shm"],
      ] {
        let table = try run(Program.ipctool(arguments))
        #expect(table.lines.count == 2)
        for scalar in table.text.unicodeScalars {
          let isHidden =
            scalar.value < 0x20 && scalar != "\n" && !arguments.contains("--color=always")
            || (0x7F..<0xA0).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
            || [0x2028, 0x2029, 0xFFFD].contains(scalar.value)
          #expect(!isHidden, "\(arguments): \(scalar.value)")
        }
      }
      // The address passes through a shell without quotes, and leads back to the file.
      let address = try ipctool("ls", "posix-shm", "-o", "address", "--no-header").text.trimmed
      #expect(
        address.allSatisfy {
          $0.isASCII && ($0.isLetter || $0.isNumber || "%:/._@+,=-".contains($0))
        })
      try run(shell("ipctool send \(address) '' && ipctool rm \(address)"))
      #expect(try run(Program.system("ls", "-A", "/dev/shm")) == [])
    }
  }
}
