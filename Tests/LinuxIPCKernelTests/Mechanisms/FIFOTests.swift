import Glibc
import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// Who holds a FIFO, what is in it, and what it is called.
struct FIFOTests {
  @Test func held() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.chdir(sys.argv[1])
        for name in "abc": os.mkfifo(name)
        rw = os.open("a", os.O_RDWR)
        r = os.open("a", os.O_RDONLY)
        w = os.open("a", os.O_WRONLY)
        copy = os.dup(w)
        os.close(rw)
        both = os.open("b", os.O_RDWR)
        os.write(both, b"queued")
        path = os.open("c", os.O_PATH)
        child = fork(forever)
        ready(*(file(name) for name in "abc"), os.getpid(), child)
        """, Scratch.path)
      let pids = [try scene.pid(3), try scene.pid(4)]
      let look = Look(FIFO.self)
      for place in 0..<2 {
        let fifo = try scene.file(place)
        let (holds, seen) = (try look.holds(fifo), try Witness.lsfd(fifo, pids))
        #expect(holds == seen)
      }
      #expect(try look.holds(scene.file(0)).count == 6)
      let queued = try look.object(scene.file(1))
      #expect(queued.state?.bytes == 6 && queued.state?.capacity == 65536)
      #expect(queued.state?.hasReaders == true && queued.state?.hasWriters == true)
      #expect(queued.name == .path(Array("\(Scratch.path)/b".utf8)))
      #expect(look.coverage.gaps.filter { $0.what.hasPrefix("ends") }.isEmpty)
    }
  }

  /// A handle on the file itself (O_PATH) is no end of it.
  @Test func aHandleIsNoEnd() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.chdir(sys.argv[1])
        os.mkfifo("a")
        handle = os.open("a", os.O_PATH)
        writer = fork(lambda: os.open("a", os.O_WRONLY))
        ready(file(handle), writer)
        """, Scratch.path)
      let writer = try scene.pid(1)
      _ = try Sleep.wait(for: writer, in: "wait_for_partner")
      let look = Look(FIFO.self)
      let object = try look.object(scene.file(0))
      #expect(look.holders(of: object).isEmpty)
      #expect(object.state?.hasReaders != true)
      #expect(try look.waits(scene.file(0)) == ["\(writer) \(writer) w"])
    }
  }

  /// Who opens it without waiting is no proof of a partner.
  @Test func aReaderThatNeverHadAWriter() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.chdir(sys.argv[1])
        for name in "abc": os.mkfifo(name)
        r = os.open("a", os.O_RDONLY | os.O_NONBLOCK)
        # Its data were left by a writer that it never met.
        writer = os.open("b", os.O_RDWR)
        os.write(writer, b"left")
        first = os.open("b", os.O_RDONLY)
        os.close(writer)
        left = os.open("b", os.O_RDONLY | os.O_NONBLOCK)
        os.close(first)
        waiting = os.open("c", os.O_RDONLY | os.O_NONBLOCK)
        held = os.open("c", os.O_WRONLY)
        ready(file(r), file(left), file(held))
        os.close(held)
        ready(os.read(left, 100).decode(), len(os.read(left, 100)))
        """, Scratch.path)
      let files = try (0..<3).map { try scene.file($0) }
      func states() throws -> [PipeState] {
        let look = Look(FIFO.self)
        #expect(look.coverage.gaps.filter { $0.what.hasPrefix("ends") }.isEmpty)
        return try files.compactMap { try look.object($0).state }
      }
      #expect(try states().map(\.hasWriters) == [false, nil, true])
      for _ in 0..<50 {
        #expect(try Look(FIFO.self, in: scene.pid).object(files[1]).state?.bytes == 4)
      }
      try scene.next()
      #expect(scene.words == ["left", "0"])
      #expect(try states().map(\.hasWriters) == [false, false, false])
    }
  }

  /// Two file systems number alike: two FIFOs.
  @Test func oneInodeOnTwoFileSystems() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.chdir(sys.argv[1])
        for name in "ab":
          os.mkdir(name)
          check(libc.mount(b"tmpfs", name.encode(), b"tmpfs", 0, None))
          os.mkfifo(name + "/fifo")
        one = os.open("a/fifo", os.O_RDWR)
        two = os.open("b/fifo", os.O_RDWR)
        os.write(two, b"two")
        ready(file(one), file(two), one, two)
        """, Scratch.path)
      let look = Look(FIFO.self)
      let mine = [try look.object(scene.file(0)), try look.object(scene.file(1))]
      #expect(mine[0].identity.inode == mine[1].identity.inode, "the test can see it")
      #expect(
        mine.map(\.name) == [
          .path(Array("\(Scratch.path)/a/fifo".utf8)), .path(Array("\(Scratch.path)/b/fifo".utf8)),
        ])
      for object in mine {
        #expect(look.holders(of: object).count == 1)
        #expect(
          object.state?.bytes == (object.text?.path.contains(UInt8(ascii: "b")) == true ? 3 : 0))
      }
    }
  }

  /// Deleted, a FIFO has but its number, even where its path leads to another.
  @Test func deleted() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.chdir(sys.argv[1])
        held = []
        for round in range(2):
          os.mkfifo("fifo")
          held.append(os.open("fifo", os.O_RDWR))
          os.unlink("fifo")
        os.mkfifo("fifo (deleted)")
        os.mkfifo("fifo")
        held.append(os.open("fifo", os.O_RDWR))
        held.append(os.open("fifo (deleted)", os.O_RDWR))
        ready(*(file(fd) for fd in held), *held)
        """, Scratch.path)
      let look = Look(FIFO.self)
      let path = Array("\(Scratch.path)/fifo".utf8)
      for place in 0..<2 {
        let object = try look.object(scene.file(place))
        #expect(object.isCalledByItsNumber)
        #expect(object.text?.former == path)
        #expect(object.text?.current == nil)
        let link = Array("/proc/\(scene.pid)/fd/\(scene.words[place + 4])".utf8)
        let name = try DescriptorReference(path: link)?.name(as: FIFO.self, in: .current())
        #expect(try object.isNamed(FIFO.Name(parsing: #require(name))))
      }
      #expect(try look.object(scene.file(2)).name == .path(path))
      #expect(try look.object(scene.file(2)).text?.current == path)
      #expect(try look.object(scene.file(3)).name == .path(path + Array(" (deleted)".utf8)))
    }
  }

  @Test func nobodyHoldsIt() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.chdir(sys.argv[1])
        os.mkfifo("fifo", 0o640)
        open("file", "w").close()
        os.symlink("fifo", "link")
        ready(file("fifo"))
        """, Scratch.path)
      let context = Context.current()
      func name(_ file: String) -> FileName { .path(Array("\(Scratch.path)/\(file)".utf8)) }
      let object = try FIFO.inspect(name("fifo"), in: context)
      #expect(object.identity == (try scene.file(0)))
      #expect(object.file.mode == 0o640)
      #expect(object.state == nil)
      let kinds = ["file", "link", "none"].map { file in
        failure { try FIFO.inspect(name(file), in: context) }?.kind
      }
      #expect(kinds == [.notFound, .notFound, .notFound])
      #expect(failure { try FIFO.inspect(.inode(1), in: context) }?.kind == .notFound)
      #expect(!Look(FIFO.self).contains(object.identity))
    }
  }

  @Test func noDescriptorLeaks() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        try Scratch.make()
        let waiters = try Waiters(
          """
          for n in range(20): waits(str(n), "r", opens(str(n), R))
          os.symlink(os.getcwd() + "/there", "link")
          waits("there", "w", opens("link", W))
          os.mkfifo("held")
          held = os.open("held", os.O_RDWR)
          """)
        _ = try waiters.sleep()
        try checkLeaks {
          for one in waiters.all { _ = try Look(FIFO.self, in: one.pid).objects }
          _ = try Look(FIFO.self, in: waiters.scene.pid).objects
        }
      }
    }
  }
}
