import Support
import Testing

/// What the file of ipctool lends to nobody lets him see what is root's.
struct CapabilityTests {
  /// A process of root that prints the inode of a pipe with three bytes in it, and holds both ends until its input ends.
  private func pipeHolder() throws -> RunningProgram {
    try Program.python(
      """
      import os
      reading, writing = os.pipe()
      os.dup2(reading, 30)
      os.write(writing, b"abc")
      print(os.fstat(reading).st_ino, flush=True)
      input()
      """
    ).start()
  }

  @Test func showsWhoHoldsWhat() throws {
    try withSandbox {
      let holder = try pipeHolder()
      let address = "pipe:\(try #require(try holder.readLine()))"
      try LentProgram.with { lent in
        let holders = "[h['pid'] for o in d['objects'] for h in o['holders']]"
        for arguments in [
          ["show", address, "--json"], ["show", "/proc/\(holder.pid)/fd/30", "--json"],
        ] {
          let seen = try run(lent(arguments))
          #expect(try json(seen, "\(holders).count(\(holder.pid)) > 0") == "True")
          let all = try json(try run(Program.ipctool(arguments)), holders)
          #expect(try json(seen, holders) == all)
        }
        let filter = "address=\(address)"
        let columns = ["ls", "pipe", "--filter", filter, "-o", "address,bytes,holders"]
        let row = try run(Program.ipctool(columns))
        #expect(try run(lent(columns)) == row)
        let held = ["ps", "\(holder.pid)", "-o", "pid,fd,address,access"]
        let rows = try run(Program.ipctool(held))
        #expect(try run(lent(held)) == rows)
        // Without it nothing of that is there.
        try failure(77, Program.ipctool(held).asNobody)
        let plain = try Program.ipctool(columns).asNobody.run()
        #expect(plain.lines.count == 1)
        #expect(plain.errorText.contains("(needs CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH)"))
      }
      holder.send(signal: 9)
    }
  }

  /// Namespaces are found and entered by what the file lends, and not without it.
  @Test func looksIntoOtherNamespaces() throws {
    try withSandbox {
      let inner = try Program.system(
        "unshare", "-i", "sh", "-c", "ipcmk -Q >/dev/null; readlink /proc/self/ns/ipc; read line"
      ).start()
      let link = try #require(try inner.readLine())
      let inode = link.filter(\.isNumber)
      let listing = ["ls", "msg", "--namespace", "all", "--filter", "ipc_namespace=\(inode)"]
      let row = try run(Program.ipctool(listing))
      #expect(row.lines.count == 2)
      try LentProgram.with("\(LentProgram.seeing),cap_sys_admin,cap_sys_chroot+p") { lent in
        #expect(try run(lent(listing)) == row)
        let plain = try Program.ipctool(listing).asNobody.run()
        #expect(plain.lines.count == 1 && plain.errorText.contains("not seen: "))
      }
      _ = try inner.finish()
    }
  }

  /// What threads wait for is read from where their process has it.
  @Test func tellsWhyTheyHang() throws {
    try withSandbox {
      let program = try Program.python(
        """
        import os, select, signal
        end, other = os.pipe()
        poll = select.poll()
        poll.register(end, select.POLLIN)
        print(os.fstat(end).st_ino, flush=True)
        poll.poll()
        """
      ).start()
      let inode = try #require(try program.readLine())
      try wait(for: "a process to wait in poll") {
        try contents(of: "/proc/\(program.pid)/wchan").text.contains("poll")
      }
      try LentProgram.with { lent in
        let output = try lent("why", "\(program.pid)").run()
        #expect(output.text.contains("pipe:\(inode)"), "\(output.text)\(output.errorText)")
        try failure(77, Program.ipctool("why", "\(program.pid)").asNobody)
      }
      program.send(signal: 9)
    }
  }

  /// Of what is lent only what there is can be used; the rest is said to be missing.
  @Test func worksWithoutWhatIsNotInTheBoundingSet() throws {
    try withSandbox {
      let holder = try pipeHolder()
      _ = try holder.readLine()
      try LentProgram.with("\(LentProgram.seeing),cap_sys_admin+p") { lent in
        // With +ep the kernel would not even start it.
        let without = ["--inh-caps=-all", "--bounding-set=-sys_admin"]
        try run(lent.restricted(without, "ps", "\(holder.pid)"))
        let some = try json(
          try run(lent.restricted(without, "caps", "--json")),
          """
          [(c['state'], c['bounding'], c['file']) for c in d['capabilities']
           if c['capability'] in ('CAP_SYS_PTRACE', 'CAP_SYS_ADMIN')]
          """)
        #expect(some == "[('lent', True, True), ('never', False, True)]")
        let less = ["--inh-caps=-all", "--bounding-set=-sys_ptrace"]
        let lines = try failure(77, lent.restricted(less, "ps", "\(holder.pid)"))
        #expect(lines[1] == "needs CAP_SYS_PTRACE")
        let grants = try json(
          try run(lent.restricted(less, "caps", "--json")),
          "all('sys_ptrace' not in g['command'] for g in d['grants'])"
            + " and any('cap_sys_ptrace' in o for o in d['obstacles'])")
        #expect(grants == "True")
      }
      holder.send(signal: 9)
    }
  }

  /// The sets of a command that waits, as the kernel has them: one that does something has none, and one that looks
  /// has them at rest.
  @Test func laysThemDown() throws {
    try withSandbox {
      let queue = try create("msg", "--mode", "0666")
      try LentProgram.with("\(LentProgram.seeing)+ep") { lent in
        let receiver = try lent("recv", queue).start()
        try wait(for: receiver, toSleepIn: "do_msgrcv")
        var sets = try capabilitySets(of: receiver)
        #expect(sets["CapPrm:"] == 0)
        #expect(sets["CapEff:"] == 0)
        #expect(sets["CapAmb:"] == 0)
        // Nothing of what it had is left that would keep its user from looking into it.
        #expect(try run(shell("stat -c %u /proc/\(receiver.pid)/fd")).text.trimmed == "65534")
        try ipctool("send", queue, "x")
        #expect(try receiver.finish().text == "x")

        // It looks a second time only where somebody may wait for ever.
        let hanging = try Program.python(
          "import os; one, other = os.pipe(); print(flush=True); os.read(one, 1)"
        ).start()
        _ = try hanging.readLine()
        try wait(for: hanging, toSleepIn: "anon_pipe_read")
        let looker = try lent("why", "\(hanging.pid)", "--interval", "1000").start()
        try wait(for: "a command to sleep between its looks") {
          try contents(of: "/proc/\(looker.pid)/wchan").text.contains("nanosleep")
        }
        sets = try capabilitySets(of: looker)
        // CAP_DAC_READ_SEARCH and CAP_SYS_PTRACE, include/uapi/linux/capability.h.
        #expect(sets["CapPrm:"] == 1 << 2 | 1 << 19)
        #expect(sets["CapEff:"] == 0)
        looker.send(signal: 9)
        hanging.send(signal: 9)
      }
    }
  }

  /// What a user made with it is his own, also what lives in a process in the background.
  @Test(arguments: ["msg", "pipe", "unix", "memfd", "posix-shm", "sem"])
  func reachesOnesOwn(_ kind: String) throws {
    try withSandbox {
      try LentProgram.with { lent in
        let address = try run(lent("create", kind)).text.trimmed
        defer { _ = try? Program.ipctool("rm", address).run() }
        #expect(try lent("show", address).run().status == 0)
        if kind == "sem" {
          try run(lent("send", address))
        } else {
          try run(lent("send", address, "data"))
          // Of a listener nothing is there before it accepts.
          if kind != "unix" {
            #expect(try run(lent("peek", address)).starts(with: "data".utf8))
          }
        }
        try run(lent("recv", address))
        #expect(try run(lent("rm", address)).text == "removed \(address)\n")
      }
    }
  }

  @Test func exercisesWithPlainRights() throws {
    try withSandbox {
      try LentProgram.with { lent in
        let output = try lent("exercise", "msg", "pipe", "tcp").run()
        #expect(output.status == 0, "\(output.text)\(output.errorText)")
      }
    }
  }
}
