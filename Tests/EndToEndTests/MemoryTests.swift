import Glibc
import Support
import Testing

/// Memory of all kinds, as python's `sysv_ipc`, `posix_ipc` and `mmap` read and write it.
struct MemoryTests {
  /// A kind, and how python attaches to what `make` created.
  struct Kind: CustomTestStringConvertible, Sendable {
    let name: String
    let attach: String

    var testDescription: String { name }

    /// Creates an object of `size` bytes, and removes it when `body` has ended, however.
    func with(size: Int, _ body: (String) throws -> Void) throws {
      try withScratchDirectory { directory in
        let name = name == "map" ? "map:\(directory)/memory" : name
        let address = try create(name, "--size", String(size))
        defer { _ = try? Program.ipctool("rm", address).run() }
        try body(address)
      }
    }

    /// Runs python code with the memory of `bytes(view)`.
    func python(_ code: String, _ address: String, input: [UInt8] = []) throws -> [UInt8] {
      let part = address[address.index(after: address.firstIndex(of: ":") ?? address.startIndex)...]
      return try run(
        Program.python("import sys\n\(attach)\n\(code)", String(part)), input: input)
    }

    func contents(_ address: String) throws -> [UInt8] {
      try python("sys.stdout.buffer.write(read(0, size))", address)
    }

    func write(_ bytes: [UInt8], at offset: Int = 0, _ address: String) throws {
      _ = try python("write(sys.stdin.buffer.read(), \(offset))", address, input: bytes)
    }
  }

  static let kinds = [
    Kind(
      name: "shm:0x2a",
      attach: """
        import sysv_ipc
        memory = sysv_ipc.attach(int(sys.argv[1]))
        size = memory.size
        def read(start, count): return memory.read(count, start)
        def write(data, start): memory.write(data, start)
        """),
    Kind(
      name: "posix-shm:/memory",
      attach: """
        import mmap, posix_ipc
        memory = posix_ipc.SharedMemory(sys.argv[1])
        size = memory.size
        view = mmap.mmap(memory.fd, size)
        def read(start, count): return view[start:start + count]
        def write(data, start): view[start:start + len(data)] = data
        """),
    Kind(name: "map", attach: "path = sys.argv[1]\n\(mapping)"),
    Kind(
      name: "memfd",
      attach: """
        import glob, os
        for link in glob.glob("/proc/[0-9]*/fd/*"):
          try:
            if os.stat(link).st_ino == int(sys.argv[1]) and "/memfd:" in os.readlink(link):
              path = link
          except OSError: pass
        \(mapping)
        """),
  ]

  /// Maps the file at `path`.
  private static let mapping = """
    import mmap
    file = open(path, "r+b")
    view = mmap.mmap(file.fileno(), 0)
    size = len(view)
    def read(start, count): return view[start:start + count]
    def write(data, start): view[start:start + len(data)] = data
    """

  static let payloads: [[UInt8]] = [
    [], [0], Array(0...255), Array("text".utf8), [UInt8](repeating: 0xFF, count: 10_000),
  ]

  @Test(arguments: kinds, payloads)
  func givesPythonWhatWasSent(_ kind: Kind, _ bytes: [UInt8]) throws {
    try withSandbox {
      try kind.with(size: 10_000) { address in
        let old = [UInt8](repeating: 0x2E, count: 10_000)
        try kind.write(old, address)
        try ipctool("send", address, input: bytes)
        #expect(try kind.contents(address) == bytes + old.dropFirst(bytes.count))
      }
    }
  }

  @Test(arguments: kinds, payloads)
  func readsWhatPythonWrote(_ kind: Kind, _ bytes: [UInt8]) throws {
    try withSandbox {
      try kind.with(size: 10_000) { address in
        try kind.write(bytes, address)
        let expected = bytes + [UInt8](repeating: 0, count: 10_000 - bytes.count)
        for verb in ["peek", "recv", "recv"] { #expect(try ipctool(verb, address) == expected) }
      }
    }
  }

  @Test(arguments: kinds)
  func readsAndWritesARange(_ kind: Kind) throws {
    try withSandbox {
      try kind.with(size: 4096) { address in
        try kind.write([UInt8]("0123456789"), at: 4000, address)
        for verb in ["peek", "recv"] {
          #expect(
            try ipctool(verb, address, "--offset", "4003", "--length", "4").text == "3456")
          #expect(try ipctool(verb, address, "--offset", "4095") == [0])
          #expect(try ipctool(verb, address, "--offset", "4K") == [])
          #expect(try ipctool(verb, address, "--length", "0") == [])
        }
        try ipctool("send", address, "abc", "--offset", "4004")
        try ipctool("send", address, "end", "--offset", "4093")
        let all = try kind.contents(address)
        #expect(all[4000..<4010].elementsEqual("0123abc789".utf8))
        #expect(all[4093...].elementsEqual("end".utf8))
        #expect(all[..<4000].allSatisfy { $0 == 0 })
      }
    }
  }

  @Test(arguments: kinds)
  func refusesARangeOutside(_ kind: Kind) throws {
    try withSandbox {
      try kind.with(size: 4096) { address in
        for verb in ["peek", "recv"] {
          for options in [
            ["--offset", "4097"], ["--length", "4097"], ["--offset", "1", "--length", "4096"],
            ["--offset", "16383P"], ["--length", "18446744073709551615", "--offset", "1"],
          ] {
            let lines = try failure(65, Program.ipctool([verb, address] + options))
            #expect(lines[0].hasPrefix("\(address): "))
          }
        }
        try failure(65, Program.ipctool("send", address, "", "--offset", "4097"))
      }
    }
  }

  /// A size that is known beforehand refuses all of it: an argument, a file.
  @Test(arguments: kinds)
  func writesNothingOfWhatIsKnownNotToFit(_ kind: Kind) throws {
    try withSandbox {
      try kind.with(size: 4096) { address in
        let file = try ScratchFile([UInt8](repeating: 0x41, count: 4097))
        for program in [
          Program.ipctool("send", address, String(repeating: "A", count: 4097)),
          Program.ipctool("send", address, "AA", "--offset", "4095"),
          Program.ipctool("send", address, "--file", file.path),
          shell("exec ipctool send $1 <$2", address, file.path),
        ] {
          let lines = try failure(65, program)
          #expect(lines[0].contains("nothing was written"))
        }
        #expect(try kind.contents(address).allSatisfy { $0 == 0 })
      }
    }
  }

  @Test(arguments: kinds)
  func writesWhatFitsOfAStream(_ kind: Kind) throws {
    try withSandbox {
      try kind.with(size: 3_000_000) { address in
        let bytes = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let lines = try failure(65, Program.ipctool("send", address), input: bytes)
        #expect(lines[0].contains("3000000 bytes were written"))
        #expect(try kind.contents(address) == Array(bytes.dropLast()))
      }
    }
  }

  /// More than a pipe or a buffer holds, through pipes on both sides.
  @Test(arguments: kinds)
  func streamsMuchData(_ kind: Kind) throws {
    try withSandbox {
      try kind.with(size: 3_000_000) { address in
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try ipctool("send", address, input: bytes)
        #expect(try kind.contents(address) == bytes)
        #expect(try ipctool("recv", address) == bytes)
      }
    }
  }

  /// Exactly what it holds, of a regular file from where its descriptor stands.
  @Test(arguments: kinds)
  func continuesAFileFromItsPosition(_ kind: Kind) throws {
    try withSandbox {
      try kind.with(size: 4) { address in
        let file = try ScratchFile([UInt8]("skip\nwxyz"))
        try run(shell("{ read line; ipctool send $1; } <$2", address, file.path))
        #expect(try kind.contents(address) == [UInt8]("wxyz"))
      }
    }
  }
}
