import Glibc
import Support
import Testing

/// `rm` removes what was named, and nothing else.
struct RemoveTests {
  @Test func removesWhatWasNamed() throws {
    try withSandbox {
      let addresses = try ["msg", "msg:0x2a", "shm", "shm:0x2a", "posix-shm", "posix-shm:/x"]
        .map { try create($0) }
      let removed = [addresses[0], "shm:0x2a", "/dev/shm/x"]
      let output = try run(Program.ipctool(["rm"] + removed))
      #expect(output.lines == ["removed msg:0", "removed \(addresses[3])", "removed posix-shm:/x"])
      let left = try run(Program.system("ipcs", "-q", "-m")).lines.map(\.words)
      #expect(
        left.filter { $0.first?.hasPrefix("0x") == true }.map { $0[0] + " " + $0[1] }
          == ["0x0000002a 1", "0x00000000 0"])
      let name = try #require(addresses[4].split(separator: "/").last)
      #expect(try run(Program.system("ls", "-A", "/dev/shm")).text == "\(name)\n")
    }
  }

  /// A file is renamed before it is unlinked: a signal in between waits.
  @Test(arguments: ["INT", "TERM", "HUP", "QUIT", "TSTP"])
  func endsWhatItHasBegun(_ signal: String) throws {
    try withScratchDirectory { directory in
      try run(Program.system("mkfifo", "\(directory)/f"))
      let program = try Program.ipctool("rm", "\(directory)/f")
        .injecting("unlinkat:delay_enter=300000").start()
      let listing = Program.system("ls", "-A", directory)
      try wait(for: "the other name") { try run(listing).text.hasPrefix(".f.ipctool-rm-") }
      try run(Program.system("pkill", "-\(signal)", "-P", "\(program.pid)"))
      try wait(for: "the end") { try run(listing).isEmpty }
      _ = try Program.system("pkill", "-CONT", "-P", "\(program.pid)").run()
      _ = try program.finish()
    }
  }

  @Test func removesNothingOnADryRun() throws {
    try withSandbox {
      let addresses = try ["msg", "shm", "posix-shm:/x"].map { try create($0) }
      let output = try run(Program.ipctool(["rm", "--dry-run"] + addresses))
      #expect(output.lines == addresses.map { "would remove \($0)" })
      try failure(66, Program.ipctool("rm", "--dry-run", "msg:7"))
      for address in addresses { try ipctool("show", address) }
      #expect(try run(Program.ipctool(["rm"] + addresses)).lines.count == 3)
    }
  }

  @Test(arguments: ["msg", "shm", "posix-shm"])
  func saysThatItHasGone(_ kind: String) throws {
    try withSandbox {
      let address = try create(kind)
      try ipctool("rm", address)
      try failure(66, Program.ipctool("rm", address))
      let output = try Program.ipctool("rm", address, address).run()
      #expect(output.status == 1)
      #expect(output.standardError.lines.count == 2)
    }
  }

  /// An id that was given out again is "gone", never the wrong object.
  @Test(arguments: ["msg", "shm"])
  func neverTakesTheWrongObject(_ kind: String) throws {
    try withSandbox {
      let old = try create(kind)
      try ipctool("rm", old)
      // The same slot, used for the second time.
      try run(shell("echo 32768 >/proc/sys/kernel/\(kind)_next_id"))
      let current = try create(kind)
      #expect(old == "\(kind):0")
      #expect(current == "\(kind):32768")
      for verb in ["show", "recv", "send", "rm"] {
        let lines = try failure(66, Program.ipctool(verb, old), input: [UInt8]("x"))
        #expect(lines[0].contains("EINVAL"))
      }
      try ipctool("show", current)
    }
  }

  /// Attached memory stays until the last one leaves, as the kernel has it.
  @Test func marksAttachedMemory() throws {
    try withSandbox {
      let fixture = try Program.fixture("shm", "attach", "key=0x2a").start()
      let address = try #require(try fixture.readLine())
      try ipctool("rm", address)
      let row = try #require(try run(Program.system("ipcs", "-m")).lines.last).words
      #expect(row[1] == address.dropFirst(4))
      #expect(row.last == "dest")
      #expect(
        try ipctool("ls", "shm", "-o", "state,attached,key", "--no-header").lines.map(\.words)
          == [["dest", "1", "0x00000000"]])
      #expect(try fixture.finish().status == 0)
      #expect(try run(Program.system("ipcs", "-m")).lines.count == 2)
    }
  }

  /// What is not ours in /dev/shm is shown and never touched.
  @Test(arguments: ["mkdir", "mkfifo", "ln -s /dev/shm/target", "mknod c 1 3", "ln -s /nowhere"])
  func leavesForeignFiles(_ maker: String) throws {
    try withSandbox {
      try run(Program.system("sh", "-c", "echo precious >/dev/shm/target"))
      let words = maker.words
      let command = words[0] == "mknod" ? "mknod /dev/shm/it c 1 3" : "\(maker) /dev/shm/it"
      try run(shell(command))
      let before = try run(shell("ls -lAi --time-style=full-iso /dev/shm; cat /dev/shm/target"))
      for command in [
        "rm posix-shm:/it", "rm /dev/shm/it",
        "send posix-shm:/it x", "recv posix-shm:/it", "peek posix-shm:/it",
      ] {
        // By its path a FIFO is one, wherever it is.
        if command.hasSuffix("/dev/shm/it"), maker == "mkfifo" { continue }
        let lines = try failure(66, shell("exec ipctool \(command)"))
        #expect(lines[0].hasPrefix("posix-shm:/it: "))
        #expect(lines[0].contains("not shared memory"))
      }
      let refused = try failure(66, Program.ipctool("create", "posix-shm:/it", "--exist-ok"))
      #expect(refused[0].contains("not shared memory"))
      try failure(73, Program.ipctool("create", "posix-shm:/it"))
      #expect(
        try ipctool("ls", "posix-shm", "-o", "address,state").lines.contains {
          $0.words == ["posix-shm:/it", "foreign"]
        })
      let after = try run(shell("ls -lAi --time-style=full-iso /dev/shm; cat /dev/shm/target"))
      #expect(after == before)
    }
  }

  /// What is not to be removed is not touched either: not even for a moment it has another name.
  @Test func leavesWhatItRefusesAsItIs() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        try run(shell("echo data >$1/file", directory))
        let status = Program.system("stat", "-c", "%y %z", directory)
        let before = try run(status)
        usleep(20_000)
        try failure(64, Program.ipctool("rm", "map:\(directory)/file"))
        #expect(try run(status) == before)
      }
    }
  }

  @Test func givesBackWhatItCannotUnlink() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        for (address, place, name) in [
          ("map:\(directory)/file", directory, "file"), ("posix-shm:/x", "/dev/shm", "x"),
        ] {
          try ipctool("create", address)
          let lines = try failure(77, Program.ipctool("rm", address).refusing("unlinkat"))
          #expect(lines[0].hasPrefix("\(address): unlinkat: EPERM: "))
          #expect(try run(Program.system("ls", "-A", place)).text == "\(name)\n")
        }
      }
    }
  }

  /// Who is killed between the two steps leaves a file of which can be told what it was.
  @Test(arguments: ["file", String(repeating: "é", count: 127)])
  func leavesAFileThatCanBeToldWhenItIsKilled(_ name: String) throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let address = "map:\(directory)/\(name)"
        try ipctool("create", address)
        #expect(try Program.ipctool("rm", address).killed(by: "unlinkat").run().signal == SIGSYS)
        let left = try run(Program.system("ls", "-A", directory)).text
        #expect(left.hasPrefix(".\(name.prefix(20)).ipctool-rm-"), "\(left)")
      }
    }
  }
}
