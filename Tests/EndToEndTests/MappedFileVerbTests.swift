import Glibc
import Support
import Testing

/// Files that `create map:PATH` made to be mapped, files that others map, and files that are nobody's memory.
@Suite struct MappedFileVerbTests {
  /// Maps the file at `path` as `how` says, and tells.
  private static let mapping = """
    import mmap, os, sys
    path = sys.argv[1]
    def tell(*words): print(*words, flush=True)
    def wait(): return sys.stdin.readline()
    """

  /// All that goes in comes out, whatever the size, and `cat` sees the same.
  @Test(arguments: [0, 1, 65_535, 65_536, 10_000_000])
  func carriesAllBytes(_ size: Int) throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let path = "\(directory)/memory"
        let map = try create("map:\(path)", "--size", "\(size)")
        #expect(map == "map:\(path)")
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        try ipctool("send", map, input: bytes)
        #expect(try contents(of: path) == bytes)
        try run(shell("tac -s '' $1 >$1.other && cat $1.other >$1", path))
        let reversed = try contents(of: path)
        #expect(reversed.count == size)
        #expect(try ipctool("recv", path) == reversed)
        #expect(try ipctool("peek", map) == reversed)
        #expect(try ipctool("rm", map).text == "removed \(map)\n")
      }
    }
  }

  /// With the permissions that were asked for, whatever the umask, whole or not at all.
  @Test func isMadeAsItWasAskedFor() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let map = "map:\(directory)/memory"
        let script = "umask 077; ipctool create $1 --mode 664 --size 10K; stat -c '%a %s %h' $2"
        let made = try run(shell(script, map, "\(directory)/memory")).lines
        #expect(made == [map, "664 10240 1"])
        let mark = try run(
          Program.python(
            "import os, sys; print(os.getxattr(sys.argv[1], 'user.ipctool').decode())",
            "\(directory)/memory")
        ).text.trimmed
        let inode = try run(Program.system("stat", "-c", "%i", "\(directory)/memory")).text.trimmed
        #expect(mark == inode)
        #expect(
          try failure(73, Program.ipctool("create", map))
            == ["\(map): linkat: EEXIST: a file of this name exists already"])
        #expect(try create(map, "--exist-ok") == map)
        try failure(73, Program.ipctool("create", "map:\(directory)"))
        try failure(66, Program.ipctool("create", "map:\(directory)", "--exist-ok"))
        try failure(66, Program.ipctool("create", "map:\(directory)/no/memory"))
        try failure(64, Program.ipctool("create", "map"))
        try failure(64, Program.ipctool("create", map, "--", "true"))
        try failure(77, Program.ipctool("create", "map:\(directory)/theirs").asNobody)
        let large = try failure(
          71, Program.ipctool("create", "map:\(directory)/large", "--size", "9E"))
        #expect(large[0].contains("ftruncate"))
        #expect(try run(Program.system("ls", directory)).text == "memory\n")
      }
    }
  }

  /// A file system must know user attributes and files without a name; that of /dev/shm is another kind's.
  @Test func tellsOfAPlaceThatIsNone() throws {
    try withSandbox {
      try failure(69, Program.ipctool("create", "map:/proc/memory"))
      let lines = try failure(64, Program.ipctool("create", "map:/dev/shm/memory"))
      #expect(
        lines == [
          "map:/dev/shm/memory: what is in /dev/shm is POSIX shared memory",
          "its address is posix-shm:/NAME",
        ])
      try withScratchDirectory { directory in
        try run(Program.system("mount", "-t", "ramfs", "none", directory))
        let refused = try failure(69, Program.ipctool("create", "map:\(directory)/memory"))
        #expect(refused[0].contains("user attributes") || refused[0].contains("O_TMPFILE"))
        #expect(try run(Program.system("ls", directory)).isEmpty)
        try run(Program.system("mount", "-o", "remount,ro", directory))
        try failure(69, Program.ipctool("create", "map:\(directory)/memory"))
        try run(Program.system("umount", directory))
      }
    }
  }

  /// No other file is removed: not a copy with all attributes, nor one that took the name.
  @Test func aloneIsRemoved() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let path = "\(directory)/memory"
        let map = try create("map:\(path)")
        try run(shell("cd $1; cp -a memory copy; echo data >data; ln -s memory link", directory))
        for name in ["copy", "data"] {
          for options in [[], ["--dry-run"]] {
            let lines = try failure(
              64, Program.ipctool(["rm", "\(directory)/\(name)"] + options))
            #expect(
              lines == [
                "map:\(directory)/\(name): 'create' did not make this file",
                "rm(1) removes any file",
              ])
          }
        }
        try failure(66, Program.ipctool("rm", "map:\(directory)/link"))
        #expect(try ipctool("rm", path, "--dry-run").text == "would remove \(map)\n")
        try run(shell("cd $1; mv memory kept; echo other >memory", directory))
        try failure(64, Program.ipctool("rm", map))
        #expect(try ipctool("rm", "\(directory)/kept").text == "removed map:\(directory)/kept\n")
        try failure(66, Program.ipctool("rm", "map:\(directory)/kept"))
        #expect(try run(Program.system("ls", directory)).text == "copy\ndata\nlink\nmemory\n")
      }
    }
  }

  /// A slip of the hand overwrites nobody's data: a file that is not shared is no memory.
  @Test func isNoOtherFile() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let path = "\(directory)/data"
        try run(shell("echo data >$1; ln -s data $1.link; mkfifo $1.fifo", path))
        for verb in ["send", "recv", "peek", "show"] {
          let lines = try failure(66, Program.ipctool(verb, "map:\(path)").amongItsOwn)
          #expect(lines.first == "map:\(path): no process maps it")
          try failure(66, Program.ipctool(verb, "map:\(path).fifo"))
        }
        let reader = try Program.python(
          """
          \(Self.mapping)
          view = mmap.mmap(os.open(path, os.O_RDONLY), 0, prot=mmap.PROT_READ)
          tell()
          wait()
          """, path
        ).start()
        _ = try reader.readLine()
        // Where not every process may be looked into another one may map it too.
        let refused = try Program.ipctool("send", path, "lost").run()
        #expect([66, 77].contains(refused.status))
        #expect(refused.errorText.contains("one process maps it, and only reads it"))
        #expect(try reader.finish(input: [0x0A]).status == 0)
        try failure(66, Program.ipctool("send", "map:\(path).link", "lost"))
        #expect(try contents(of: path).text == "data\n")
      }
    }
  }

  /// A file that a process maps to write is memory to whom its permissions let in.
  @Test func belongsToWhoMayOpenIt() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let path = "\(directory)/data"
        try run(shell("echo hello >$1; chmod 600 $1", path))
        let owner = try Program.python(
          """
          \(Self.mapping)
          view = mmap.mmap(os.open(path, os.O_RDWR), 0)
          tell()
          wait()
          tell(view[:5].decode())
          """, path
        ).start()
        _ = try owner.readLine()
        for _ in 0..<20 { #expect(try ipctool("peek", path).text == "hello\n") }
        try ipctool("send", path, "J")
        #expect(try ipctool("recv", "map:\(path)", "--length", "2").text == "Je")
        for verb in ["send", "recv", "peek"] {
          try failure(77, Program.ipctool(verb, "map:\(path)").asNobody)
        }
        try failure(64, Program.ipctool("rm", path))
        #expect(try owner.finish(input: [0x0A]).text == "Jello\n")
      }
    }
  }

  /// Looking leaves the access time as it was.
  @Test func keepsItsAccessTime() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let map = try create("map:\(directory)/memory")
        let before = try run(
          shell("touch -a -d 2001-01-01 $1; stat -c %X%Y%Z $1", "\(directory)/memory"))
        try ipctool("peek", map)
        try ipctool("show", map)
        #expect(try run(Program.system("stat", "-c", "%X%Y%Z", "\(directory)/memory")) == before)
      }
    }
  }

  /// Whoever has a lease would be signalled, and waited for.
  @Test func breaksNoLease() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let map = try create("map:\(directory)/memory")
        let owner = try Program.python(
          """
          \(Self.mapping)
          import fcntl, signal
          signal.signal(signal.SIGIO, lambda *_: tell("broken"))
          file = os.open(path, os.O_RDWR)
          fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
          tell()
          wait()
          tell("kept")
          """, "\(directory)/memory"
        ).start()
        _ = try owner.readLine()
        let lines = try failure(75, Program.ipctool("peek", map))
        #expect(lines[0].contains("process \(owner.pid) has a lease on it"))
        try ipctool("show", map)
        #expect(try owner.finish(input: [0x0A]).text == "kept\n")
      }
    }
  }

  /// The lease of a process that is not seen is not waited for, which would take up to 45 seconds.
  @Test func waitsForNoLease() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let map = try create("map:\(directory)/memory")
        let owner = try Program.python(
          """
          \(Self.mapping)
          import fcntl, signal
          signal.signal(signal.SIGIO, signal.SIG_IGN)
          file = os.open(path, os.O_RDWR)
          fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
          tell()
          wait()
          """, "\(directory)/memory"
        ).start()
        _ = try owner.readLine()
        let peek = Program.ipctool("peek", map).amongItsOwn
        let lines = try failure(
          75, Program("/usr/bin/timeout", ["20", peek.path] + peek.arguments))
        #expect(lines[0].contains("open: EAGAIN: a process that is not seen from here has a lease"))
        #expect(try owner.finish(input: [0x0A]).status == 0)
      }
    }
  }

  /// Whoever maps it keeps what is in it when its path has gone; so it is with memory that children inherit.
  @Test func livesOnWithoutAPath() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        let map = try create("map:\(directory)/memory")
        let owner = try Program.python(
          """
          \(Self.mapping)
          file = os.open(path, os.O_RDWR)
          view = mmap.mmap(file, 0)
          shared = mmap.mmap(-1, 8192, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
          view[:5] = shared[:5] = b"hello"
          lines = [line.split() for line in open("/proc/self/maps")]
          tell("map:%d" % os.fstat(file).st_ino)
          tell(*["map:" + words[4] for words in lines if words[5:6] == ["/dev/zero"]])
          os.close(file)
          wait()
          tell(view[:5].decode(), shared[:5].decode())
          """, "\(directory)/memory"
        ).start()
        let nameless = try #require(try owner.readLine())
        let inherited = try #require(try owner.readLine())
        let removed = try ipctool("rm", map).text
        #expect(
          removed.hasPrefix(
            "removed \(map) (it lives on, without a name, in process \(owner.pid) "))
        for address in [nameless, inherited] {
          #expect(try ipctool("peek", address, "--length", "5").text == "hello")
          for verb in ["send", "recv"] {
            let lines = try failure(64, Program.ipctool(verb, address))
            #expect(lines[0].contains("it belongs to process \(owner.pid)"))
          }
          try failure(64, Program.ipctool("rm", address))
          try ipctool("send", address, "J", "--force")
          #expect(try ipctool("recv", address, "--force", "--length", "2").text == "Je")
          try failure(77, Program.ipctool("peek", address).asNobody)
        }
        #expect(try owner.finish(input: [0x0A]).text == "Jello Jello\n")
      }
    }
  }

  /// A create that is killed at whatever moment leaves nothing, or a file that can be named and removed.
  @Test func isWholeWhateverHappens() throws {
    try withSandbox {
      try withScratchDirectory { directory in
        for round in 0..<40 {
          let creating = try Program.ipctool(
            "create", "map:\(directory)/\(round)", "--size", "1M"
          ).start()
          usleep(UInt32(round * 400))
          creating.send(signal: SIGKILL)
          _ = try creating.finish()
        }
        let left = try run(Program.system("ls", directory)).lines
        for name in left {
          #expect(try ipctool("recv", "map:\(directory)/\(name)").count == 1 << 20)
          try ipctool("rm", "map:\(directory)/\(name)")
        }
        #expect(try run(Program.system("ls", "-A", directory)).isEmpty)
      }
    }
  }
}
