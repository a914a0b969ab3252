import CLinuxIPC
import LinuxIPC
import Support
import SystemPackage
import Testing

/// The list that every mechanism has; what only segments have is in files of its own.
struct SysVSharedMemoryTests {
  private typealias Segments = Memory<SysVSharedMemory>

  @Test func empty() throws {
    try withSandbox {
      let segments = Segments()
      let (list, coverage) = try segments.list()
      #expect(list.isEmpty)
      #expect(coverage.isComplete)
      let limits = try SysVSharedMemory.limits(in: segments.context)
      #expect(limits.prefix(2).map(\.used) == [0, 0])
      #expect(try Witness.sysvipc("shm").isEmpty)
    }
  }

  @Test func one() throws {
    try withSandbox {
      let segments = Segments()
      let name = try segments.create(size: 10_000, mode: 0o640)
      try segments.write("hello", to: name, at: 4096)
      let object = try segments.inspect(name)
      let (list, _) = try segments.list()
      #expect(list.count == 1)
      let row = try #require(try Witness.sysvipc("shm").first)
      for object in list + [object] {
        #expect("\(object.attributes.id)" == row["shmid"])
        #expect("\(object.attributes.key)" == row["key"])
        #expect(String(object.attributes.mode, radix: 8) == row["perms"])
        #expect("\(object.size)" == row["size"])
        #expect("\(object.creatorPID)" == row["cpid"])
        #expect("\(object.lastOperationPID)" == row["lpid"])
        #expect("\(object.attached)" == row["nattch"])
        #expect("\(object.attachTime)" == row["atime"])
        #expect("\(object.detachTime)" == row["dtime"])
        #expect("\(object.changeTime)" == row["ctime"])
        #expect(object.residentBytes.map { "\($0)" } == row["rss"])
        #expect(object.swappedBytes.map { "\($0)" } == row["swap"])
        #expect(object.size == 10_000)
        #expect(object.residentBytes == 4096)
        #expect(object.isHuge == false)
        #expect(object.attributes.namespace == segments.context.ipcNamespace)
      }
      let told = try Witness.lsipc("-m", "SIZE,NATTCH,CPID,LPID").first
      #expect(told == ["10000", "0", "\(object.creatorPID)", "\(object.lastOperationPID)"])
    }
  }

  @Test func many() throws {
    try withSandbox {
      let segments = Segments()
      let names = try (0..<300).map { _ in try segments.create() }
      let (list, coverage) = try segments.list()
      #expect(coverage.isComplete)
      #expect(list.map { "\($0.name)" }.sorted() == names.map { "\($0)" }.sorted())
      let witnesses = try Witness.sysvipc("shm").compactMap { $0["shmid"].flatMap { Int32($0) } }
      #expect(list.map(\.attributes.id) == witnesses, "in the kernel's order")
      #expect(try Witness.lsipc("-m", "ID").count == 300)
      #expect(try SysVSharedMemory.limits(in: segments.context).first?.used == 300)
      #expect(Set(list.map(\.identity)).count == 300)
    }
  }

  @Test(arguments: [1, 0x2A, .max, .min, -1, -2] as [Int32])
  func oddNames(key: Int32) throws {
    try withSandbox {
      let segments = Segments()
      let name = try segments.create(.key(key))
      let object = try segments.inspect(.key(key))
      #expect(object.attributes.key == key)
      #expect(object.name == name)
      #expect(try segments.list().objects.map(\.attributes.key) == [key])
      #expect(try Witness.sysvipc("shm").first?["key"] == "\(key)")
      let written = String(decoding: SystemVKey.text(key), as: UTF8.self)
      #expect(try Witness.lsipc("-m", "KEY") == [[written]])
      #expect(failure { try segments.create(.key(key)) }?.kind == .exists)
      #expect(try segments.create(.key(key), orTake: true) == name)
      #expect(try segments.list().objects.count == 1)
      try segments.write("by key", to: .key(key))
      #expect(try segments.read(name, length: 6) == Array("by key".utf8))
    }
  }

  @Test func anIDCannotBeChosen() throws {
    try withSandbox {
      let segments = Segments()
      let error = failure {
        try SysVSharedMemory.create(.id(3), CreationRequest(), in: segments.context)
      }
      #expect(error?.kind == .usage)
      #expect(error?.subject == "shm:3")
      #expect(error?.hint != nil)
      let (list, _) = try segments.list()
      #expect(list.isEmpty)
    }
  }

  @Test func peekTwiceThenReceive() throws {
    try withSandbox {
      let segments = Segments()
      let holder = try Program.fixture("shm", "size=8192", "attach", "touch").start()
      let name = try #require(try segmentName(holder))
      let row = try Witness.sysvipc("shm")
      Clock.waitForNextSecond()
      let expected = [UInt8](repeating: 0x2A, count: 8192)
      #expect(try segments.peek(name) == expected)
      #expect(try segments.peek(name) == expected)
      #expect(try segments.read(name) == expected)
      _ = try segments.inspect(name)
      _ = try segments.list()
      #expect(try Witness.sysvipc("shm") == row, "no time, pid or count moved")
      let output = try Program.ipctool("peek", "shm:\(row.first?["shmid"] ?? "")").run()
      #expect(output.standardOutput == expected)
      #expect(try Witness.sysvipc("shm") == row, "nor from another process")
      _ = try holder.finish()
    }
  }

  @Test func full() throws {
    try withSandbox {
      let segments = Segments()
      let name = try segments.create(size: 4096)
      #expect(segments.checkBounds(of: name) == Array(repeating: .tooLarge, count: 9))
      #expect(try segments.gauge(name) == (4096, 0), "nothing was written")
      let error = failure { try segments.write("abcd", to: name, at: 4094, tellsLength: false) }
      #expect(error?.kind == .tooLarge)
      #expect(error?.reason.contains("nothing was written") == true)
      #expect(try segments.gauge(name) == (4096, 0))
      try segments.write("", to: name, at: 4096)
      #expect(try segments.read(name, at: 4096).isEmpty)
      #expect(try segments.read(name, at: 0, length: 0).isEmpty)
    }
  }

  @Test func goneBetweenListAndInspect() throws {
    try withSandbox {
      let segments = Segments()
      let name = try segments.create(.key(42))
      let object = try #require(try segments.list().objects.first)
      try Witness.ipcrm("-m", object.attributes.id)
      let errors = [
        failure { try segments.inspect(name) }, failure { try segments.peek(name) },
        failure { try segments.read(name) }, failure { try segments.write("x", to: name) },
        failure { try segments.remove(object) }, failure { try segments.inspect(.key(42)) },
      ]
      #expect(errors.allSatisfy { $0?.kind == .notFound })
      let byKey = errors.last??.description
      #expect(byKey == "shm:0x0000002a: shmget: ENOENT: no segment has this key")
    }
  }

  @Test func idReuse() throws {
    try withSandbox {
      let segments = Segments()
      let name = try segments.create()
      let object = try segments.inspect(name)
      let successor = try self.successor(of: object.attributes.id)
      try segments.write("kept", to: .id(successor))
      let errors = [
        failure { try segments.inspect(name) }, failure { try segments.peek(name) },
        failure { try segments.read(name) }, failure { try segments.write("x", to: name) },
        failure { try segments.remove(object) },
      ]
      #expect(errors.map { $0?.kind } == [.gone, .gone, .gone, .gone, .gone])
      #expect(try segments.list().objects.map(\.attributes.id) == [successor])
      #expect(try segments.read(.id(successor), length: 4) == Array("kept".utf8))
    }
  }

  @Test func denied() throws {
    try withSandbox {
      let segments = Segments()
      let holder = try Program.fixture("shm", "attach", "touch").start()
      let name = try #require(try segmentName(holder))
      let row = try Witness.sysvipc("shm")
      try asNobody {
        let (list, coverage) = try segments.list()
        #expect(list.map(\.name) == [name], "attributes are anybody's")
        #expect(coverage.isComplete)
        let object = try segments.inspect(name)
        let read = failure { try segments.read(name) }
        #expect(read?.kind == .denied)
        #expect(read?.errno == .permissionDenied)
        #expect(failure { try segments.peek(name) }?.kind == .denied)
        #expect(failure { try segments.write("x", to: name) }?.kind == .denied)
        let removal = failure { try segments.remove(object) }
        #expect(removal?.kind == .denied)
        #expect(removal?.errno == .notPermitted)
      }
      #expect(try Witness.sysvipc("shm") == row)
      _ = try holder.finish()
    }
  }

  @Test func limit() throws {
    try withSandbox {
      let segments = Segments()
      try TextFile.write("2", to: "/proc/sys/kernel/shmmni")
      try TextFile.write("8192", to: "/proc/sys/kernel/shmmax")
      let first = try segments.create(size: 8192)
      let tooLarge = failure { try segments.create(size: 8193) }
      #expect(tooLarge?.kind == .limit)
      #expect(tooLarge?.hint?.contains("kernel.shmmax") == true)
      #expect(failure { try segments.create(size: 0) }?.kind == .usage)
      #expect(failure { try segments.create(size: .max) }?.kind == .limit)
      _ = try segments.create()
      let error = failure { try segments.create() }
      #expect(error?.kind == .limit)
      #expect(error?.errno == .noSpace)
      #expect(error?.hint?.contains("kernel.shmmni") == true)
      let limits = try SysVSharedMemory.limits(in: segments.context)
      #expect(limits.prefix(2).map(\.used) == [2, 3])
      #expect(limits.first?.value == 2)
      let own = SysVSharedMemory.limits(of: try segments.inspect(first), in: segments.context)
      #expect(own.map(\.fraction) == [1])
    }
  }

  @Test func twoProcesses() throws {
    try withSandbox {
      let segments = Segments()
      let words = try Witness.python(
        """
        import sysv_ipc
        m = sysv_ipc.SharedMemory(0x2a, sysv_ipc.IPC_CREX, size=4096)
        m.write(bytes(range(256)), 100)
        m.detach()
        print(m.id)
        """)
      let id = try #require(words.first.flatMap { Int32($0) })
      #expect(try segments.read(.id(id), at: 100, length: 256) == Array(0...255))
      try segments.write("back", to: .key(0x2A), at: 4092)
      let answer = try Witness.python(
        "import sysv_ipc; print(sysv_ipc.SharedMemory(0x2a).read(4, 4092))")
      #expect(answer == ["b'back'"])
    }
  }

  @Test func removes() throws {
    try withSandbox {
      let segments = Segments()
      let (kept, removed) = (try segments.create(), try segments.create())
      try segments.remove(try segments.inspect(removed))
      #expect(try segments.list().objects.map(\.name) == [kept])
      #expect(try Witness.sysvipc("shm").count == 1)
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let segments = Memory<SysVSharedMemory>()
        func mappings() throws -> Int {
          String(decoding: try TextFile.read("/proc/thread-self/maps"), as: UTF8.self)
            .split(separator: "\n").count { $0.contains("/SYSV") }
        }
        func round() throws {
          let name = try segments.create()
          try segments.write("a", to: name)
          _ = try segments.peek(name)
          _ = try segments.read(name)
          _ = try segments.list()
          _ = segments.checkBounds(of: name)
          try segments.remove(try segments.inspect(name))
          _ = failure { try segments.read(name) }
        }
        try checkLeaks(round)
        guard try mappings() == 0 else { throw SupportError("an attachment leaks") }
      }
    }
  }

  /// Removes `id` and makes segments until one has its slot: another id of the same index.
  private func successor(of id: Int32) throws -> Int32 {
    guard cipc_shm_remove(id) == 0 else { throw SupportError("no segment \(id)") }
    for _ in 0..<100_000 {
      let next = cipc_shmget(0, 4096, cipc_ipc_creat | 0o600)
      guard next >= 0 else { throw SupportError("shmget") }
      // Masked down to its index, the old id describes what is there now.
      var segment = cipc_segment()
      if unsafe cipc_shm_stat_any(id, &segment) == 0 { return next }
      _ = cipc_shm_remove(next)
    }
    throw SupportError("no id came back")
  }
}

/// The name of the segment that a fixture made.
func segmentName(_ fixture: RunningProgram) throws -> SystemVName? {
  guard let line = try fixture.readLine(), line.hasPrefix("shm:") else { return nil }
  return try SystemVName(parsing: Array(line.utf8.dropFirst(4)))
}
