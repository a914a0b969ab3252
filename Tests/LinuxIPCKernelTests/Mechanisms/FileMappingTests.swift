import IPCSnapshot
import Support
import Testing

@testable import LinuxIPC

/// Files and memory that processes share by mapping them, compared with /proc/PID/maps.
struct FileMappingTests {
  /// Python that makes files and maps them past the mmap module, which keeps a descriptor of its own.
  private static let prelude = """
    os.chdir(sys.argv[1])
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
    SHARED, PRIVATE, ANONYMOUS = 1, 2, 0x20
    R, RW = 1, 3
    def make(name, size=8192):
      with open(name, "wb") as f: f.write(b"x" * size)
      return file(name)
    def map(name, protection, flags=SHARED, offset=0):
      fd = os.open(name, os.O_RDWR)
      where = libc.mmap(None, 4096, protection, flags, fd, offset)
      if where == 2**64 - 1: raise OSError(ctypes.get_errno())
      os.close(fd)
      return where
    def inherit():
      return libc.mmap(None, 4096, RW, SHARED | ANONYMOUS, -1, 0)
    def mapped(text):
      return [line.split() for line in open("/proc/self/maps") if text in line]
    got, tell = os.pipe()
    def child(body):
      pid = fork(lambda: (body(), os.write(tell, b"x"), forever()))
      os.read(got, 1)
      return pid

    """

  private static func scene(_ script: String) throws -> Scene {
    try Scratch.make()
    return try Scene(prelude + script, Scratch.path)
  }

  private func path(_ name: String) -> FileName { .path(Array("\(Scratch.path)/\(name)".utf8)) }

  @Test func whatCountsAsShared() throws {
    try withSandbox {
      let scene = try Self.scene(
        """
        names = ["read", "written", "both", "private", "copied", "closed", "twice"]
        files = [make(name) for name in names]
        map("read", R)
        map("written", RW)
        map("both", R)
        map("private", RW, PRIVATE)
        map("copied", R, PRIVATE); map("copied", R)
        libc.munmap(ctypes.c_void_p(map("closed", RW)), 4096)
        map("twice", RW); map("twice", R, SHARED, 4096)
        pid = child(lambda: (map("copied", RW, PRIVATE)))
        # All that was mapped so far is inherited: only what comes now is not.
        map("read-alone", R) if make("read-alone") else 0
        map("private-alone", RW, PRIVATE) if make("private-alone") else 0
        ready(pid, *files, file("read-alone"), file("private-alone"))
        """)
      let child = try scene.pid(0)
      let look = Look(FileMapping.self)
      let files = try (1...9).map { try scene.file($0) }
      let shown = files.map { look.contains($0) }
      #expect(shown == [true, true, true, false, true, false, true, false, false])
      let both = ["\(scene.pid)", "\(child)"].sorted()
      #expect(try look.holds(files[0]) == both.map { "\($0) - map-r" })
      #expect(try look.holds(files[1]) == both.map { "\($0) - map-rw" })
      #expect(try look.holds(files[6]) == both.flatMap { ["\($0) - map-r", "\($0) - map-rw"] })
      let object = try look.object(files[1])
      #expect(object.name == path("written"))
      #expect(object.fill.capacityBytes == 8192 && object.fill.bytes == nil)
      for file in files {
        let maps = String(decoding: try TextFile.read("/proc/\(scene.pid)/maps"), as: UTF8.self)
        let isShared = maps.split(separator: "\n").contains {
          $0.contains(" \(file.inode) ") && $0.contains("\(Scratch.path)/")
            && ($0.contains("rw-s") || $0.contains("r--s"))
        }
        #expect(isShared || !look.contains(file))
      }
    }
  }

  @Test func namesThatLeadElsewhere() throws {
    try withSandbox {
      let scene = try Self.scene(
        """
        files = []
        def use(name):
          files.append(make(name))
          map(name, RW)
        use("deleted"); os.unlink("deleted")
        use("replaced"); make("other"); os.rename("other", "replaced")
        use("marked (deleted)")
        use("moved"); os.rename("moved", "elsewhere")
        use("linked"); os.link("linked", "second"); os.unlink("linked")
        use("odd\\n\\x1b\\u202e name")
        ready(*files)
        """)
      let look = Look(FileMapping.self)
      let objects = try (0..<6).map { try look.object(scene.file($0)) }
      let names = ["marked (deleted)", "elsewhere", "odd\n\u{1B}\u{202E} name"]
      #expect([2, 3, 5].map { objects[$0].name } == names.map(path))
      #expect([0, 1, 4].allSatisfy { objects[$0].isCalledByItsNumber })
      #expect(objects[0].text?.former == Array("\(Scratch.path)/deleted".utf8))
      #expect(objects.allSatisfy { look.holders(of: $0).count == 1 })
      #expect(objects.allSatisfy { $0.isNamed(.inode($0.identity.inode)) })
    }
  }

  /// Memory that children inherit has no file, and each piece is one.
  @Test func inheritedMemory() throws {
    try withSandbox {
      let scene = try Self.scene(
        """
        one, two = inherit(), inherit()
        pid = child(lambda: libc.munmap(ctypes.c_void_p(two), 4096))
        ctypes.memset(one, 1, 4096)
        def inode(where):
          return next(line[4] for line in mapped("/dev/zero (deleted)")
            if int(line[0].split("-")[0], 16) == where)
        ready(pid, inode(one), inode(two))
        """)
      let child = try scene.pid(0)
      let device = try #require(KernelFileSystems.ordinaryMemory)
      let files = try (1...2).map {
        ObjectIdentity(.file, device: device, inode: try scene.number($0))
      }
      let look = Look(FileMapping.self)
      let both = ["\(scene.pid)", "\(child)"].sorted()
      #expect(try look.holds(files[0]) == both.map { "\($0) - map-rw" })
      #expect(try look.holds(files[1]) == ["\(scene.pid) - map-rw"])
      let object = try look.object(files[0])
      #expect(object.isCalledByItsNumber)
      #expect(object.isMemory && object.text == nil)
      #expect(object.fill.bytes == 4096)
      #expect(try look.object(files[1]).fill.bytes == 0)
    }
  }

  @Test func otherKindsAndDevices() throws {
    try withSandbox {
      let scene = try Self.scene(
        """
        shm = make("/dev/shm/object")
        map("/dev/shm/object", RW)
        memory = os.memfd_create("m")
        os.ftruncate(memory, 4096)
        libc.mmap(None, 4096, RW, SHARED, memory, 0)
        id = libc.shmget(0, 4096, 0o1600)
        libc.shmat.restype = ctypes.c_void_p
        libc.shmat(id, None, 0)
        libc.shmctl(id, 0, None)
        zero = os.open("/dev/zero", os.O_RDWR)
        libc.mmap(None, 4096, RW, PRIVATE, zero, 0)
        # Of a device that processes map; and the rings of aio(7), which are files without a path.
        device = os.open("/dev/mem", os.O_RDONLY) if os.path.exists("/dev/mem") else zero
        libc.mmap(None, 4096, R, SHARED, device, 0)
        context = ctypes.c_ulong(0)
        io_setup = 206 if os.uname().machine == "x86_64" else 0
        check(libc.syscall(io_setup, 1, ctypes.byref(context)))
        ready(shm, file(memory), len(mapped("/[aio]")))
        """)
      #expect(try scene.number(2) == 1, "the test can see it")
      let look = Look(FileMapping.self)
      // The C library shares a cache with all others, to read.
      let others = look.objects(heldBy: scene.pid).filter { object in
        look.holders(of: object).allSatisfy { $0.pid == scene.pid }
      }
      #expect(others.isEmpty)
      #expect(Look(MemoryFile.self).contains(try scene.file(1)))
    }
  }

  /// A file of a mount that only its mapper has, under a name that means another here.
  @Test func anotherMountNamespace() throws {
    try withSandbox {
      let scene = try Self.scene(
        """
        os.mkdir("inner"); make("inner/file")
        def leave():
          check(libc.unshare(0x20000))
          check(libc.mount(b"none", b"/", None, 0x44000, None))
          check(libc.mount(b"tmpfs", b"inner", b"tmpfs", 0, None))
          os.chdir("inner")
          tell_file(make("file"))
          map("file", RW)
        r, w = os.pipe()
        def tell_file(text): os.write(w, text.encode())
        pid = child(leave)
        ready(pid, os.read(r, 100).decode())
        """)
      let look = Look(FileMapping.self)
      let object = try look.object(scene.file(1))
      #expect(object.isCalledByItsNumber)
      #expect(look.holders(of: object).map(\.pid) == [try scene.pid(0)])
      #expect(object.fill.capacityBytes == 8192)
    }
  }

  /// In Python: two files of one number on two file systems.
  private static let twoFileSystems = """
    for name in "ab":
      os.mkdir(name)
      check(libc.mount(b"tmpfs", name.encode(), b"tmpfs", 0, None))
      make(name + "/file")
      map(name + "/file", RW)

    """

  /// Each is called by its path.
  @Test func oneInodeOnTwoFileSystems() throws {
    try withSandbox {
      let scene = try Self.scene(
        Self.twoFileSystems + """
          ready(file("a/file"), file("b/file"))
          """)
      let files = [try scene.file(0), try scene.file(1)]
      #expect(files[0].inode == files[1].inode, "the test can see it")
      let look = Look(FileMapping.self)
      #expect(try files.map { try look.object($0).name } == [path("a/file"), path("b/file")])
    }
  }

  /// Those that have lost their names are told apart by their devices.
  @Test func oneInodeOnTwoFileSystemsWithoutNames() throws {
    try withSandbox {
      let scene = try Self.scene(
        Self.twoFileSystems + """
          files = [file("a/file"), file("b/file")]
          for name in "ab": os.unlink(name + "/file")
          ready(*files)
          """)
      let look = Look(FileMapping.self)
      for place in 0..<2 {
        let file = try scene.file(place)
        let name = "\(file.device >> 8 & 0xfff):\(file.device & 0xff):\(file.inode)"
        #expect(try String(decoding: look.object(file).name.text, as: UTF8.self) == name)
      }
    }
  }

  @Test func noDescriptorLeaks() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let scene = try FileMappingTests.scene(
          "for n in range(50): make(str(n)); map(str(n), RW)\nready()")
        let kinds = [FileMapping.self]
        try checkLeaks { _ = try ProcessHoldings(of: scene.pid, kinds, in: .current()) }
        #expect(Look(FileMapping.self).objects(heldBy: scene.pid).count >= 50)
      }
    }
  }
}
