import Glibc
import Support
import Testing

@testable import LinuxIPC

/// What is in a pipe, and that a look leaves all who use it as they were.
struct PipeStateTests {
  private func state(_ pipe: ObjectIdentity) throws -> PipeState {
    guard let state = try Look(Pipe.self).object(pipe).state else {
      throw SupportError("no state of \(pipe)")
    }
    return state
  }

  /// What a look at one of its holders alone tells.
  private func state(_ pipe: ObjectIdentity, in pid: Int32) throws -> PipeState {
    guard let state = try Look(Pipe.self, in: pid).object(pipe).state else {
      throw SupportError("no state of \(pipe)")
    }
    return state
  }

  /// The kernel rounds sizes up, and tells the program what it made of them.
  @Test(arguments: [1, 4096, 5000, 65536, 1 << 20])
  func sizes(wanted: Int) throws {
    try withSandbox {
      let scene = try Scene(
        """
        r, w = os.pipe()
        fcntl.fcntl(w, 1031, int(sys.argv[1]))
        ready(file(r), fcntl.fcntl(r, 1032))
        os.write(w, b"x" * 4096)
        ready(file(r), unread(r))
        """, "\(wanted)")
      let pipe = try scene.file(0)
      let empty = try state(pipe)
      #expect(empty.capacity == (try scene.number(1)))
      #expect(empty.bytes == 0 && empty.isFull == false)
      try scene.next()
      let written = try state(pipe)
      #expect(written.bytes == (try scene.number(1)))
      #expect(written.isFull == (written.capacity == 4096))
    }
  }

  /// Packets take a slot each: a pipe may be full of a few bytes.
  @Test func packets() throws {
    try withSandbox {
      let scene = try Scene(
        """
        r, w = os.pipe2(os.O_DIRECT | os.O_NONBLOCK)
        fcntl.fcntl(w, 1031, 2 * 4096)
        os.write(w, b"abc")
        ready(file(r), unread(r))
        os.write(w, b"de")
        ready(file(r), unread(r))
        try:
          os.write(w, b"f")
        except BlockingIOError:
          ready(os.read(r, 100).decode(), os.read(r, 100).decode())
        """)
      let pipe = try scene.file(0)
      #expect(try state(pipe).bytes == 3)
      #expect(try state(pipe).isFull == false)
      try scene.next()
      let full = try state(pipe)
      #expect(full.bytes == 5 && full.capacity == 8192 && full.isFull == true)
      try scene.next()
      #expect(scene.words == ["abc", "de"], "packets are what they were")
    }
  }

  @Test func oneSidedPipes() throws {
    try withSandbox {
      let scene = try Scene(
        """
        r, w = os.pipe()
        os.write(w, b"left")
        os.close(w)
        r2, w2 = os.pipe()
        os.close(r2)
        ready(file(r), file(w2))
        ready(os.read(r, 100).decode(), len(os.read(r, 100)))
        """)
      let unwritten = try state(scene.file(0))
      #expect(unwritten.hasWriters == false && unwritten.hasReaders == nil)
      #expect(unwritten.bytes == 4 && unwritten.isFull == nil)
      let unread = try state(scene.file(1))
      #expect(unread.hasReaders == false && unread.hasWriters == true)
      #expect(unread.bytes == 0)
      try scene.next()
      #expect(scene.words == ["left", "0"])
    }
  }

  /// A writer that waits for room sleeps through 200 looks: nobody takes a byte, nobody wakes it.
  @Test func aWriterThatWaitsForRoom() throws {
    try withSandbox {
      let scene = try Scene(
        """
        r, w = os.pipe()
        writer = fork(lambda: os.write(w, b"x" * 100000))
        os.close(w)
        ready(file(r), writer)
        ready(unread(r))
        count = 0
        while part := os.read(r, 65536): count += len(part)
        ready(count)
        """)
      let pipe = try scene.file(0)
      let writer = try scene.pid(1)
      let before = try Sleep.wait(for: writer, in: "pipe_write")
      let pids = [scene.pid, writer]
      for look in 0..<200 {
        let state = try look < 5 ? state(pipe) : state(pipe, in: pids[look % 2])
        #expect(state.bytes == 65536 && state.isFull != false && state.hasReaders != false)
      }
      for arguments in [
        ["ls", "pipe"], ["show", "pipe:\(pipe.inode)"], ["show", "pipe:[\(pipe.inode)]"],
      ] {
        #expect(try Program.ipctool(arguments).run().status == 0)
      }
      #expect(try Sleep(writer) == before)
      try scene.next()
      #expect(try scene.number(0) == 65536)
      try scene.next()
      #expect(try scene.number(0) == 100_000)
    }
  }

  /// A reader sleeps on, and gets what is written afterwards.
  @Test func aReaderThatWaitsForData() throws {
    try withSandbox {
      let scene = try Scene(
        """
        r, w = os.pipe()
        back, out = os.pipe()
        reader = fork(lambda: (os.close(w), os.write(out, os.read(r, 100))))
        os.close(r)
        ready(file(w), reader)
        os.write(w, b"data")
        ready(os.read(back, 100).decode())
        """)
      let reader = try scene.pid(1)
      let before = try Sleep.wait(for: reader, in: "pipe_read")
      for _ in 0..<200 {
        let state = try state(scene.file(0), in: scene.pid)
        #expect(state.bytes == 0 && state.hasReaders == true && state.hasWriters == true)
      }
      #expect(try Sleep(reader) == before)
      try scene.next()
      #expect(scene.words == ["data"])
    }
  }

  /// The signal of a write that nobody will read stays pending, and the next write fails as well.
  @Test func aPendingBrokenPipe() throws {
    try withSandbox {
      let scene = try Scene(
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPIPE])
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        r, w = os.pipe()
        os.close(r)
        def write():
          try:
            os.write(w, b"x")
            return "written"
          except BrokenPipeError:
            return "broken"
        first = write()
        ready(file(w), first)
        ready(write(), *(s.name for s in signal.sigpending()))
        """)
      #expect(scene.words.last == "broken")
      let pipe = try scene.file(0)
      let before = try Sleep.wait(for: scene.pid, in: "pipe_read")
      #expect(before.switches.contains("SigPnd:\t0000000000001000"), "\(before)")
      for _ in 0..<200 { #expect(try state(pipe, in: scene.pid).hasReaders == false) }
      #expect(try Sleep(scene.pid) == before)
      try scene.next()
      #expect(scene.words == ["broken", "SIGPIPE"])
    }
  }

  /// Ends are borrowed for a moment each: end of file and EPIPE come all the same, and nothing is lost.
  @Test func endsThatCloseUnderTheEyes() throws {
    try withSandbox {
      let scene = try Scene(
        """
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)
        ready()
        wrong = 0
        for round in range(300):
          r, w = os.pipe()
          def write():
            os.write(w, b"data")
            os.close(w)
          writer = threading.Thread(target=write)
          writer.start()
          data = b""
          while part := os.read(r, 100): data += part
          wrong += data != b"data"
          writer.join()
          os.close(r)
        for round in range(300):
          r, w = os.pipe()
          closer = threading.Thread(target=os.close, args=(r,))
          closer.start()
          try:
            while True: os.write(w, b"x" * 100)
          except BrokenPipeError:
            pass
          closer.join()
          os.close(w)
        print(wrong, flush=True)
        """)
      let looker = try Program.system(
        "sh", "-c", "while :; do \"$0\" ls pipe >/dev/null; done", Program.ipctool().path
      ).start()
      try scene.goOn()
      try scene.readWords()
      #expect(scene.words == ["0"])
      looker.send(signal: SIGKILL)
    }
  }

  @Test func noDescriptorLeaks() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let scene = try Scene(
          "pipes = [os.pipe() for _ in range(100)]; ready(file(pipes[0][0]))")
        let pipe = try scene.file(0)
        try checkLeaks { _ = try Look(Pipe.self, in: scene.pid).object(pipe) }
        _ = try Look(Pipe.self).holds(pipe)
      }
    }
  }
}
