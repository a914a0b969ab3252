import Support
import Testing

/// A test per row of the table of exit statuses, and the form of errors.
struct StatusTests {
  /// A way to get a status: commands for `sh` that prepare it, the command, its first line.
  struct Row: CustomTestStringConvertible, Sendable {
    let status: Int32
    let preparation: String
    let command: String
    let error: String
    var hint: String?

    init(
      _ status: Int32, after preparation: String = ":", _ command: String, _ error: String,
      hint: String? = nil
    ) {
      self.status = status
      self.preparation = preparation
      self.command = command
      self.error = error
      self.hint = hint
    }

    var testDescription: String { "\(status): \(command)" }
  }

  static let rows: [Row] =
    [
      Row(
        64, "show nonsense",
        "nonsense: not an address: it takes the form KIND:NAME, or an absolute path"),
      Row(
        65, after: "ipctool create shm", "send shm:0 --offset 4097 x",
        "shm:0: offset 4097 lies beyond its 4096 bytes"),
      Row(66, "show msg:7", "msg:7: msgctl: EINVAL: no such queue"),
      Row(66, "recv msg:0x2a", "msg:0x0000002a: msgget: ENOENT: no queue has this key"),
      Row(66, "rm shm:7", "shm:7: shmctl: EINVAL: no such segment"),
      Row(
        66, "peek posix-shm:/none", "posix-shm:/none: open: ENOENT: no such shared memory object"),
      Row(
        66, after: "ipctool create msg; ipcrm -q 0; ipctool create msg --mode 644",
        "send msg:32768 x",
        "msg:32768: msgctl: EINVAL: no such queue"),
      Row(
        69, after: "mount -o remount,ro /dev/shm", "create posix-shm:/x",
        "posix-shm:/x: open: EROFS: /dev/shm is mounted read-only"),
    ]
    + ["create", "show", "rm", "peek", "recv", "send"].map {
      Row(
        69, after: "mount -t tmpfs none /dev", "\($0) posix-shm:/x",
        "posix-shm:/x: open: ENOENT: there is no /dev/shm", hint: "needs a tmpfs on /dev/shm")
    } + [
      Row(
        71, after: "echo 1 >/proc/sys/kernel/msgmni; ipctool create msg", "create msg",
        "msg: msgget: ENOSPC: the limit of queues is reached", hint: "raise kernel.msgmni"),
      Row(
        71, after: "echo 1 >/proc/sys/kernel/shmmni; ipctool create shm", "create shm",
        "shm: shmget: ENOSPC: ", hint: "raise kernel.shmmni or kernel.shmall"),
      Row(
        73, after: "ipctool create msg:0x2a", "create msg:0x2a",
        "msg:0x0000002a: msgget: EEXIST: a queue with this key exists already"),
      Row(
        73, after: "ipctool create shm:0x2a", "create shm:0x2a", "shm:0x0000002a: shmget: EEXIST: "),
      Row(73, after: "ipctool create posix-shm:/x", "create posix-shm:/x", "posix-shm:/x: "),
      Row(
        75, after: "ipctool create msg", "recv msg:0 --timeout 0",
        "msg:0: msgrcv: ENOMSG: no message waits"),
      Row(
        75, after: "ipctool create msg --size 3; ipctool send msg:0 abc",
        "send msg:0 x --timeout 0",
        "msg:0: msgsnd: EAGAIN: queue is full (3 of 3 bytes)"),
      Row(75, after: "ipctool create msg", "peek msg:0", "msg:0: msgrcv: ENOMSG: no message waits"),
      Row(
        64, "send msg:0 x --file", "send: Missing value for '--file <path>'",
        hint: "'ipctool send --help' tells more"),
      Row(
        66, after: "ipctool create msg", "send msg:0 --file /nowhere",
        "/nowhere: open: ENOENT: no such file or directory"),
      Row(71, after: "ipctool create msg", "send msg:0 --file /tmp", "/tmp: read: EISDIR: "),
    ]

  @Test(arguments: rows)
  func endsWithItsStatus(_ row: Row) throws {
    try withSandbox {
      try run(shell(row.preparation))
      let lines = try failure(row.status, shell("exec ipctool \(row.command)"))
      #expect(lines[0].hasPrefix(row.error), "\(lines)")
      if row.error.last != " " { #expect(lines[0] == row.error) }
      #expect(lines.dropFirst().first == row.hint)
    }
  }

  /// A listing goes on with what there is, and counts what there is not.
  @Test func listsWhatIsLeftWithoutAMechanism() throws {
    try withSandbox {
      _ = try create("msg")
      let kinds = sandboxKinds.joined(separator: " ")
      let output = try shell(
        "mount -t tmpfs none /dev && exec ipctool ls --no-header \(kinds)"
      ).run()
      #expect(output.status == 0)
      #expect(output.lines.map { $0.words[0] } == ["msg:0"])
      #expect(output.standardError.lines.count == 1)
      #expect(output.errorText.hasPrefix("ipctool: not seen: "))
      let document = try run(shell("mount -t tmpfs none /dev && exec ipctool ls --json \(kinds)"))
      let gaps = "[h['count'] for h in d['coverage']['hidden'] if 'POSIX' in h['what']]"
      #expect(try json(document, gaps) == "[None, None]")
      #expect(try json(document, "d['coverage']['complete']") == "False")
    }
  }

  @Test func endsWellWhenAllIsDone() throws {
    try withSandbox {
      for command in [
        "", "ls", "ls msg", "--help", "--version", "create msg", "send msg:0 x", "peek msg:0",
        "show msg:0", "recv msg:0", "rm msg:0", "help ls", "ls --help", "summary",
      ] {
        let output = try shell("exec ipctool \(command)").run()
        #expect(output.status == 0, "\(command): \(output.errorText)")
        #expect(output.errorText.withoutCoverage == "", "\(command)")
      }
    }
  }

  /// Some of several operands failed: each is reported, the others are done.
  @Test(arguments: ["rm", "show", "show --json"])
  func saysThatSomeOperandsFailed(_ command: String) throws {
    try withSandbox {
      for _ in 0..<2 { _ = try create("msg") }
      let output = try shell("exec ipctool \(command) msg:0 msg:7 nonsense msg:1 foo:1").run()
      #expect(output.status == 1)
      let errors = output.standardError.lines
      #expect(errors.count == 3)
      for (line, operand) in zip(errors, ["msg:7", "nonsense", "foo:1"]) {
        #expect(line.hasPrefix("ipctool: \(operand): "))
      }
      if command == "rm" {
        #expect(output.lines == ["removed msg:0", "removed msg:1"])
      } else if command == "show" {
        #expect(
          output.lines.filter { $0.hasPrefix("address: ") }.map { $0.words[1] }
            == ["msg:0", "msg:1"])
      } else {
        #expect(
          try json(output.standardOutput, "[o['address'] for o in d['objects']]")
            == "['msg:0', 'msg:1']")
      }
    }
  }

  /// What cannot mean anything is refused before anything is done.
  static let nonsense = [
    "frob", "ls frob", "ls msg frob", "create frob", "create msg:7", "create msg:0x0", "create ''",
    "create posix-shm:", "create posix-shm:/a/b", "create posix-shm:/..", "create posix-shm:/a%00b",
    "create posix-shm:/$(printf %0300d 0)", "create msg --mode 888", "create msg --mode 1777",
    "create msg --mode ''", "create msg --size -1", "create msg --size 1x",
    "create shm --size 99999999999999999999", "create shm --size 16E", "create", "create msg shm",
    "send", "send ''", "send msg:0 x y", "send msg:0 x --file /dev/null", "send msg:0 x --type 0",
    "send msg:0 x --type -1", "send msg:0 x --type 99999999999999999999", "send msg:0 x --type ''",
    "send msg:0 x --count -1", "send msg:0 x --count 2 --lines", "send msg:0 x --lines --null",
    "send msg:0 x --timeout -1", "send msg:0 x --timeout=-0.1", "send msg:0 x --timeout nan",
    "send msg:0 x --timeout ''", "send msg:0 x --timeout 1s", "send msg:0 x --offset 4",
    "send shm:0 x --type 3", "send shm:0 x --lines", "send shm:0 x --count 2",
    "send posix-shm:/x x --offset -1", "recv", "recv msg", "recv msg:", "recv msg:x", "recv msg:-1",
    "recv msg:+1", "recv 'msg: 1'", "recv 'msg:1 '", "recv msg:1x", "recv msg:0x", "recv msg:0xg",
    "recv msg:0x100000000", "recv msg:2147483648", "recv msg:99999999999999999999999", "recv msg:%",
    "recv msg:%3", "recv msg:%zz", "recv msg:%00", "recv MSG:0", "recv :", "recv :0", "recv 0",
    "recv msg:0 --type 1 --except 2", "recv msg:0 --except 0", "recv msg:0 --except -1",
    "recv msg:0 --count 2 --all", "recv msg:0 --count ''", "recv msg:0 --json --hex",
    "recv msg:0 --raw --jsonl", "recv msg:0 --offset 1", "recv msg:0 --length 1",
    "send msg:0 x --priority 1", "create msg --max-messages 3", "recv msg:0 --index 1",
    "recv msg:0 --index 1", "recv shm:0 --all", "recv shm:0 --type 1", "recv msg:0 msg:1",
    "recv msg:0 --type -9223372036854775808", "peek msg:0 --timeout 1", "peek msg:0 --offset 1",
    "peek shm:0 --index 1", "peek msg:0 --index -1", "peek", "rm", "rm ''", "rm posix-shm:/",
    "rm --force msg:0", "show", "show /dev/tty", "show ./x", "ls -o nonsense", "ls --sort x",
    "ls --json --jsonl", "ls --color=purple", "ls -o", "--nonsense", "ls --sort ''",
  ]

  @Test(arguments: nonsense)
  func refusesNonsense(_ command: String) throws {
    try withSandbox {
      try run(shell("ipctool create msg; ipctool create shm; ipctool create posix-shm:/x"))
      let before = try contents(of: "/proc/sysvipc/msg") + contents(of: "/proc/sysvipc/shm")
      let lines = try failure(64, shell("exec ipctool \(command)"))
      #expect(!lines[0].contains("\u{FFFD}"))
      let after = try contents(of: "/proc/sysvipc/msg") + contents(of: "/proc/sysvipc/shm")
      #expect(after == before)
      #expect(try run(Program.system("ls", "-A", "/dev/shm")).text == "x\n")
    }
  }

  /// What a user typed is escaped in an error, as everywhere.
  @Test func escapesWhatWasTyped() throws {
    try withSandbox {
      for operand in [
        "msg:\u{1B}[31m", "\u{202E}evil", "a\nipctool: done", "posix-shm:/\u{1B}[2J",
        "/dev/shm/\u{9B}2J\u{202E}",
      ] {
        let output = try Program.ipctool("show", operand).run()
        #expect(output.status == 64 || output.status == 66)
        #expect(output.standardError.lines.count == 1)
        #expect(
          output.errorText.dropLast().unicodeScalars.allSatisfy {
            $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x202E
          }, "\(operand)")
      }
    }
  }
}
