import Glibc
import LinuxIPC
import Support
import SystemPackage
import Testing

/// Any bytes but a slash and NUL are a file name.
private let hostileNames: [[UInt8]] = [
  Array("a b".utf8), Array("new\nline".utf8), Array("tab\t".utf8), Array("-rf".utf8),
  Array("...".utf8), Array(".hidden".utf8), Array("%41".utf8), Array("\u{1B}[31m".utf8),
  Array("\u{202E}evil".utf8), Array("x (deleted)".utf8), [0xFF, 0xFE], [0x80],
  [UInt8](repeating: 0x61, count: 255), [UInt8](repeating: 0xFF, count: 255),
]

/// The list that every mechanism has; what only these objects have is in files of its own.
struct POSIXSharedMemoryTests {
  private typealias Objects = Memory<POSIXSharedMemory>

  @Test func empty() throws {
    try withSandbox {
      let objects = Objects()
      let (list, coverage) = try objects.list()
      #expect(list.isEmpty)
      #expect(coverage.isComplete)
      let limits = try POSIXSharedMemory.limits(in: objects.context)
      #expect(limits.first?.used == 0)
      #expect(failure { try objects.inspect(objectName("none")) }?.kind == .notFound)
    }
  }

  @Test func one() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("one"), size: 10_000, mode: 0o640)
      try objects.write("hello", to: name, at: 4096)
      let (list, _) = try objects.list()
      #expect(list.count == 1)
      let format = "%s %b %B %f %u %g %i %h %X %Y %Z"
      let output = try Program.system("stat", "--format", format, "/dev/shm/one").run()
      let told = output.text.split(whereSeparator: \.isWhitespace).map(String.init)
      try #require(told.count == 11)
      for object in list + [try objects.inspect(name)] {
        #expect(object.name == name)
        #expect(!object.isForeign)
        #expect("\(object.file.size)" == told[0])
        #expect(object.file.allocatedBytes == 4096)
        #expect("\(object.file.allocatedBytes / 512)" == told[1])
        #expect(String(object.file.mode | 0o100000, radix: 16) == told[3])
        #expect(object.file.mode == 0o640)
        #expect("\(object.file.uid)" == told[4])
        #expect("\(object.file.gid)" == told[5])
        #expect("\(object.file.inode)" == told[6])
        #expect("\(object.file.links)" == told[7])
        #expect("\(object.file.accessTime)" == told[8])
        #expect("\(object.file.modifyTime)" == told[9])
        #expect("\(object.file.changeTime)" == told[10])
        #expect(object.fill.bytes == 4096)
        #expect(object.fill.capacityBytes == 10_000)
      }
    }
  }

  @Test func many() throws {
    try withSandbox {
      let objects = Objects()
      let names = try (0..<300).map { try objects.create(objectName("object-\($0)")) }
      let (list, coverage) = try objects.list()
      #expect(coverage.isComplete)
      #expect(Set(list.map(\.name)) == Set(names))
      #expect(list.count == 300)
      #expect(Set(list.map(\.identity)).count == 300)
      let witnesses = try Witness.python("import os; print(*os.listdir('/dev/shm'))")
      #expect(Set(witnesses) == Set(list.map { String(decoding: $0.name.file, as: UTF8.self) }))
    }
  }

  @Test(arguments: hostileNames)
  func oddNames(file: [UInt8]) throws {
    try withSandbox {
      let objects = Objects()
      let name = try POSIXSharedMemory.Name(parsing: file)
      #expect(try objects.create(name) == name)
      let hex = file.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      let witness = try Witness.python(
        "import os; print(*[n.hex() for n in os.listdir(b'/dev/shm')])")
      #expect(witness == [hex])
      #expect(try objects.list().objects.map(\.name) == [name])
      try objects.write("odd", to: name)
      #expect(try objects.read(name, length: 3) == Array("odd".utf8))
      let address = POSIXSharedMemory.address(name)
      let output = try Program.ipctool("peek", "--length", "3", address).run()
      #expect(output.text == "odd", "\(output.errorText)")
      try objects.remove(try objects.inspect(name))
      #expect(try objects.list().objects.isEmpty)
    }
  }

  @Test func peekTwiceThenReceive() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("a"), size: 8192)
      try objects.write("hello", to: name, at: 4094)
      let before = try objects.inspect(name)
      Clock.waitForNextSecond()
      let looks = [try objects.peek(name), try objects.peek(name), try objects.read(name)]
      #expect(looks[0].count == 8192)
      #expect(Array(looks[0][4094..<4099]) == Array("hello".utf8))
      #expect(looks[1] == looks[0])
      #expect(looks[2] == looks[0])
      #expect(try objects.inspect(name).file == before.file)
    }
  }

  @Test func full() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("a"), size: 4096)
      #expect(objects.checkBounds(of: name) == Array(repeating: .tooLarge, count: 9))
      #expect(try objects.gauge(name) == (4096, 0), "nothing was written")
      let error = failure { try objects.write("abcd", to: name, at: 4094, tellsLength: false) }
      #expect(error?.kind == .tooLarge)
      #expect(try objects.gauge(name) == (4096, 0), "known with the first piece: nothing either")
      #expect(try objects.inspect(name).file.size == 4096, "it never grows")
    }
  }

  @Test func goneBetweenListAndInspect() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("a"))
      let object = try #require(try objects.list().objects.first)
      _ = unsafe unlink("/dev/shm/a")
      let errors = [
        failure { try objects.inspect(name) }, failure { try objects.peek(name) },
        failure { try objects.read(name) }, failure { try objects.write("x", to: name) },
        failure { try objects.remove(object) },
      ]
      #expect(errors.allSatisfy { $0?.kind == .notFound })
      #expect(
        errors.first??.description == "posix-shm:/a: stat: ENOENT: no such shared memory object")
    }
  }

  /// The same name, another file: what was looked at is gone, and the new one stays.
  @Test func nameReuse() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("a"))
      let object = try objects.inspect(name)
      _ = unsafe unlink("/dev/shm/a")
      _ = try objects.create(name, size: 4096)
      try objects.write("kept", to: name)
      #expect(failure { try objects.remove(object) }?.kind == .gone)
      #expect(try objects.read(name, length: 4) == Array("kept".utf8))
      _ = unsafe unlink("/dev/shm/a")
      try makeForeign(.fifo, "/dev/shm/a")
      #expect(failure { try objects.remove(object) }?.kind == .gone)
      #expect(try objects.list().objects.map(\.file.type) == [.fifo])
    }
  }

  @Test func denied() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("secret"))
      try objects.write("secret", to: name)
      let before = try objects.inspect(name)
      try asNobody {
        let (list, coverage) = try objects.list()
        #expect(list.map(\.name) == [name], "attributes are anybody's")
        #expect(coverage.isComplete)
        let object = try objects.inspect(name)
        let read = failure { try objects.read(name) }
        #expect(read?.kind == .denied)
        #expect(read?.errno == .permissionDenied)
        #expect(failure { try objects.peek(name) }?.kind == .denied)
        #expect(failure { try objects.write("x", to: name) }?.kind == .denied)
        #expect(failure { try objects.remove(object) }?.kind == .denied)
        let own = try objects.create(objectName("own"))
        #expect(try objects.inspect(own).file.uid == 65534)
      }
      #expect(try objects.inspect(name).file == before.file)
      _ = unsafe chmod("/dev/shm", 0o600)
      try asNobody {
        #expect(failure { try objects.inspect(name) }?.kind == .denied)
        #expect(failure { try objects.list() }?.kind == .denied)
      }
      _ = unsafe chmod("/dev/shm", 0o755)
      try asNobody {
        #expect(failure { try objects.create(objectName("b")) }?.kind == .denied)
      }
    }
  }

  /// A directory that lists but cannot be searched hides every file, and says so.
  @Test func whatMayNotBeSeenIsCounted() throws {
    try withSandbox {
      let objects = Objects()
      _ = try (0..<3).map { try objects.create(objectName("\($0)")) }
      _ = unsafe chmod("/dev/shm", 0o744)
      try asNobody {
        let (list, coverage) = try objects.list()
        #expect(list.isEmpty)
        #expect(coverage.gaps.map(\.count) == [3])
      }
    }
  }

  @Test func limit() throws {
    try withSandbox {
      let objects = Objects()
      // One more than its two files: the directory is a file too.
      let options = "remount,size=8k,nr_inodes=3"
      let mounted = try Program.system("mount", "-o", options, "/dev/shm").run()
      try #require(mounted.status == 0, "\(mounted.errorText)")
      let name = try objects.create(objectName("a"), size: 1 << 20)
      let room = failure {
        try objects.write(String(repeating: "x", count: 12_288), to: name)
      }
      #expect(room?.kind == .limit)
      #expect(room?.errno == .noSpace)
      _ = try objects.create(objectName("b"))
      let error = failure { try objects.create(objectName("c")) }
      #expect(error?.kind == .limit)
      #expect(error?.hint?.contains("nr_inodes=") == true)
      #expect(try objects.list().objects.count == 2)
      let limits = try POSIXSharedMemory.limits(in: objects.context)
      #expect(limits.map(\.value) == [8192, 3])
      #expect(limits.map(\.used) == [8192, 3])
    }
  }

  @Test func twoProcesses() throws {
    try withSandbox {
      let objects = Objects()
      _ = try Witness.python(
        """
        import mmap, posix_ipc
        m = posix_ipc.SharedMemory("/a", posix_ipc.O_CREX, size=4096)
        mmap.mmap(m.fd, 4096)[100:356] = bytes(range(256))
        """)
      let name = try objectName("a")
      #expect(try objects.read(name, at: 100, length: 256) == Array(0...255))
      try objects.write("back", to: name, at: 4092)
      let answer = try Witness.python(
        """
        import mmap, posix_ipc
        m = posix_ipc.SharedMemory("/a")
        print(mmap.mmap(m.fd, m.size)[4092:])
        """)
      #expect(answer == ["b'back'"])
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let objects = Memory<POSIXSharedMemory>()
        let name = try objectName("a")
        func round() throws {
          _ = try objects.create(name)
          _ = failure { try objects.create(name) }
          try objects.write("a", to: name)
          _ = try objects.peek(name)
          _ = try objects.read(name)
          _ = try objects.list()
          _ = objects.checkBounds(of: name)
          try objects.remove(try objects.inspect(name))
          _ = failure { try objects.read(name) }
        }
        try checkLeaks(round)
      }
    }
  }
}
