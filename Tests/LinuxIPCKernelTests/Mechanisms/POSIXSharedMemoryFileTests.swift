import Glibc
import IPCSnapshot
import LinuxIPC
import Support
import SystemPackage
import Testing

/// /dev/shm is a directory like any other: what else may lie there, and who holds what.
struct POSIXSharedMemoryFileTests {
  private typealias Objects = Memory<POSIXSharedMemory>

  private func holders(of object: POSIXSharedMemory.Object) throws -> [Holder] {
    // Also of one that is unlinked, and so in no listing.
    let snapshot = Snapshot(aroundObjectsOf: [POSIXSharedMemory.self], in: Context.current())
    return try #require(snapshot.holders(of: object, as: POSIXSharedMemory.self)).sorted {
      $0.access.rawValue < $1.access.rawValue
    }
  }

  @Test(arguments: [FileStatus.FileType.directory, .fifo, .symlink, .socket])
  func aForeignFileIsShownAndNeverTouched(type: FileStatus.FileType) throws {
    try withSandbox {
      let objects = Objects()
      try makeForeign(type, "/dev/shm/foreign")
      let name = try objectName("foreign")
      let object = try #require(try objects.list().objects.first)
      #expect(object.file.type == type)
      #expect(object.isForeign)
      #expect(object.fill.bytes == nil)
      #expect(try objects.inspect(name).file == object.file)
      let errors = [
        failure { try objects.read(name) }, failure { try objects.peek(name) },
        failure { try objects.write("x", to: name) }, failure { try objects.remove(object) },
        failure { try objects.create(name, orTake: true) },
      ]
      #expect(errors.map { $0?.kind } == Array(repeating: .notFound, count: 5))
      #expect(errors.allSatisfy { $0?.reason == "a \(type.rawValue), not shared memory" })
      #expect(failure { try objects.create(name) }?.kind == .exists)
      #expect(try objects.inspect(name).file == object.file)
      #expect(try objects.list().objects.count == 1)
    }
  }

  /// To open the FIFO for a moment would set the writer free, and its data would be lost.
  @Test func aWriterThatWaitsAtAFIFOGoesOnWaiting() throws {
    try withSandbox {
      let objects = Objects()
      try makeForeign(.fifo, "/dev/shm/fifo")
      let name = try objectName("fifo")
      let writer = try Program.python(
        """
        print("ready", flush=True)
        with open("/dev/shm/fifo", "wb") as f: f.write(b"kept")
        """
      ).start()
      #expect(try writer.readLine() == "ready")
      // Asleep now, it can only be at the open.
      var state = ""
      while state != "S" {
        let stat = String(
          decoding: try TextFile.read("/proc/\(writer.pid)/stat"), as: UTF8.self)
        state = stat.split(separator: ")").last?.split(separator: " ").first.map(String.init) ?? ""
        try #require(state != "Z")
      }
      let object = try #require(try objects.list().objects.first)
      _ = try objects.inspect(name)
      _ = failure { try objects.peek(name) }
      _ = failure { try objects.write("x", to: name) }
      _ = failure { try objects.remove(object) }
      _ = failure { try objects.create(name, orTake: true) }
      #expect(try holders(of: object).isEmpty)
      for arguments in [["ls"], ["show", "posix-shm:/fifo"], ["peek", "posix-shm:/fifo"]] {
        _ = try Program.ipctool(arguments).run()
      }
      #expect(try TextFile.read("/dev/shm/fifo") == Array("kept".utf8))
      #expect(try writer.finish().status == 0)
    }
  }

  @Test func semaphoresAreOfAnotherKind() throws {
    try withSandbox {
      let objects = Objects()
      let script = "import posix_ipc; posix_ipc.Semaphore('/s', posix_ipc.O_CREX)"
      _ = try Witness.python(script)
      #expect(try Witness.python("import os; print(*os.listdir('/dev/shm'))") == ["sem.s"])
      #expect(try objects.list().objects.isEmpty)
      #expect(failure { try objects.create(objectName("sem.t")) }?.kind == .usage)
      _ = try objects.create(objectName("semaphore"))
      #expect(try objects.list().objects.count == 1)
    }
  }

  /// What each way of holding shows as: the descriptor's access and the mapping's.
  @Test(
    arguments: [
      ([], ["rw"]), (["map"], ["map-rw", "rw"]), (["map", "readonly"], ["map-r", "rw"]),
      (["map", "private"], ["map-r", "rw"]), (["map", "close"], ["map-rw"]), (["close"], []),
    ] as [([String], [String])])
  func holders(words: [String], access: [String]) throws {
    try withSandbox {
      let objects = Objects()
      var fixture = Program.fixture("posix-shm", "name=/held")
      fixture.arguments += words
      let holder = try fixture.start()
      #expect(try holder.readLine() == "posix-shm:/held")
      let object = try objects.inspect(objectName("held"))
      let holders = try holders(of: object)
      #expect(holders.map(\.access.rawValue) == access)
      #expect(holders.allSatisfy { $0.pid == holder.pid })
      #expect(holders.allSatisfy { ($0.fd == nil) == $0.access.rawValue.hasPrefix("map") })
      _ = try holder.finish()
      #expect(try objects.list().objects.isEmpty)
    }
  }

  /// A new object of the old name is held by nobody: names are no identity.
  @Test func unlinkedWhileHeld() throws {
    try withSandbox {
      let objects = Objects()
      let holder = try Program.fixture("posix-shm", "name=/held", "map", "unlink").start()
      #expect(try holder.readLine() == "posix-shm:/held")
      #expect(try objects.list().objects.isEmpty)
      let name = try objects.create(objectName("held"))
      #expect(try holders(of: objects.inspect(name)).isEmpty)
      let deleted = try objects.create(objectName("held (deleted)"))
      #expect(try holders(of: objects.inspect(deleted)).isEmpty)
      _ = try holder.finish()
    }
  }

  @Test func removalLeavesItToItsHolders() throws {
    try withSandbox {
      let objects = Objects()
      let holder = try Program.fixture("posix-shm", "name=/held", "map").start()
      #expect(try holder.readLine() == "posix-shm:/held")
      let object = try objects.inspect(objectName("held"))
      try objects.remove(object)
      #expect(try objects.list().objects.isEmpty)
      #expect(try holders(of: object).count == 2, "by its inode, nameless as it is")
      _ = try holder.finish()
    }
  }

  /// With old times, any read that is not made with O_NOATIME moves the access time: the witness's does.
  @Test func readingMovesNoAccessTime() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("a"))
      _ = try Program.system("touch", "-d", "@1000000000", "/dev/shm/a").run()
      let before = try objects.inspect(name).file
      #expect(before.accessTime == 1_000_000_000)
      _ = try objects.peek(name)
      _ = try objects.read(name)
      _ = try Program.ipctool("peek", "posix-shm:/a").run()
      _ = try Program.ipctool("ls", "posix-shm").run()
      #expect(try objects.inspect(name).file == before)
      _ = try TextFile.read("/dev/shm/a")
      #expect(try objects.inspect(name).file.accessTime > 1_000_000_000, "the test can see it")
    }
  }

  @Test func readingFillsNoHole() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("sparse"), size: 1 << 30)
      #expect(try objects.read(name, at: 1 << 29, length: 1 << 20).count == 1 << 20)
      #expect(try objects.peek(name, at: 0, length: 4096).count == 4096)
      #expect(try objects.inspect(name).file.allocatedBytes == 0)
      #expect(try objects.inspect(name).file.size == 1 << 30)
    }
  }

  @Test func aFailedCreationLeavesNothing() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("a"), size: 100)
      try objects.write("kept", to: name)
      let before = try objects.inspect(name).file
      #expect(failure { try objects.create(name, size: 7) }?.kind == .exists)
      #expect(try objects.create(name, size: 7, orTake: true) == name)
      #expect(try objects.inspect(name).file == before)
      #expect(failure { try objects.create(objectName("b"), size: .max) }?.kind == .limit)
      #expect(failure { try objects.create(objectName("b"), size: 1 << 63) }?.kind == .limit)
      #expect(try objects.list().objects.map(\.name) == [name])
      // The directory and the one file: nothing nameless is left, once nobody's look at our descriptors
      // in /proc holds it any more.
      var used: UInt64?
      for _ in 0..<500 where used != 2 {
        used = try POSIXSharedMemory.limits(in: objects.context).last?.used
        usleep(10_000)
      }
      #expect(used == 2)
    }
  }

  @Test(arguments: [0, 0o600, 0o666, 0o777, 0o421] as [UInt32])
  func theModeIsWhatWasAskedFor(mode: UInt32) throws {
    try withSandbox {
      // The sandbox has left its parent's file system state, umask included, unshare(2).
      umask(0o777)
      let objects = Objects()
      let name = try objects.create(nil, mode: mode)
      #expect(try objects.inspect(name).file.mode == mode)
    }
  }

  @Test func withoutANameItGetsARandomOne() throws {
    try withSandbox {
      let objects = Objects()
      let names = try (0..<20).map { _ in try objects.create() }
      #expect(Set(names).count == 20)
      #expect(names.allSatisfy { $0.file.starts(with: Array("ipctool-".utf8)) })
      #expect(try objects.list().objects.allSatisfy { $0.file.size == objects.context.pageSize })
    }
  }

  @Test func withoutADirectoryItIsUnavailable() throws {
    try withSandbox {
      let objects = Objects()
      let covered = try Program.system("mount", "-t", "tmpfs", "tmpfs", "/dev").run()
      try #require(covered.status == 0, "\(covered.errorText)")
      let errors = [
        failure { try objects.list() }, failure { try objects.inspect(objectName("a")) },
        failure { try objects.create() }, failure { try objects.read(objectName("a")) },
      ]
      #expect(errors.map { $0?.kind } == Array(repeating: .unsupported, count: 4))
      #expect(errors.allSatisfy { $0?.hint != nil })
    }
  }

  @Test func readOnly() throws {
    try withSandbox {
      let objects = Objects()
      let name = try objects.create(objectName("a"))
      let object = try objects.inspect(name)
      let mounted = try Program.system("mount", "-o", "remount,ro", "/dev/shm").run()
      try #require(mounted.status == 0, "\(mounted.errorText)")
      #expect(try objects.read(name).count == 4096)
      let errors = [
        failure { try objects.create(objectName("b")) },
        failure { try objects.write("x", to: name) }, failure { try objects.remove(object) },
      ]
      #expect(errors.map { $0?.kind } == Array(repeating: .unsupported, count: 3))
    }
  }
}
