import Support
import Testing

/// Event counters that `create` made and a process in the background holds, and those of others.
@Suite struct EventCounterVerbTests {
  @Test func counts() throws {
    try withSandbox {
      try withHeld("eventfd", "--value", "3") { counter in
        try ipctool("send", counter)
        try ipctool("send", counter, "--value", "38")
        #expect(try ipctool("peek", counter).text == "42\n")
        let listed = try ipctool("ls", "eventfd", "--filter", "address=\(counter)", "--json")
        #expect(try json(listed, "d['objects'][0]['values']") == "[42]")
        #expect(try ipctool("recv", counter).text == "42\n")
        let lines = try failure(75, Program.ipctool("recv", counter, "--timeout", "0"))
        #expect(lines == ["\(counter): read: EAGAIN: the count is 0"])
        #expect(try failure(75, Program.ipctool("recv", counter, "--timeout", "0.05")).count == 1)
      }
    }
  }

  /// The largest count that there is.
  @Test func countsUpToTheLimit() throws {
    try withSandbox {
      let highest = "18446744073709551614"
      try withHeld("eventfd", "--value", highest) { counter in
        for timeout in ["0", "0.05"] {
          let lines = try failure(75, Program.ipctool("send", counter, "--timeout", timeout))
          #expect(lines[0].contains("the count would pass its limit, \(highest)"))
        }
        let above = "18446744073709551615"
        try failure(65, Program.ipctool("send", counter, "--value", above))
        try failure(65, Program.ipctool("create", "eventfd", "--value", above))
        try failure(64, Program.ipctool("send", counter, "data"))
        #expect(try json(ipctool("recv", counter, "--json"), "d['values']") == "[\(highest)]")
      }
    }
  }

  /// One more would fit, and the kernel says so: that is no reason to wait longer than was said, nor to ask it
  /// all the time.
  @Test(arguments: ["0", "EFD_NONBLOCK"], ["0", "0.5"])
  func doesNotWaitForWhatDoesNotFit(_ flag: String, _ timeout: String) throws {
    try withSandbox {
      let script = """
        import ctypes, os, struct, sys
        EFD_NONBLOCK = 0o4000
        f = ctypes.CDLL(None).eventfd(0, \(flag))
        os.write(f, struct.pack("Q", 2**64 - 5))
        for line in open("/proc/self/fdinfo/%d" % f):
          if line.startswith("eventfd-id"): print("eventfd:" + line.split()[1], flush=True)
        sys.stdin.read()
        """
      let owner = try Program.python(script).start()
      let counter = try #require(try owner.readLine())
      let measure = """
        import resource, subprocess, sys
        status = subprocess.run(sys.argv[1:], timeout=20).returncode
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(status, used.ru_utime + used.ru_stime < 0.25)
        """
      let ipctool = Program.ipctool(
        "send", counter, "--value", "100", "--timeout", timeout, "--force")
      var program = Program.python(measure, ipctool.path)
      program.arguments += ipctool.arguments
      let output = try program.run()
      #expect(output.text == "75 True\n", "\(output.errorText)")
      #expect(output.errorText.contains("the count would pass its limit"))
      #expect(try owner.finish().status == 0)
    }
  }

  /// A sender waits until there is room for all that it adds, also where the owner's descriptor does not wait.
  @Test(arguments: ["EFD_CLOEXEC", "EFD_NONBLOCK"])
  func meetsAnOwner(_ flag: String) throws {
    try withSandbox {
      let script = """
        import ctypes, os, struct, sys
        libc = ctypes.CDLL(None)
        EFD_CLOEXEC, EFD_NONBLOCK = 0o2000000, 0o4000
        f = libc.eventfd(5, \(flag))
        for line in open("/proc/self/fdinfo/%d" % f):
          if line.startswith("eventfd-id"): print("eventfd:" + line.split()[1], flush=True)
        for line in sys.stdin:
          print(struct.unpack("Q", os.read(f, 8))[0], flush=True)
        """
      let owner = try Program.python(script).start()
      let counter = try #require(try owner.readLine())
      for _ in 0..<100 { #expect(try ipctool("peek", counter).text == "5\n") }
      try failure(64, Program.ipctool("send", counter))
      try failure(64, Program.ipctool("recv", counter))
      try failure(64, Program.ipctool("rm", counter))
      try ipctool("send", counter, "--force", "--value", "18446744073709551609")
      let sender = try Program.ipctool("send", counter, "--force", "--value", "8").start()
      try owner.write([UInt8]("\n"))
      #expect(try owner.readLine() == "18446744073709551614")
      #expect(try sender.finish().status == 0)
      #expect(try ipctool("recv", counter, "--force").text == "8\n")
      _ = try owner.finish()
    }
  }

  @Test func isRemovedWithItsHolder() throws {
    try withSandbox {
      let counter = try create("eventfd", "--ttl", "300", "--value", "4711")
      #expect(try ipctool("rm", counter).text == "removed \(counter)\n")
      // The kernel gives the id to the next counter, whosever that is.
      let rest = try ipctool(
        "ls", "eventfd", "--filter", "address=\(counter)", "--no-header", "-o", "values")
      #expect(rest.text.trimmed != "4711")
      try failure(64, Program.ipctool("create", "eventfd:7"))
    }
  }
}
