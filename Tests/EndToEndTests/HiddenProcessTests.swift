import Support
import Testing

/// Where /proc shows nobody, or only one's own processes: what is not seen is said, and never taken for none.
struct HiddenProcessTests {
  /// A container that has its own processes and not its own objects: who is outside may hold them.
  @Test func countsThoseOutsideOfItsPIDNamespace() throws {
    try withSandbox {
      try run(.system("sh", "-c", "echo data >/dev/shm/held"))
      let holder = try Program.system("sh", "-c", "exec 3</dev/shm/held; echo; cat").start()
      _ = try holder.readLine()
      let gap = "processes outside of this pid namespace"
      let document = try run(
        Program.ipctool("ls", "posix-shm", "-o", "+holders", "--json").amongItsOwn)
      #expect(try json(document, "[o['holders'] for o in d['objects']]") == "[[]]")
      #expect(
        try json(
          document, "[h['count'] for h in d['coverage']['hidden'] if h['what'] == '\(gap)']")
          == "[None]")
      #expect(
        try run(Program.ipctool("show", "posix-shm:/held").amongItsOwn).text.contains("none seen"))
      let lines = try failure(66, Program.ipctool("show", "pipe:1").amongItsOwn)
      #expect(lines.last == "\(gap) are not seen")
      _ = try holder.finish()
    }
  }

  /// The kernel tells of a semaphore that somebody out there has it open.
  @Test func asksTheKernelForThoseOutside() throws {
    try withSandbox {
      let semaphore = try create("posix-sem")
      func findings() throws -> String {
        let document = try run(
          Program.ipctool("doctor", "--rule", "unheld", "--json").amongItsOwn)
        return try json(document, "[f['address'] for f in d['findings']]")
      }
      #expect(try findings() == "['\(semaphore)']")
      let name = String(semaphore.dropFirst("posix-sem:/".count))
      let user = try Program.system(
        "sh", "-c", "exec 3</dev/shm/sem.$0; echo; cat", name
      ).start()
      _ = try user.readLine()
      #expect(try findings() == "[]")
      _ = try user.finish()
    }
  }

  enum Place: String, CaseIterable, CustomTestStringConvertible {
    /// As in many a hardened machine, for an ordinary user.
    case hidepid
    /// As in a bare chroot.
    case covered, unmounted
    /// Where its numbers are not ours, so that a call with one of them would mean another process.
    case foreign

    var testDescription: String { rawValue }

    /// What stands in it for the reason.
    var needs: String {
      switch self {
      case .hidepid: "/proc mounted without hidepid"
      case .covered, .unmounted: "needs /proc"
      case .foreign: "needs a /proc of our own pid namespace"
      }
    }

    func program(_ words: [String]) -> Program {
      let program = Program.ipctool(words)
      return switch self {
      case .hidepid:
        program.asNobody.within(
          "exec unshare -m sh -c 'mount -t proc -o hidepid=2 proc /proc && exec \"$@\"' sh \"$@\"")
      case .foreign:
        Program("/usr/bin/unshare", ["--pid", "--fork", "--kill-child", program.path] + words)
      case .covered:
        program.within(
          "exec unshare -m sh -c 'mount -t tmpfs none /proc && exec \"$@\"' sh \"$@\"")
      case .unmounted:
        program.within(
          "exec unshare -m sh -c 'while umount -l /proc 2>&-; do :; done; exec \"$@\"' sh \"$@\"")
      }
    }
  }

  @Test(arguments: Place.allCases)
  func saysWhatItDoesNotSee(_ place: Place) throws {
    try withSandbox {
      let surroundings = try Surroundings()
      let isMissing = place == .covered || place == .unmounted
      for look in Surroundings.looks where !(isMissing && look.contains("--under")) {
        let output = try place.program(look.words).run()
        #expect([0, 1, 2, 3].contains(output.status), "\(look): \(output.errorText)")
        #expect(output.standardError.lines.count <= 1, "\(look): \(output.errorText)")
        #expect(try output.admitsGaps(), "\(look): \(output.text) \(output.errorText)")
      }
      // A plugin's reader sees one line.
      let nagios = try place.program(["doctor", "--format", "nagios"]).run()
      #expect(nagios.lines.count == 1)
      #expect(nagios.text.hasPrefix("IPC OK") == false)
      #expect(nagios.text.contains(" (not all processes seen) | "))
      try surroundings.end()
    }
  }

  /// What was asked for by name may not be seen: it is not said to be gone.
  @Test(arguments: Place.allCases)
  func deniesNothing(_ place: Place) throws {
    try withSandbox {
      let surroundings = try Surroundings()
      let pid = "\(surroundings.holder.pid)"
      for words in [
        ["show", surroundings.pipe], ["peek", surroundings.pipe],
        ["send", surroundings.pipe, "x"], ["rm", surroundings.pipe], ["ps", pid], ["why", pid],
        ["graph", pid], ["ls", "--pid", pid], ["ls", "--namespace", pid],
        ["show", "/proc/\(pid)/fd/3"],
        // There the number is nobody's.
      ].prefix(place == .foreign ? 4 : 10) {
        let lines = try failure(77, place.program(words))
        #expect(lines.last?.contains(place.needs) == true, "\(words): \(lines)")
      }
      // What needs no process is as it is.
      for words in [["show", surroundings.queue], ["show", "fifo:/mnt/fifo"]] {
        #expect(try place.program(words).run().status == 0, "\(words)")
      }
      #expect(try run(place.program(["recv", surroundings.queue])).text == "kept")
      try surroundings.end()
    }
  }

  /// A /proc that has nothing but processes is mounted, and lacks the rest.
  @Test func tellsAPartOfProcFromNone() throws {
    try withSandbox {
      _ = try create("shm")
      let part = Program.ipctool("ls", "shm").within(
        "exec unshare -m sh -c 'mount -t proc -o subset=pid proc /proc && exec \"$@\"' sh \"$@\"")
      for (program, needs) in [
        (part, "/proc mounted without subset=pid"),
        (Place.covered.program(["ls", "shm"]), "/proc"),
      ] {
        let text = try program.run().errorText
        #expect(text.contains("sizes in memory of segments (needs \(needs))"), "\(text)")
      }
    }
  }

  /// Without /proc the path of a directory is not told: that is no reason to say that it is not there.
  @Test func tellsAMissingProcFromAMissingDirectory() throws {
    try withSandbox {
      try run(Program.system("mkdir", "/dev/shm/d"))
      for words in [
        ["ls", "fifo", "--under", "/dev/shm/d"], ["doctor", "--search", "/dev/shm/d"],
      ] {
        let lines = try failure(69, Place.covered.program(words))
        #expect(lines[0].hasPrefix("/dev/shm/d: readlink: /proc is not mounted"), "\(lines)")
      }
      try failure(66, Place.covered.program(["ls", "fifo", "--under", "/dev/shm/none"]))
    }
  }
}
