import Support
import Testing

/// Containers without /proc or /dev/shm, file size limits, and dry runs that must not promise too much.
struct HardConditionTests {
  /// In a container or chroot without /proc the arguments count all the same.
  @Test(arguments: ["rm shm:0", "ls shm", "nonsense"])
  func readsItsArgumentsWithoutProc(_ command: String) throws {
    try withSandbox {
      _ = try create("shm")
      let summary = try shell("exec ipctool --bytes").run()
      let output = try shell("mount -t tmpfs none /proc && exec ipctool \(command)").run()
      #expect(output.standardOutput != summary.standardOutput)
      #expect(output.status == (command == "nonsense" ? 64 : 0))
      if command == "rm shm:0" { #expect(output.text == "removed shm:0\n") }
    }
  }

  @Test func saysThatAMessageIsLostAtTheFileSizeLimit() throws {
    try withSandbox {
      let queue = try create("msg")
      try ipctool("send", queue, "precious")
      let file = try ScratchFile()
      let lines = try failure(71, shell("ulimit -f 0; exec ipctool recv $1 >$2", queue, file.path))
      #expect(
        lines[0].hasPrefix("\(queue): write: EFBIG: a message of 8 bytes was received and is lost"))
    }
  }

  @Test func leavesNoObjectAtTheFileSizeLimit() throws {
    try withSandbox {
      try failure(71, shell("ulimit -f 0; exec ipctool create posix-shm --size 5000"))
      #expect(try run(Program.system("ls", "-A", "/dev/shm")) == [])
    }
  }

  @Test func refusesAForeignFileOnADryRun() throws {
    try withSandbox {
      try run(Program.system("mkdir", "/dev/shm/it"))
      let lines = try failure(66, Program.ipctool("rm", "--dry-run", "posix-shm:/it"))
      #expect(lines[0].contains("not shared memory"))
    }
  }

  @Test func saysOnADryRunThatItMayNot() throws {
    try withSandbox {
      for kind in ["msg", "shm", "posix-shm"] {
        let address = try create(kind)
        try failure(77, Program.ipctool("rm", "--dry-run", address).asNobody)
      }
    }
  }

  /// The root of a user namespace has no right over what is of the one above.
  @Test func promisesNothingToTheRootOfAUserNamespace() throws {
    try withSandbox {
      for kind in ["msg", "shm", "sem", "posix-shm", "posix-sem"] {
        let remove = Program.ipctool("rm", "--dry-run", try create(kind))
        let inside = Program(
          "/usr/bin/unshare", ["--user", "--map-root-user", remove.path] + remove.arguments)
        try failure(77, inside.asNobody)
      }
      let doctor = Program.ipctool("doctor", "--rule", "unheld", "--json")
      let inside = Program(
        "/usr/bin/unshare", ["--user", "--map-root-user", doctor.path] + doctor.arguments)
      #expect(try json(run(inside.asNobody), "d['findings']") == "[]")
    }
  }

  @Test func refusesAQueueThatHoldsNothing() throws {
    try withSandbox {
      try failure(64, Program.ipctool("create", "msg", "--size", "0"))
      try failure(64, Program.ipctool("create", "shm", "--size", "0"))
    }
  }

  @Test func saysWhatWouldShowWhatIsHidden() throws {
    try withSandbox {
      let output = try shell("mount -t tmpfs none /dev && exec ipctool ls --no-header").run()
      #expect(output.status == 0)
      #expect(output.errorText.contains("(needs a tmpfs on /dev/shm)"))
    }
  }

  /// Nobody reads the report, but what was named is removed all the same.
  @Test func removesAllThoughNobodyListens() throws {
    try withSandbox {
      let queues = try (0..<3).map { _ in try create("msg") }
      let output = try shell(
        "ipctool rm $1 $2 $3 | true; exec ipctool ls msg --no-header", queues[0],
        queues[1], queues[2]
      ).run()
      #expect(output.standardOutput == [])
      #expect(output.status == 0)
    }
  }

  @Test func aSignalDuringAWriteSaysHowFarItCame() throws {
    try withSandbox {
      let segment = try create("shm", "--size", "1M")
      let writer = try Program.ipctool("send", segment).start()
      try writer.write([UInt8](repeating: 1, count: 4096))
      try wait(for: "what it was given to arrive") {
        try ipctool("peek", segment, "--offset", "4095", "--length", "1") == [1]
      }
      writer.send(signal: 15)
      // Its input stays open until it ended by itself.
      try wait(for: "the writer's end") {
        try contents(of: "/proc/\(writer.pid)/stat").text.contains(") Z ")
      }
      let output = try writer.finish()
      #expect(output.signal == 15)
      #expect(output.errorText.contains("4096 bytes were written at offset 0 before"))
    }
  }

  /// Data such as `-hello` must not turn into a request for help with status 0.
  @Test(arguments: ["send msg:0 -hello", "rm -xh", "help nope", "send msg:0 -h5"])
  func isNotTakenForACallForHelp(_ command: String) throws {
    try withSandbox {
      _ = try create("msg")
      let lines = try failure(64, shell("exec ipctool \(command)"))
      #expect(lines.count <= 2)
    }
  }

  @Test func readsStandardInputForADash() throws {
    try withSandbox {
      let queue = try create("msg")
      try ipctool("send", queue, "--file", "-", input: [UInt8]("through the pipe"))
      #expect(try ipctool("recv", queue) == [UInt8]("through the pipe"))
    }
  }

  /// Without /proc nobody has looked for holders: that is not the same as none.
  @Test func doesNotSayNoneWhereItCouldNotLook() throws {
    try withSandbox {
      let segment = try create("shm")
      let output = try shell(
        "mount -t tmpfs none /proc && exec ipctool show $1 --json", segment
      ).run()
      #expect(try json(output.standardOutput, "d['objects'][0]['holders']") == "None")
      #expect(try json(output.standardOutput, "d['coverage']['complete']") == "False")
    }
  }

  /// All members in every object, whatever kinds were asked for.
  @Test func givesEveryObjectTheSameMembers() throws {
    try withSandbox {
      for kind in ["msg", "shm", "posix-shm"] { _ = try create(kind) }
      for command in [
        "ls msg shm posix-shm", "show msg:0 shm:0 $(ipctool ls posix-shm --no-header -o address)",
      ] {
        let document = try run(shell("exec ipctool \(command) --json"))
        #expect(try json(document, "len(d['objects'])") == "3")
        #expect(try json(document, "len({tuple(o) for o in d['objects']})") == "1")
      }
      let alone = try ipctool("ls", "msg", "--json")
      #expect(try json(alone, "'huge' in d['objects'][0]") == "True")
    }
  }

  @Test func saysThatThereIsNoTimer() throws {
    try withSandbox {
      let queue = try create("msg", "--mode", "666")
      let lines = try failure(
        71, shell("exec prlimit --sigpending=0 ipctool recv $1 --timeout 0.2", queue).asNobody)
      #expect(lines[0].contains("timer_create: EAGAIN: no timer for the time limit"))
    }
  }
}
