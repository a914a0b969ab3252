import Support
import Testing

/// POSIX message queues from the command line, beside posix_ipc and the kernel's own file system.
struct POSIXQueueTests {
  /// A queue that costs little of RLIMIT_MSGQUEUE, which all tests share.
  private func createTiny(_ name: String, _ options: String...) throws -> String {
    try run(
      Program.ipctool(
        ["create", "mqueue:\(name)", "--max-messages", "3", "--message-size", "16"] + options)
    ).text.trimmed
  }

  @Test func agreesWithPythonInBothDirections() throws {
    try withSandbox {
      let queue = try createTiny("/both")
      try ipctool("send", queue, "low", "--priority", "1")
      try ipctool("send", queue, "", "--priority", "32767")
      let script = """
        import posix_ipc
        queue = posix_ipc.MessageQueue("/both")
        print(queue.current_messages, queue.max_messages, queue.max_message_size)
        print(queue.receive(), queue.receive())
        queue.send(b"\\xff\\0", priority=7)
        queue.send(b"text", priority=9)
        """
      #expect(
        try run(Program.python(script)).lines == ["2 3 16", "(b'', 32767) (b'low', 1)"])
      let document = try ipctool("recv", queue, "--all", "--json")
      #expect(
        try json(
          document, "[(m['priority'], m.get('text'), m.get('base64')) for m in d['messages']]")
          == "[(9, 'text', None), (7, None, '/wA=')]")
      try ipctool("send", queue, "--lines", input: [UInt8]("a\nb\n"))
      #expect(try ipctool("recv", queue, "--count", "2", "--null") == [UInt8]("a\0b\0"))
    }
  }

  /// One that was unlinked while a process has it open is in no list, and is no silent gap.
  @Test func tellsOfUnlinkedQueues() throws {
    try withSandbox {
      let script = """
        import posix_ipc, sys
        queues = [posix_ipc.MessageQueue(f"/{i}", posix_ipc.O_CREX, max_messages=1,
          max_message_size=16) for i in range(2)]
        for queue in queues: queue.unlink()
        print(flush=True)
        sys.stdin.read()
        """
      let gap = "[g['count'] for g in d['coverage']['hidden'] if 'unlinked' in g['what']]"
      #expect(try json(ipctool("ls", "mqueue", "--json"), gap) == "[]")
      let owner = try Program.python(script).start()
      _ = try owner.readLine()
      #expect(try json(ipctool("ls", "mqueue", "--json"), gap) == "[2]")
      #expect(try json(ipctool("ls", "--json"), gap) == "[2]")
      _ = try owner.finish()
    }
  }

  /// That a name cannot be looked up is not that there is none.
  @Test func saysWhatHidesTheNameOfADescriptor() throws {
    try withSandbox {
      _ = try createTiny("/named", "--mode", "600")
      let script = """
        import os, posix_ipc, sys
        queue = posix_ipc.MessageQueue("/named")
        print(queue.mqd, flush=True)
        os.set_inheritable(queue.mqd, True)
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        os.execv("/usr/bin/cat", ["cat"])
        """
      let owner = try Program.python(script).start()
      let descriptor = "/proc/\(owner.pid)/fd/\(try #require(try owner.readLine()))"
      try wait(for: "the descriptor to be nobody's") {
        try contents(of: "/proc/\(owner.pid)/comm").text.trimmed == "cat"
      }
      let unmounted = Program.system(
        "unshare", "--mount", "sh", "-euc",
        """
        while umount -l /dev/mqueue 2>/dev/null; do :; done
        exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
        """, "sh", Program.ipctool().path, "show", descriptor)
      let lines = try failure(77, unmounted)
      #expect(lines.joined().contains("CAP_SYS_ADMIN"), "\(lines)")
      _ = try owner.finish()
    }
  }

  @Test func refusesWithTheStatusOfTheCause() throws {
    try withSandbox {
      let queue = try createTiny("/full")
      for (status, arguments, words) in [
        (75, ["recv", queue, "--timeout", "0"], "mq_receive: EAGAIN: "),
        (75, ["recv", queue, "--timeout", "0.05"], "mq_receive: ETIMEDOUT: "),
        (64, ["peek", queue], "mqueue has no peek: "),
        (64, ["send", queue, "x", "--priority", "32768"], "priority 32768"),
        (64, ["send", queue, "x", "--type", "2"], "--type: "),
        (65, ["send", queue, "12345678901234567"], "more than 16 bytes"),
        (66, ["show", "mqueue:/none"], "mq_open: ENOENT: no such queue"),
        (66, ["recv", "mqueue:/none"], "mq_open: ENOENT: no such queue"),
        (66, ["rm", "mqueue:/none"], "no such queue"),
        (73, ["create", "mqueue:/full"], "EEXIST: "),
        (71, ["create", "mqueue", "--max-messages", "100000"], "above the limit of "),
        (71, ["create", "mqueue", "--message-size", "100M"], "above the limit of "),
        (64, ["create", "mqueue", "--max-messages", "0"], "at least one message"),
        (64, ["create", "mqueue", "--size", "5"], "--size: "),
        (64, ["create", "mqueue:/a/b"], "slash"),
      ] as [(Int32, [String], String)] {
        let lines = try failure(status, Program.ipctool(arguments))
        #expect(lines[0].contains(words), "\(arguments): \(lines)")
      }
      for message in ["1", "2", "3"] { try ipctool("send", queue, message) }
      #expect(
        try failure(75, Program.ipctool("send", queue, "4", "--timeout", "0"))
          == ["mqueue:/full: mq_send: EAGAIN: queue is full (3 of 3 messages)"])
      #expect(try ipctool("recv", queue, "--all", "--lines").lines == ["1", "2", "3"])
      #expect(try ipctool("create", queue, "--exist-ok").text == "mqueue:/full\n")
    }
  }

  /// Reading the status text alone moves times, and nothing but `show` reads it.
  @Test func looksWithoutATrace() throws {
    try withSandbox {
      let queue = try createTiny("/quiet", "--mode", "640")
      try ipctool("send", queue, "12345")
      try run(shell("mkdir /dev/shm/mq && mount -t mqueue none /dev/shm/mq"))
      func times() throws -> [String] {
        try run(Program.system("stat", "-c", "%X %Y %Z", "/dev/shm/mq/quiet")).text.words
      }
      let before = try times()
      Clock.waitForNextSecond()
      for arguments in [
        ["ls"], ["ls", "--json", "-o", "all"], [], ["rm", "--dry-run", queue],
        ["ls", "mqueue", "--filter", "messages>0", "-o", "+holders"],
      ] {
        try run(Program.ipctool(arguments))
        #expect(try times() == before, "\(arguments)")
      }
      let document = try ipctool("show", queue, "--json")
      #expect(
        try json(document, "[(o['bytes'], o['messages'], o['mode']) for o in d['objects']]")
          == "[(5, 1, '0640')]")
      let after = try times()
      #expect(after[1] == before[1], "the last send or receive")
      #expect(after[0] != before[0] && after[2] != before[2], "the side effect that is documented")
      #expect(try contents(of: "/dev/shm/mq/quiet").text.hasPrefix("QSIZE:5 "))
      #expect(try ipctool("recv", queue).text == "12345")
    }
  }

  @Test func namesWhoHoldsAQueue() throws {
    try withSandbox {
      let holder = try Program.python(
        """
        import os, posix_ipc, sys
        queue = posix_ipc.MessageQueue("/held", posix_ipc.O_CREX, max_messages=2, max_message_size=16)
        print(queue.mqd, flush=True)
        sys.stdin.read()
        """
      ).start()
      let fd = try #require(try holder.readLine())
      #expect(
        try json(
          try ipctool("show", "mqueue:/held", "--json"),
          "[(h['pid'], h['fd'], h['access']) for o in d['objects'] for h in o['holders']]")
          == "[(\(holder.pid), \(fd), 'rw')]")
      #expect(
        try run(Program.system("lsof", "-a", "-p", "\(holder.pid)", "-d", fd, "-F", "n")).lines
          .contains("n/held"))
      let path = "/proc/\(holder.pid)/fd/\(fd)"
      try ipctool("send", path, "by descriptor")
      #expect(try ipctool("recv", "mqueue:/held").text == "by descriptor")
      try ipctool("rm", "mqueue:/held")
      try failure(66, Program.ipctool("show", path))
      #expect(try ipctool("ls", "mqueue", "--no-header").isEmpty)
      _ = try holder.finish()
    }
  }
}

extension POSIXQueueTests {
  /// Who may mount nothing sees what he holds, and is told what would show the rest.
  @Test func worksWithoutPrivileges() throws {
    try withSandbox {
      let secret = try createTiny("/secret")
      let script = """
        import posix_ipc, subprocess, sys
        queue = posix_ipc.MessageQueue("/mine", posix_ipc.O_CREX, max_messages=2, max_message_size=16)
        try:
          print(subprocess.run([sys.argv[1], "ls", "mqueue", "--no-header", "-o", "address,user"],
            capture_output=True, text=True))
        finally:
          queue.close()
          queue.unlink()
        """
      let own = try run(Program.python(script, Program.ipctool().path).asNobody).text
      #expect(own.contains("stdout='mqueue:/mine  nobody\\n'"), "\(own)")
      #expect(
        own.contains("not seen: POSIX message queue objects (needs a /dev/mqueue that is mounted"),
        "\(own)")
      try failure(77, Program.ipctool("show", secret).asNobody)
      try failure(77, Program.ipctool("recv", secret, "--timeout", "0").asNobody)
      try failure(77, Program.ipctool("send", secret, "x").asNobody)
      // A mount, wherever it is, shows that a queue is there, and not what is in it.
      try run(shell("mkdir '/dev/shm/a mount' && mount -t mqueue none '/dev/shm/a mount'"))
      let listed = try Program.ipctool("ls", "mqueue", "--json").asNobody.run()
      #expect(listed.status == 0)
      #expect(
        try json(
          listed.standardOutput,
          "[(o['name'], o['messages'], o['uid'], o['mode']) for o in d['objects']]")
          == "[('/secret', None, 0, '0600')]")
      #expect(
        try json(
          listed.standardOutput, "[(h['count'], h['needs']) for h in d['coverage']['hidden']][0]")
          == "(1, 'CAP_DAC_READ_SEARCH')")
      try failure(77, Program.ipctool("rm", secret).asNobody)
    }
  }

  /// What may only be written to may be sent to, and its numbers seen: nothing is read for them.
  @Test func countsWhatMayOnlyBeWrittenTo() throws {
    try withSandbox {
      let queue = try createTiny("/inbox", "--mode", "602")
      try run(Program.ipctool("send", queue, "x").asNobody)
      let shown = try Program.ipctool("show", queue, "--json").asNobody.run()
      #expect(shown.status == 0)
      #expect(
        try json(
          shown.standardOutput,
          "[(o['messages'], o['messages_limit'], o['bytes']) for o in d['objects']]")
          == "[(1, 3, None)]")
      try failure(77, Program.ipctool("recv", queue, "--timeout", "0").asNobody)
      #expect(try ipctool("recv", queue).text == "x")
    }
  }

  /// Whole or not at all: a queue whose mode cannot be set is not left behind.
  @Test func leavesNoQueueWhenItsModeCannotBeSet() throws {
    try withSandbox {
      let lines = try failure(
        77,
        Program.system(
          "strace", "-o", "/dev/null", "-e", "trace=fchmod", "-e", "inject=fchmod:error=EPERM",
          Program.ipctool().path, "create", "mqueue:/half", "--max-messages", "2",
          "--message-size", "16"))
      #expect(lines[0].hasPrefix("mqueue:/half: "))
      #expect(try ipctool("ls", "mqueue", "--no-header").isEmpty)
    }
  }

  /// "Too many open files" would send people the wrong way.
  @Test func explainsTheLimitOfAUser() throws {
    try withSandbox {
      var program = Program.ipctool("create", "mqueue").asNobody
      program = Program(
        "/usr/bin/prlimit", ["--msgqueue=1000", "--", program.path] + program.arguments)
      let lines = try failure(71, program)
      #expect(lines[0].contains("mq_open: EMFILE: "))
      #expect(lines[0].contains("1000 bytes") && lines[0].contains("RLIMIT_MSGQUEUE"))
    }
  }
}
