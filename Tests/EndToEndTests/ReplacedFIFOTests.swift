import Support
import Testing

/// Who sits in open(2) of a FIFO waits at the one that the path led to then.
struct ReplacedFIFOTests {
  /// The FIFOs of a directory of which a finding is told.
  private func told(_ directory: String) throws -> [String] {
    let document = try Program.ipctool("doctor", "--rule", "no-other-end", "--json").run()
      .standardOutput
    let addresses = try json(
      document,
      "' '.join(f['address'] for f in d['findings'] if '\(directory)' in f['address'])")
    return addresses.split(separator: " ").map { String($0.suffix(1)) }
  }

  @Test func takesNoOtherForItWhoseOtherEndIsOpen() throws {
    try withScratchDirectory { directory in
      let program = try Program.python(
        """
        import ctypes, os, sys
        os.chdir(sys.argv[1])
        for name in "ao": os.mkfifo(name)
        child = os.fork()
        if child == 0:
            ctypes.CDLL(None).prctl(1, 9)
            os.open("a", os.O_RDONLY)
        print(child, flush=True)
        for line in sys.stdin:
            if line == "replace\\n": os.rename("a", "x"); os.rename("o", "a")
            if line == "hold\\n": held = os.open("a", os.O_RDWR)
            print(flush=True)
        os._exit(0)
        """, directory
      ).start()
      func act(_ word: String) throws {
        try program.write(Array("\(word)\n".utf8))
        _ = try program.readLine()
      }
      let child = try #require(try program.readLine())
      try wait(for: "it to wait") { try told(directory) == ["a"] }
      // It may be the same.
      try act("replace")
      #expect(try told(directory) == ["a"])
      try act("hold")
      #expect(try told(directory) == [])
      #expect(try contents(of: "/proc/\(child)/wchan").text == "wait_for_partner")
      _ = try program.finish()
    }
  }
}
