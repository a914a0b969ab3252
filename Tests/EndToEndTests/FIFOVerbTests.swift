import Support
import Testing

/// FIFOs, whose ends are opened for as long as a verb takes.
@Suite struct FIFOVerbTests {
  /// Runs `body` with the address and the path of a FIFO in a directory of its own.
  private func withFIFO(_ body: (_ address: String, _ path: String) throws -> Void) throws {
    let directory = try run(Program.system("mktemp", "-d")).text.trimmed
    defer { _ = try? Program.system("rm", "-r", directory).run() }
    let path = "\(directory)/fifo"
    try body(try create("fifo:\(path)"), path)
  }

  @Test func isMadeAndRemoved() throws {
    try withSandbox {
      try withFIFO { fifo, path in
        #expect(fifo == "fifo:\(path)")
        func mode(_ path: String) throws -> String {
          try run(Program.system("stat", "-c", "%F %a", path)).text.trimmed
        }
        #expect(try mode(path) == "fifo 600")
        #expect(try failure(73, Program.ipctool("create", fifo))[0].contains("mkfifo: EEXIST"))
        #expect(try create(fifo, "--exist-ok") == fifo)
        #expect(try create("fifo:\(path)2", "--mode", "0622") == "\(fifo)2")
        #expect(try mode("\(path)2") == "fifo 622")
        try run(Program.system("touch", "\(path)3"))
        try failure(66, Program.ipctool("create", "\(fifo)3", "--exist-ok"))
        try failure(66, Program.ipctool("rm", "\(fifo)3"))
        try failure(66, Program.ipctool("create", "fifo:/nowhere/fifo"))
        try failure(64, Program.ipctool("create", "fifo"))
        #expect(try ipctool("rm", fifo, "\(path)2").lines.count == 2)
        try failure(66, Program.ipctool("rm", fifo))
      }
    }
  }

  /// All that goes in comes out, with cat at the other end, in both directions.
  @Test(arguments: [0, 1, 65_535, 65_536, 10_000_000])
  func carriesAllBytes(_ size: Int) throws {
    try withSandbox {
      try withFIFO { fifo, path in
        let script = """
          d=${2%/*}; head -c "$3" /dev/urandom > $d/in
          cat "$2" > $d/out & ipctool send "$1" < $d/in && wait $! && cmp $d/in $d/out || exit
          cat $d/in > "$2" & ipctool recv "$1" > $d/out && wait $! && cmp $d/in $d/out || exit
          ipctool send "$1" --file $d/in & ipctool recv "$1" | cmp $d/in - && wait $! || exit
          cat $d/in | ipctool send "$1" --timeout 60 &
          ipctool recv "$1" --timeout 60 | cmp $d/in - && wait $!
          """
        try run(shell(script, fifo, path, "\(size)"))
      }
    }
  }

  /// Nobody is at the other end.
  @Test(arguments: ["0", "0.05"])
  func waitsNoLongerThanItWasTold(_ seconds: String) throws {
    try withSandbox {
      try withFIFO { fifo, _ in
        let sent = try failure(75, Program.ipctool("send", fifo, "x", "--timeout", seconds))
        #expect(sent[0].contains("no process has it open for reading"))
        let received = try failure(75, Program.ipctool("recv", fifo, "--timeout", seconds))
        #expect(received[0].contains("no process has it open for writing"))
      }
    }
  }

  /// Who waited in open(2) to write is not left without a reader by one that does not wait.
  @Test func servesAWriterThatWaited() throws {
    try withSandbox {
      try withFIFO { fifo, path in
        let writer = try Program("/bin/sh", ["-c", "echo data > \"$1\"", "sh", path]).start()
        try wait(for: writer, toSleepIn: "wait_for_partner")
        #expect(try ipctool("recv", fifo, "--timeout", "0").text == "data\n")
        #expect(try writer.finish().status == 0)
      }
    }
  }

  /// A look sets nobody free who waits for the other end, and takes nothing.
  @Test func looksWithoutOpening() throws {
    try withSandbox {
      try withFIFO { fifo, path in
        let waiting = try Program("/bin/sh", ["-c", "exec 3> \"$1\"", "sh", path]).start()
        try wait(for: waiting, toSleepIn: "wait_for_partner")
        #expect(try failure(75, Program.ipctool("peek", fifo))[0].contains("it is empty"))
        #expect(try contents(of: "/proc/\(waiting.pid)/wchan").text == "wait_for_partner")
        waiting.send(signal: 9)
        _ = try waiting.finish()
        let script =
          "import os, sys; f = os.open(sys.argv[1], os.O_RDWR); os.write(f, b'kept');"
          + " print(flush=True); sys.stdin.read(); print(os.read(f, 9).decode())"
        let owner = try Program.python(script, path).start()
        _ = try owner.readLine()
        for _ in 0..<20 { #expect(try ipctool("peek", path).text == "kept") }
        #expect(try owner.finish().text == "kept\n")
      }
    }
  }

  /// The reader has gone: what was sent before is said.
  @Test func tellsThatTheReaderHasGone() throws {
    try withSandbox {
      try withFIFO { fifo, path in
        let reader = try Program.system("head", "-c", "1", path).start()
        let output = try Program.ipctool("send", fifo).run(
          input: [UInt8](repeating: 7, count: 1_000_000))
        #expect(output.status == 66)
        #expect(output.errorText.contains("no process has it open for reading any more"))
        #expect(output.errorText.contains("bytes were sent before"))
        _ = try reader.finish()
      }
    }
  }

  /// One whose path is gone is reached through who has it open, if the user insists.
  @Test func reachesWhatHasNoPath() throws {
    try withSandbox {
      try withFIFO { _, path in
        let script = """
          import os, sys
          f = os.open(sys.argv[1], os.O_RDWR)
          os.unlink(sys.argv[1])
          print("fifo:%d" % os.fstat(f).st_ino, flush=True)
          sys.stdin.read()
          """
        let owner = try Program.python(script, path).start()
        let fifo = try #require(try owner.readLine())
        try failure(64, Program.ipctool("send", fifo, "x"))
        try ipctool("send", fifo, "x", "--force")
        #expect(try ipctool("peek", fifo).text == "x")
        #expect(try ipctool("recv", fifo, "--force", "--length", "1").text == "x")
        let lines = try failure(64, Program.ipctool("rm", fifo))
        #expect(lines[0].contains("it ends with process \(owner.pid)"))
        _ = try owner.finish()
      }
    }
  }
}
