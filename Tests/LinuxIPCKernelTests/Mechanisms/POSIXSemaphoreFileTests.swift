import Glibc
import IPCSnapshot
import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// A semaphore is a file that anybody may replace or cut short: what else may lie there, and who
/// holds what.
struct POSIXSemaphoreFileTests {
  private func holders(of object: POSIXSemaphore.Object) throws -> [Holder] {
    // Beside the kind whose files lie in the same directory.
    let snapshot = Snapshot(
      aroundObjectsOf: [POSIXSharedMemory.self, POSIXSemaphore.self], in: Context.current())
    return try #require(snapshot.holders(of: object, as: POSIXSemaphore.self)).sorted {
      $0.access.rawValue < $1.access.rawValue
    }
  }

  private func checkForeign(_ reason: String) throws {
    let semaphores = NamedSemaphores()
    let name = try semaphores.name("foreign")
    let object = try #require(try semaphores.list().objects.first)
    #expect(object.isForeign)
    let (examined, coverage) = semaphores.examine(object)
    #expect(examined?.state == nil)
    #expect(coverage.isComplete, "there is no value that could be hidden")
    let errors = [
      failure { try semaphores.peek(name) }, failure { try semaphores.send(to: name) },
      failure { try semaphores.receive(from: name) }, failure { try semaphores.remove(object) },
      failure { try semaphores.create(name, orTake: true) },
      failure { try POSIXSemaphore.checkRemoval(of: object, named: name, in: semaphores.context) },
    ]
    #expect(errors.map { $0?.kind } == Array(repeating: .notFound, count: 6))
    #expect(errors.allSatisfy { $0?.reason == reason })
    #expect(failure { try semaphores.create(name) }?.kind == .exists)
    #expect(try semaphores.inspect(name).file == object.file)
    #expect(try semaphores.list().objects.count == 1)
  }

  @Test(arguments: [FileStatus.FileType.directory, .fifo, .symlink, .socket])
  func aForeignFileIsShownAndNeverTouched(type: FileStatus.FileType) throws {
    try withSandbox {
      try makeForeign(type, "/dev/shm/sem.foreign")
      try checkForeign("a \(type.rawValue), not a semaphore")
    }
  }

  /// lsipc(1) and sem_open(3) map what is too short, and are killed.
  @Test(arguments: [0, 1, 4, 16, 31, 33, 4096])
  func aFileOfAnotherSize(size: Int) throws {
    try withSandbox {
      try TextFile.write(
        [UInt8](repeating: 1, count: size), to: "/dev/shm/sem.foreign", create: true)
      try checkForeign("a file of \(size) bytes, not a semaphore")
    }
  }

  /// A link is not followed to a semaphore either.
  @Test func aLinkToASemaphore() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("true"), value: 6)
      #expect(unsafe symlink("sem.true", "/dev/shm/sem.link") == 0)
      let link = try semaphores.name("link")
      #expect(try semaphores.inspect(link).isForeign)
      #expect(failure { try semaphores.peek(link) }?.kind == .notFound)
      #expect(failure { try semaphores.receive(from: link) }?.kind == .notFound)
      #expect(try semaphores.witness("/true") == 6)
      #expect(try semaphores.peek(name) == [6])
    }
  }

  /// To open the FIFO for a moment would set the writer free, and its data would be lost.
  @Test func aWriterThatWaitsAtAFIFOGoesOnWaiting() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      try makeForeign(.fifo, "/dev/shm/sem.foreign")
      let writer = try Program.python(
        """
        print("ready", flush=True)
        with open("/dev/shm/sem.foreign", "wb") as f: f.write(b"kept")
        """
      ).start()
      #expect(try writer.readLine() == "ready")
      // Asleep now, it can only be at the open.
      var state = ""
      while state != "S" {
        let stat = String(decoding: try TextFile.read("/proc/\(writer.pid)/stat"), as: UTF8.self)
        state = stat.split(separator: ")").last?.split(separator: " ").first.map(String.init) ?? ""
        try #require(state != "Z")
      }
      try checkForeign("a fifo, not a semaphore")
      #expect(try holders(of: semaphores.inspect(semaphores.name("foreign"))).isEmpty)
      for verb in ["ls", "show", "peek", "send", "recv", "rm"] {
        _ = try Program.ipctool(verb == "ls" ? [verb] : [verb, "posix-sem:/foreign"]).run()
      }
      #expect(try TextFile.read("/dev/shm/sem.foreign") == Array("kept".utf8))
      #expect(try writer.finish().status == 0)
    }
  }

  /// Cut short between the look and the use, the C library's functions are in the middle of it.
  @Test func aFileThatIsCutShortIsNoCrash() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let semaphores = NamedSemaphores()
        let name = try semaphores.create(semaphores.name("a"), value: 5)
        let file = try POSIXSemaphore.open(name, .readWrite, in: .current())
        let mapping = try SemaphoreMapping(file)
        #expect(mapping.take(upTo: 2) == (2, nil))
        #expect(unsafe truncate("/dev/shm/sem.a", 0) == 0)
        #expect(mapping.post(upTo: 3) == (0, .badAddress))
        #expect(mapping.take(upTo: 1).failure == .badAddress)
        #expect(throws: Errno.badAddress) { try mapping.value() }
        #expect(throws: WaitFailure.failed(.badAddress)) {
          try mapping.takeOne(until: .immediate)
        }
        #expect(throws: Errno.badAddress) { _ = try SemaphoreMapping(file).value() }
        // Nobody could ever wake who fell asleep there.
        let short = try semaphores.create(semaphores.name("c"), value: 0)
        let waiting = try SemaphoreMapping(
          try POSIXSemaphore.open(short, .readWrite, in: .current()))
        #expect(unsafe truncate("/dev/shm/sem.c", 0) == 0)
        #expect(throws: WaitFailure.failed(.badAddress)) { try waiting.takeOne(until: .never) }
        // The next one is whole.
        let whole = try semaphores.create(semaphores.name("b"), value: 5)
        let other = try SemaphoreMapping(try POSIXSemaphore.open(whole, .readWrite, in: .current()))
        #expect(try other.value() == 5)
      }
    }
  }

  /// The handler is for that page alone: any other SIGBUS ends us as it did before.
  @Test func anotherBusErrorStillEndsUs() async {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      try withSandbox {
        let semaphores = NamedSemaphores()
        let name = try semaphores.create(semaphores.name("a"))
        let mapping = try SemaphoreMapping(
          try POSIXSemaphore.open(name, .readWrite, in: .current()))
        _ = try mapping.value()
        raise(SIGBUS)
      }
    }
  }

  /// The value that others give the file is shown as it is, whatever it is.
  @Test func aValueThatNoSemaphoreHas() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      try TextFile.write(
        [UInt8](repeating: 0x7F, count: 32), to: "/dev/shm/sem.a", create: true)
      let name = try semaphores.name("a")
      #expect(try semaphores.peek(name) == [0x7F7F_7F7F])
      let state = semaphores.examine(try semaphores.inspect(name)).object?.state
      #expect(state?.waiters == 0x7F7F_7F7F)
      try TextFile.write([UInt8](repeating: 0xFF, count: 32), to: "/dev/shm/sem.a")
      #expect(try semaphores.peek(name) == [0xFFFF_FFFF])
      #expect(failure { try semaphores.send(to: name) }?.kind == .tooLarge)
    }
  }

  /// The map of the process that made it says that it is deleted: glibc makes the file under another name.
  @Test func heldByItsCreatorAndByOthers() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let creator = try Program.fixture("posix-sem", "name=/held").start()
      #expect(try creator.readLine() == "posix-sem:/held")
      let maps = String(decoding: try TextFile.read("/proc/\(creator.pid)/maps"), as: UTF8.self)
      #expect(maps.split(separator: "\n").contains { $0.hasSuffix(" (deleted)") })
      #expect(!maps.contains("/dev/shm/sem.held"))
      let other = try Program.python(
        """
        import posix_ipc, sys
        s = posix_ipc.Semaphore("/held")
        f = open("/dev/shm/sem.held", "rb")
        print("open", flush=True)
        sys.stdin.read()
        """
      ).start()
      #expect(try other.readLine() == "open")
      let object = try semaphores.inspect(semaphores.name("held"))
      let found = try holders(of: object)
      #expect(Set(found.map(\.pid)) == [creator.pid, other.pid])
      #expect(found.map(\.access.rawValue) == ["map-rw", "map-rw", "r"])
      let lsof = try Program.system("lsof", "-t", "/dev/shm/sem.held").run()
      #expect(lsof.lines.contains(String(other.pid)))
      // One that has no name any more is held as well, and is not the next one of that name.
      try semaphores.remove(object)
      try semaphores.create(semaphores.name("held"))
      #expect(try holders(of: object).count == 3)
      #expect(try holders(of: semaphores.inspect(semaphores.name("held"))).isEmpty)
      _ = try other.finish()
      _ = try creator.finish()
    }
  }

  /// Under a name without the prefix it is a semaphore all the same, told by device and inode.
  @Test func heldUnderAnotherName() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"))
      let holder = try Program.python(
        """
        import mmap, os, subprocess, sys
        subprocess.check_call(["mount", "-t", "tmpfs", "tmpfs", "/mnt"])
        open("/mnt/x", "w").close()
        subprocess.check_call(["mount", "--bind", "/dev/shm/sem.a", "/mnt/x"])
        f = open("/mnt/x", "r+b")
        m = mmap.mmap(f.fileno(), 32)
        print(f.fileno(), flush=True)
        sys.stdin.read()
        """
      ).start()
      let number = try #require(try holder.readLine())
      let access = try holders(of: semaphores.inspect(name)).map(\.access.rawValue)
      #expect(access.contains("map-rw") && access.contains("rw"))
      let link = Array("/proc/\(holder.pid)/fd/\(number)".utf8)
      let reference = try #require(DescriptorReference(path: link))
      let context = Context.current()
      #expect(try reference.name(as: POSIXSemaphore.self, in: context) == Array("/a".utf8))
      #expect(try reference.name(as: POSIXSharedMemory.self, in: context) == nil)
      _ = try holder.finish()
    }
  }

  /// Old times, which any read without O_NOATIME moves: the witness's does.
  @Test func lookingMovesNoTime() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"), value: 2)
      _ = try Program.system("touch", "-d", "@1000000000", "/dev/shm/sem.a").run()
      let before = try semaphores.inspect(name).file
      #expect(before.accessTime == 1_000_000_000)
      for arguments in [
        ["ls"], ["ls", "posix-sem", "-o", "all"], ["show", "posix-sem:/a"],
        ["peek", "posix-sem:/a"], ["rm", "--dry-run", "posix-sem:/a"],
      ] {
        #expect(try Program.ipctool(arguments).run().status == 0)
      }
      #expect(try semaphores.inspect(name).file == before)
      _ = try TextFile.read("/dev/shm/sem.a")
      #expect(try semaphores.inspect(name).file.accessTime > 1_000_000_000, "the test can see it")
    }
  }

  @Test(arguments: [0, 0o600, 0o666, 0o777, 0o421] as [UInt32])
  func theModeIsWhatWasAskedFor(mode: UInt32) throws {
    try withSandbox {
      // The sandbox has left its parent's file system state, umask included, unshare(2).
      umask(0o777)
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(nil, mode: mode)
      #expect(try semaphores.inspect(name).file.mode == mode)
      #expect(name.text.starts(with: Array("/ipctool-".utf8)))
    }
  }

  @Test func anExistingOneIsTakenAsItIs() throws {
    try withSandbox {
      let semaphores = NamedSemaphores()
      let name = try semaphores.create(semaphores.name("a"), value: 3, mode: 0o640)
      let before = try semaphores.inspect(name).file
      #expect(failure { try semaphores.create(name, value: 9) }?.kind == .exists)
      #expect(try semaphores.create(name, value: 9, mode: 0o600, orTake: true) == name)
      #expect(try semaphores.inspect(name).file == before)
      #expect(try semaphores.witness("/a") == 3)
    }
  }
}
