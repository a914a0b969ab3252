import Glibc
import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// Any bytes but a slash and NUL may follow the prefix.
private let hostileNames: [[UInt8]] = [
  Array("a b".utf8), Array("new\nline".utf8), Array("-rf".utf8), Array(".".utf8),
  Array("..".utf8), Array("sem.x".utf8), Array("%41".utf8), Array("\u{1B}[31m".utf8),
  Array("\u{202E}evil".utf8), Array("x (deleted)".utf8), [0xFF, 0xFE],
  [UInt8](repeating: 0x61, count: 251), [UInt8](repeating: 0xFF, count: 251),
]

/// The list that every mechanism has; what only these objects have is in files of its own.
struct POSIXSemaphoreTests {
  private static let largest: UInt64 = 2_147_483_647

  @Test func empty() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let (list, coverage) = try semaphores.list()
      #expect(list.isEmpty)
      #expect(coverage.isComplete)
      #expect(failure { try semaphores.inspect(semaphores.name("none")) }?.kind == .notFound)
      let memory = try POSIXSharedMemory.limits(in: semaphores.context)
      #expect(try POSIXSemaphore.limits(in: semaphores.context) == memory)
    }
  }

  @Test func one() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("one"), value: 7, mode: 0o640)
      let (list, _) = try semaphores.list()
      #expect(list.count == 1)
      let format = "%s %f %u %g %i %X %Y %Z"
      let output = try Program.system("stat", "--format", format, "/dev/shm/sem.one").run()
      let told = output.text.split(whereSeparator: \.isWhitespace).map(String.init)
      try #require(told.count == 8)
      for object in list + [try semaphores.inspect(name)] {
        #expect(object.name == name)
        #expect(!object.isForeign)
        #expect("\(object.file.size)" == told[0])
        #expect(String(object.file.mode | 0o100000, radix: 16) == told[1])
        #expect("\(object.file.uid) \(object.file.gid)" == "\(told[2]) \(told[3])")
        #expect("\(object.file.inode)" == told[4])
        #expect("\(object.file.accessTime)" == told[5])
        #expect("\(object.file.modifyTime)" == told[6])
        #expect("\(object.file.changeTime)" == told[7])
        #expect(object.state == nil, "a listing reads no file")
        #expect(semaphores.examine(object).object?.state?.value == 7)
      }
      #expect(try semaphores.witness("/one") == 7)
    }
  }

  /// Byte for byte what sem_open(3) writes.
  @Test func isWhatTheCLibraryMakes() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      try semaphores.create(semaphores.name("ours"), value: 9)
      let holder = try Program.fixture("posix-sem", "name=/theirs", "value=9").start()
      #expect(try holder.readLine() == "posix-sem:/theirs")
      let theirs = try TextFile.read("/dev/shm/sem.theirs")
      #expect(theirs.count == 32)
      #expect(try TextFile.read("/dev/shm/sem.ours") == theirs)
      _ = try holder.finish()
    }
  }

  @Test func many() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let names = try (0..<300).map {
        try semaphores.create(semaphores.name("s\($0)"), value: UInt64($0))
      }
      let (list, coverage) = try semaphores.list()
      #expect(coverage.isComplete)
      #expect(Set(list.map(\.name)) == Set(names))
      #expect(Set(list.map(\.identity)).count == 300)
      let values = list.compactMap { semaphores.examine($0).object?.state?.value }
      #expect(values.sorted() == Array(0..<300))
      let witnesses = try Witness.python("import os; print(*os.listdir('/dev/shm'))")
      #expect(Set(witnesses) == Set(list.map { String(decoding: $0.name.file, as: UTF8.self) }))
    }
  }

  @Test(arguments: hostileNames)
  func oddNames(text: [UInt8]) throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try POSIXSemaphore.Name(parsing: text)
      #expect(try semaphores.create(name, value: 3) == name)
      let hex = text.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      let witness = try Witness.python(
        "import os; print(*[n[4:].hex() for n in os.listdir(b'/dev/shm')])")
      #expect(witness == [hex])
      #expect(try semaphores.list().objects.map(\.name) == [name])
      let output = try Program.ipctool("peek", POSIXSemaphore.address(name)).run()
      #expect(output.text == "3\n", "\(output.errorText)")
      // The C library finds it under that name too.
      let value = try Witness.python(
        """
        import posix_ipc, sys
        name = "/" + bytes.fromhex(sys.argv[1]).decode("utf-8", "surrogateescape")
        try: print(posix_ipc.Semaphore(name).value)
        except UnicodeEncodeError: print(3)
        """, hex)
      #expect(value == ["3"])
      try semaphores.remove(try semaphores.inspect(name))
      #expect(try semaphores.list().objects.isEmpty)
    }
  }

  @Test func peekTwiceThenReceive() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"), value: 5)
      let before = try semaphores.inspect(name)
      Clock.waitForNextSecond()
      #expect(try semaphores.peek(name) == [5])
      #expect(try semaphores.peek(name) == [5])
      #expect(try semaphores.inspect(name).file == before.file)
      #expect(try semaphores.receive(3, from: name) == [3])
      #expect(try semaphores.witness("/a") == 2)
      try semaphores.send(40, to: name)
      #expect(try semaphores.witness("/a") == 42)
      try semaphores.send(to: name)
      #expect(try semaphores.receive(from: name) == [1])
      #expect(try semaphores.peek(name) == [42])
    }
  }

  /// More than is there: nothing is taken. More than fits: nothing is added.
  @Test func full() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"))
      let nothing = failure { try semaphores.receive(from: name) }
      #expect(nothing?.kind == .empty)
      #expect(nothing?.description == "posix-sem:/a: sem_trywait: EAGAIN: the value is 0")
      try semaphores.send(3, to: name)
      let partly = failure { try semaphores.receive(4, from: name) }
      #expect(partly?.kind == .empty)
      #expect(partly?.reason == "the value is 0; 3 of 4 were taken and given back")
      #expect(try semaphores.witness("/a") == 3)
      let highest = try semaphores.create(semaphores.name("b"), value: Self.largest)
      #expect(try semaphores.witness("/b") == Int(Self.largest))
      let overflow = failure { try semaphores.send(to: highest) }
      #expect(overflow?.kind == .tooLarge)
      #expect(overflow?.errno == .overflow)
      try semaphores.receive(2, from: highest)
      #expect(failure { try semaphores.send(3, to: highest) }?.kind == .tooLarge)
      #expect(try semaphores.witness("/b") == Int(Self.largest) - 2)
      try semaphores.send(2, to: highest)
      #expect(try semaphores.peek(highest) == [Self.largest])
    }
  }

  @Test func valuesThatMakeNoSense() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"), value: 1)
      #expect(failure { try semaphores.send(0, to: name) }?.kind == .usage)
      #expect(failure { try semaphores.receive(0, from: name) }?.kind == .usage)
      for value in [Self.largest + 1, 1 << 32, .max] {
        #expect(failure { try semaphores.send(value, to: name) }?.kind == .tooLarge)
        #expect(failure { try semaphores.receive(value, from: name) }?.kind == .tooLarge)
        #expect(
          failure { try semaphores.create(semaphores.name("b"), value: value) }?.kind == .usage)
      }
      #expect(try semaphores.list().objects.map(\.name) == [name])
      #expect(try semaphores.witness("/a") == 1)
    }
  }

  /// More than anybody would want to wait for if each took a system call.
  @Test func largeCounts() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"))
      try semaphores.send(1_000_000, to: name)
      #expect(try semaphores.witness("/a") == 1_000_000)
      #expect(failure { try semaphores.receive(1_000_001, from: name) }?.kind == .empty)
      #expect(try semaphores.receive(1_000_000, from: name) == [1_000_000])
      #expect(try semaphores.witness("/a") == 0)
    }
  }

  /// What was taken and could not be told to anybody is given back.
  @Test func anOutputThatFails() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"), value: 4)
      var request = ReceiveRequest()
      request.value = 3
      for inbox in [BrokenInbox(checks: true), BrokenInbox(checks: false)] {
        var inbox = inbox
        let error = failure {
          try POSIXSemaphore.receive(from: name, request, into: &inbox, in: semaphores.context)
        }
        #expect(error?.kind == .outputClosed)
        #expect(try semaphores.witness("/a") == 4)
      }
    }
  }

  @Test func goneBetweenListAndInspect() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"))
      let object = try #require(try semaphores.list().objects.first)
      _ = unsafe sem_unlink("/a")
      let errors = [
        failure { try semaphores.inspect(name) }, failure { try semaphores.peek(name) },
        failure { try semaphores.receive(from: name) }, failure { try semaphores.send(to: name) },
        failure { try semaphores.remove(object) },
      ]
      #expect(errors.allSatisfy { $0?.kind == .notFound })
      #expect(errors.first??.description == "posix-sem:/a: stat: ENOENT: no such semaphore")
      let (found, coverage) = semaphores.examine(object)
      #expect(found == nil)
      #expect(coverage.isComplete, "it is gone, not hidden")
    }
  }

  /// The same name, another file: what was looked at is gone, and the new one stays.
  @Test func nameReuse() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"))
      let object = try semaphores.inspect(name)
      _ = unsafe sem_unlink("/a")
      try semaphores.create(name, value: 8)
      #expect(failure { try semaphores.remove(object) }?.kind == .gone)
      #expect(semaphores.examine(object).object == nil, "the other one's value is not its own")
      #expect(try semaphores.witness("/a") == 8)
      _ = unsafe sem_unlink("/a")
      try makeForeign(.fifo, "/dev/shm/sem.a")
      #expect(failure { try semaphores.remove(object) }?.kind == .gone)
      #expect(semaphores.examine(object).object == nil)
      #expect(try semaphores.list().objects.map(\.file.type) == [.fifo])
    }
  }

  @Test func denied() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("secret"), value: 3)
      let readable = try semaphores.create(semaphores.name("shown"), value: 4, mode: 0o644)
      let before = try semaphores.inspect(name)
      try asNobody {
        let (list, coverage) = try semaphores.list()
        #expect(list.count == 2, "attributes are anybody's")
        #expect(coverage.isComplete)
        let (object, hidden) = semaphores.examine(try semaphores.inspect(name))
        #expect(object?.state == nil)
        #expect(
          hidden.gaps.map(\.needs) == ["CAP_DAC_READ_SEARCH"] && hidden.gaps.first?.count == 1)
        let errors = [
          failure { try semaphores.peek(name) }, failure { try semaphores.send(to: name) },
          failure { try semaphores.receive(from: name) },
          failure { try semaphores.send(to: readable) },
          failure { try semaphores.receive(from: readable) },
        ]
        #expect(errors.map { $0?.kind } == Array(repeating: .denied, count: 5))
        #expect(errors.allSatisfy { $0?.hint != nil })
        #expect(try semaphores.peek(readable) == [4])
        #expect(failure { try semaphores.remove(before) }?.kind == .denied)
        #expect(
          failure {
            try POSIXSemaphore.checkRemoval(of: before, named: name, in: Context.current())
          }?.kind == .denied)
        let own = try semaphores.create(semaphores.name("own"))
        #expect(try semaphores.inspect(own).file.uid == 65534)
      }
      #expect(try semaphores.inspect(name).file == before.file)
      #expect(try semaphores.witness("/secret") == 3)
    }
  }

  @Test func limit() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      // One more than its one file: the directory is a file too.
      let mounted = try Program.system("mount", "-o", "remount,nr_inodes=2", "/dev/shm").run()
      try #require(mounted.status == 0, "\(mounted.errorText)")
      try semaphores.create(semaphores.name("a"))
      let error = failure { try semaphores.create(semaphores.name("b")) }
      #expect(error?.kind == .limit)
      #expect(error?.hint?.contains("nr_inodes=") == true)
      #expect(try semaphores.list().objects.count == 1)
    }
  }

  /// No room for its page: nothing is left of it.
  @Test func noRoom() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let mounted = try Program.system("mount", "-o", "remount,size=4k", "/dev/shm").run()
      try #require(mounted.status == 0, "\(mounted.errorText)")
      try semaphores.create(semaphores.name("a"))
      #expect(failure { try semaphores.create(semaphores.name("b")) }?.kind == .limit)
      #expect(try semaphores.list().objects.count == 1)
    }
  }

  @Test func twoProcesses() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let other = try Program.python(
        """
        import posix_ipc, sys
        s = posix_ipc.Semaphore("/a", posix_ipc.O_CREX, initial_value=2)
        print("ready", flush=True)
        s.acquire(); s.acquire(); s.acquire()
        print("acquired", flush=True)
        sys.stdin.read()
        s.release(); s.release()
        """
      ).start()
      #expect(try other.readLine() == "ready")
      let name = try semaphores.name("a")
      try semaphores.send(to: name)
      #expect(try other.readLine() == "acquired", "our post has woken it")
      #expect(try semaphores.peek(name) == [0])
      #expect(try other.finish().status == 0)
      #expect(try semaphores.receive(2, from: name) == [2])
      #expect(try semaphores.witness("/a") == 0)
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let semaphores = NamedSemaphores()
        let name = try semaphores.name("a")
        func round() throws {
          try semaphores.create(name)
          _ = failure { try semaphores.create(name) }
          try semaphores.create(name, orTake: true)
          try semaphores.send(3, to: name)
          _ = try semaphores.peek(name)
          _ = try semaphores.receive(2, from: name)
          _ = failure { try semaphores.receive(2, from: name) }
          for object in try semaphores.list().objects { _ = semaphores.examine(object) }
          try semaphores.remove(try semaphores.inspect(name))
          _ = failure { try semaphores.peek(name) }
        }
        try checkLeaks(round)
        let maps = String(decoding: try TextFile.read("/proc/self/maps"), as: UTF8.self)
        #expect(!maps.contains("/sem."), "nothing stays mapped")
      }
    }
  }
}

/// Has no reader: known when it is asked, or only when it is written to.
private struct BrokenInbox: DataOutput {
  let checks: Bool
  private let error = IPCError(.outputClosed, subject: "standard output", reason: "closed")

  init(checks: Bool) { self.checks = checks }

  func checkReader() throws(IPCError) { if checks { throw error } }
  func write(_ message: Message) throws(IPCError) {}
  func write(values: [UInt64]) throws(IPCError) {}
  func write(taken value: UInt64) throws(IPCError) { throw error }
  func writeMemory(
    length: UInt64,
    _ produce: ((UnsafeRawBufferPointer) throws(IPCError) -> Void) throws(IPCError) -> Void
  ) throws(IPCError) {}
}
