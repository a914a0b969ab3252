import Support
import Testing

@testable import LinuxIPC

/// Anonymous memory files, compared with what their makers know of them and with /proc/PID/maps.
struct MemoryFileTests {
  /// Any byte but NUL, and what looks like the kernel's own marks.
  private static let names: [[UInt8]] = [
    [], Array("plain".utf8), Array("x (deleted)".utf8), Array("a\nb\t\\ %s".utf8),
    [0xFF, 0x80, 0x1B, 0x5B, 0x41], Array("/memfd:x/../y".utf8), Array("\u{202E}név".utf8),
    Array(repeating: 0x6C, count: 249),
  ]

  @Test func names() throws {
    try withSandbox {
      let scene = try Scene(
        """
        names = [bytes.fromhex(word) for word in sys.argv[1].split(",")]
        made = []
        for name in names:
          made.append(check(libc.memfd_create(name, 1)))
        # The same when no descriptor is left, only a mapping.
        for name in names:
          fd = check(libc.memfd_create(name, 1))
          os.ftruncate(fd, 4096)
          made.append(fd)
        files = [file(fd) for fd in made]
        maps = [mmap.mmap(fd, 4096) for fd in made[len(names):]]
        for fd in made[len(names):]: os.close(fd)
        # mmap keeps a copy of each.
        for fd in os.listdir("/proc/self/fd"):
          try:
            if file(int(fd)) in files[len(names):]: os.close(int(fd))
          except OSError: pass
        ready(*files)
        """, Self.names.map(Self.hex).joined(separator: ","))
      let look = Look(MemoryFile.self)
      for (place, name) in (Self.names + Self.names).enumerated() {
        let file = try scene.file(place)
        #expect(try look.object(file).label == name)
        let isMapped = place >= Self.names.count
        #expect(look.holders(of: try look.object(file)).map { $0.fd == nil } == [isMapped])
      }
      #expect(look.objects(heldBy: scene.pid).count == 2 * Self.names.count)
    }
  }

  @Test func sizesPagesAndSeals() throws {
    try withSandbox {
      let scene = try Scene(
        """
        def make(size, pages, seals, flags=os.MFD_ALLOW_SEALING):
          fd = os.memfd_create("sized", flags)
          os.ftruncate(fd, size)
          for page in range(pages): os.pwrite(fd, b"x", page * 4096)
          if seals: fcntl.fcntl(fd, 1033, seals)
          return fd
        made = [make(0, 0, 0), make(1, 1, 0, 0), make(1 << 40, 3, 2 | 4), make(8192, 2, 1 | 8 | 16)]
        ready(*(file(fd) for fd in made))
        words = []
        for fd in made:
          status = os.fstat(fd)
          words += [status.st_size, status.st_blocks * 512, fcntl.fcntl(fd, 1034)]
        ready(*words)
        """)
      let files = try (0..<4).map { try scene.file($0) }
      func look() throws -> [MemoryFile.Object] {
        let look = Look(MemoryFile.self)
        return try files.map { try look.object($0) }
      }
      let objects = try look()
      for _ in 0..<50 {
        #expect(try Look(MemoryFile.self, in: scene.pid).object(files[2]).file == objects[2].file)
      }
      try scene.next()
      for (place, object) in objects.enumerated() {
        #expect(object.fill.capacityBytes == (try scene.number(3 * place)))
        #expect(object.fill.bytes == (try scene.number(3 * place + 1)))
        #expect(object.seals?.rawValue == Int32(try scene.number(3 * place + 2)))
      }
      #expect(objects.map { $0.fill.bytes } == [0, 4096, 3 * 4096, 8192])
      #expect(objects[2].seals?.words == ["shrink", "grow"])
      #expect(objects[3].seals?.words == ["seal", "write", "future-write"])
      // Sealed against more seals, as memfd_create(2) without MFD_ALLOW_SEALING makes them.
      #expect(objects[1].seals == .seal)
    }
  }

  /// Two processes, one of which maps it only; a second of the same name is another.
  @Test func sharedAndMapped() throws {
    try withSandbox {
      let scene = try Scene(
        """
        fd, twin = os.memfd_create("twin"), os.memfd_create("twin")
        for made in fd, twin: os.ftruncate(made, 8192)
        got, tell = os.pipe()
        libc.mmap.restype = ctypes.c_void_p
        libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
        def use():
          for protection in 1, 3: libc.mmap(None, 4096, protection, mmap.MAP_SHARED, fd, 0)
          libc.mmap(None, 4096, 3, mmap.MAP_PRIVATE, twin, 0)
          os.close(fd); os.close(twin)
          os.write(tell, b"x")
          forever()
        child = fork(use)
        os.read(got, 1)
        reader = os.open(f"/proc/self/fd/{fd}", os.O_RDONLY)
        handle = os.open(f"/proc/self/fd/{fd}", os.O_PATH)
        ready(file(fd), file(twin), fd, twin, reader, child)
        """)
      let (first, twin) = (try scene.file(0), try scene.file(1))
      let words = scene.words
      let look = Look(MemoryFile.self)
      #expect(
        try look.holds(first)
          == [
            "\(scene.pid) \(words[2]) rw", "\(scene.pid) \(words[4]) r", "\(words[5]) - map-r",
            "\(words[5]) - map-rw",
          ].sorted())
      #expect(try look.holds(twin) == ["\(scene.pid) \(words[3]) rw"], "a private copy is no share")
      #expect(try look.object(first).label == look.object(twin).label)
      let maps = String(decoding: try TextFile.read("/proc/\(words[5])/maps"), as: UTF8.self)
      let lines = maps.split(separator: "\n").filter {
        $0.contains(" \(first.inode) ") && $0.contains("/memfd:twin (deleted)")
      }
      #expect(lines.count == 2)
      #expect(!Look(FileMapping.self).contains(first))
    }
  }

  /// Of huge pages, on a file system of its own.
  @Test func hugePages() throws {
    try LentHugePages.with(4) {
      try withSandbox {
        let scene = try Scene(
          """
          fd = os.memfd_create("huge", 4)
          os.ftruncate(fd, 4 << 20)
          memory = mmap.mmap(fd, 4 << 20)
          memory[0] = 1
          ready(file(fd), fd)
          """)
        let file = try scene.file(0)
        let look = Look(MemoryFile.self)
        let object = try look.object(file)
        #expect(object.label == Array("huge".utf8))
        #expect(object.fill.capacityBytes == 4 << 20)
        #expect(object.fill.bytes == 2 << 20)
        #expect(look.holders(of: object).contains { $0.fd == nil && $0.isHuge })
        #expect(!Look(FileMapping.self).contains(file))
      }
    }
  }

  @Test func noDescriptorLeaks() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let scene = try Scene("all = [os.memfd_create(str(n)) for n in range(50)]; ready()")
        try checkLeaks { _ = try Look(MemoryFile.self, in: scene.pid).objects }
      }
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
