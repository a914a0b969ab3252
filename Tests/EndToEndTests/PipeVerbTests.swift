import Glibc
import Support
import Testing

/// Pipes that `create` made and a process in the background holds, and those of others.
@Suite struct PipeVerbTests {
  /// All that goes in comes out, whatever the size: what does not fit waits for who takes it.
  @Test(arguments: [0, 1, 65_535, 65_536, 10_000_000])
  func carriesAllBytes(_ size: Int) throws {
    try withSandbox {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
      try withHeld("pipe") { pipe in
        let script = """
          d=$(mktemp -d) && cat > $d/in
          ipctool send "$1" < $d/in & ipctool recv "$1" --length "$2" > $d/out && wait $!
          cmp $d/in $d/out; s=$?; rm -r $d; exit $s
          """
        try run(shell(script, pipe, "\(size)"), input: bytes)
      }
    }
  }

  /// What was there comes at once, and is looked at without being taken.
  @Test func tellsWhatIsThere() throws {
    try withSandbox {
      try withHeld("pipe") { pipe in
        try ipctool("send", pipe, "hello")
        try ipctool("send", pipe, " world")
        #expect(try ipctool("peek", pipe).text == "hello world")
        #expect(try ipctool("peek", pipe, "--length", "4").text == "hell")
        #expect(try ipctool("recv", pipe, "--length", "6").text == "hello ")
        #expect(try ipctool("recv", pipe).text == "world")
        #expect(try ipctool("peek", pipe, "--all").isEmpty)
        #expect(try failure(75, Program.ipctool("peek", pipe))[0].hasSuffix("it is empty"))
        let lines = try failure(75, Program.ipctool("recv", pipe, "--timeout", "0"))
        #expect(lines == ["\(pipe): read: EAGAIN: it is empty"])
        #expect(try failure(75, Program.ipctool("recv", pipe, "--timeout", "0.05")).count == 1)
      }
    }
  }

  /// Who writes to a file later does not change what of it was sent and still waits.
  @Test func keepsWhatWasSent() throws {
    try withSandbox {
      try withHeld("pipe", "--size", "65536") { pipe in
        let script = """
          d=$(mktemp -d) && head -c 100000 /dev/zero > $d/in
          ipctool send "$1" --file $d/in & ipctool recv "$1" --length 50000 > $d/out && wait $! &&
            head -c 100000 /dev/urandom | dd of=$d/in conv=notrunc status=none &&
            ipctool recv "$1" --length 50000 >> $d/out && head -c 100000 /dev/zero | cmp - $d/out
          s=$?; rm -r $d; exit $s
          """
        try run(shell(script, pipe))
      }
    }
  }

  /// Partly read, then timed out: what came is written, and the status says that it is not all.
  @Test func tellsOfAPart() throws {
    try withSandbox {
      try withHeld("pipe", "--size", "4096") { pipe in
        try ipctool("send", pipe, "abc")
        let output = try Program.ipctool("recv", pipe, "--length", "5", "--timeout", "0.05").run()
        #expect(output.status == 75)
        #expect(output.text == "abc")
        #expect(output.errorText.contains("3 bytes were received before"))
        let full = try Program.ipctool("send", pipe, "--timeout", "0")
          .run(input: [UInt8](repeating: 1, count: 5000))
        #expect(full.status == 75)
        #expect(full.errorText.contains("it is full (4096 of 4096 bytes); 4096 bytes were sent"))
        #expect(try ipctool("recv", pipe).count == 4096)
      }
    }
  }

  /// The holder is a process of its own, with nothing but the pipe and its record, and ends with `rm`.
  @Test func isHeldByAProcessOfItsOwn() throws {
    try withSandbox {
      try withHeld("pipe") { pipe in
        let shown = try ipctool("ls", "pipe", "--filter", "address=\(pipe)", "--json")
        let holders = "d['objects'][0]['holders']"
        let pid = try json(shown, "\(holders)[0]['pid']")
        #expect(try json(shown, "sorted(h['access'] for h in \(holders))") == "['r', 'w']")
        #expect(try json(shown, "{h['command'] for h in \(holders)}") == "{'ipctool'}")
        let links = try run(shell("for f in /proc/$1/fd/*; do readlink $f; done", pid)).lines
        let inode = pipe.dropFirst("pipe:".count)
        #expect(
          links.sorted() == [
            "/memfd:ipctool-holder (deleted)", "pipe:[\(inode)]", "pipe:[\(inode)]",
          ])
        let session = try run(Program.system("ps", "-o", "sid=,tty=", "-p", pid)).text.words
        #expect(session[1] == "?")
        #expect(session[0] != "\(getsid(0))")
        #expect(try ipctool("rm", "--dry-run", pipe).text == "would remove \(pipe)\n")
        #expect(try ipctool("rm", pipe).text == "removed \(pipe)\n")
        // Whose parent does not wait for it stays as a zombie, which holds nothing.
        let rest = try Program.system("ps", "-o", "stat=", "-p", pid).run().text
        #expect(rest.isEmpty || rest.hasPrefix("Z"))
      }
    }
  }

  /// After its time it ends by itself.
  @Test func livesAsLongAsItWasTold() throws {
    try withSandbox {
      let pipe = try create("pipe", "--ttl", "1")
      try wait(for: "the holder to end") {
        try Program.ipctool("ls", "pipe", "--filter", "address=\(pipe)", "--no-header").run()
          .standardOutput.isEmpty
      }
    }
  }

  /// A program in the place of the holder has the descriptors, and its own status.
  @Test func runsACommand() throws {
    try withSandbox {
      let script = """
        set -- $IPCTOOL_FDS
        echo through >&$2; read line <&$1; echo $line $IPCTOOL_ADDRESS; exit 7
        """
      let output = try Program.ipctool("create", "pipe", "--", "bash", "-c", script).run()
      #expect(output.status == 7)
      #expect(output.lines.count == 2)
      #expect(output.lines[1] == "through \(output.lines[0])")
      for (program, status, error) in [
        ("/nowhere", 66, "ENOENT: no such file or directory"),
        ("no-such-program", 66, "ENOENT: no such file or directory"),
        ("", 66, "ENOENT: no such file or directory"),
        ("/etc", 77, "EACCES: permission denied"), ("/etc/passwd", 77, "EACCES: permission denied"),
      ] as [(String, Int32, String)] {
        let lines = try failure(status, Program.ipctool("create", "pipe", "--", program))
        #expect(lines[0] == "\(program.isEmpty ? "''" : program): execve: \(error)")
      }
      let refused = try failure(64, Program.ipctool("create", "msg", "--", "true"))
      #expect(refused[0].hasPrefix("COMMAND: it means nothing for msg"))
    }
  }

  /// A closed stream stays closed: no end of the pipe takes its place.
  @Test func isNoStandardStream() throws {
    try withSandbox {
      let script = """
        ipctool create pipe -- sh -c '
          for n in 0 1 2 $IPCTOOL_FDS; do [ -e /proc/$$/fd/$n ] && echo $n; done' <&- 2>&-
        """
      let lines = try run(shell(script)).lines
      #expect(lines.count == 4)
      #expect(lines[1] == "1")
      #expect(lines[2...].allSatisfy { Int($0) ?? 0 > 2 })
    }
  }

  /// Of others the contents may be seen, and no more than that unless the user insists.
  @Test func sparesThoseOfOthers() throws {
    try withSandbox {
      let script = """
        import os, sys
        reading, writing = os.pipe()
        os.write(writing, b"kept")
        print("pipe:%d" % os.fstat(reading).st_ino, flush=True)
        sys.stdin.read()
        print(os.read(reading, 100).decode())
        """
      let owner = try Program.python(script).start()
      let pipe = try #require(try owner.readLine())
      for _ in 0..<100 { #expect(try ipctool("peek", pipe).text == "kept") }
      for verb in ["send", "recv"] {
        let lines = try failure(64, Program.ipctool(verb, pipe))
        #expect(lines[0].contains("it belongs to process \(owner.pid)"))
        #expect(lines[1].contains("--force"))
      }
      #expect(try failure(64, Program.ipctool("rm", pipe))[0].contains("it ends with process"))
      try ipctool("send", pipe, "!", "--force")
      #expect(try ipctool("recv", pipe, "--length", "1", "--force").text == "k")
      #expect(try owner.finish().text == "ept!\n")
    }
  }
}
