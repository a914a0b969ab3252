import Glibc
import Support
import Testing

/// Memory files that `create` made and a process in the background holds, and those of others.
@Suite struct MemoryFileVerbTests {
  /// Makes a memory file of python's, in which `hello` stands, and tells its address.
  private static let theirs = """
    import fcntl, mmap, os, sys
    file = os.memfd_create("theirs", os.MFD_ALLOW_SEALING)
    os.ftruncate(file, 8192)
    os.write(file, b"hello")
    def tell(*words): print(*words, flush=True)
    def wait(): return sys.stdin.readline()
    address = "memfd:%d" % os.fstat(file).st_ino
    """

  @Test func isSealedByNobodyAndNeverExecuted() throws {
    try withSandbox {
      try withHeld("memfd", "--size", "100K") { memfd in
        let shown = try ipctool("show", memfd, "--json")
        let expected = "['ipctool', 102400, 0, ['exec']]"
        let object = "d['objects'][0]"
        #expect(
          try json(
            shown, "[\(object)[k] for k in ('name', 'capacity_bytes', 'bytes', 'seals')]")
            == expected)
      }
      let lines = try failure(64, Program.ipctool("create", "memfd:7"))
      #expect(lines[0].hasPrefix("memfd: a memory file has no name to choose"))
      #expect(
        try failure(64, Program.ipctool("create", "memfd", "--mode", "600"))[0].hasPrefix("--mode"))
    }
  }

  /// A command in the place of the holder finds it in the descriptor that it is told of.
  @Test func isGivenToACommand() throws {
    try withSandbox {
      let script =
        "printf 'ab' >&$IPCTOOL_FDS; ipctool peek $IPCTOOL_ADDRESS; ipctool rm $IPCTOOL_ADDRESS"
      let output = try shell("ipctool create memfd --size 3 -- sh -c \"$1\"", script).run()
      #expect(output.lines[1] == "ab\0")
      #expect(output.status == 64)
      #expect(output.errorText.contains("which 'create' did not start"))
    }
  }

  /// Of others the contents may be seen, and no more than that unless the user insists. Nothing of theirs moves.
  @Test func sparesThoseOfOthers() throws {
    try withSandbox {
      let owner = try Program.python(
        """
        \(Self.theirs)
        before = os.fstat(file).st_atime_ns
        tell(address)
        wait()
        tell(os.fstat(file).st_atime_ns == before, os.lseek(file, 0, os.SEEK_CUR))
        wait()
        tell(os.pread(file, 5, 0).decode())
        """
      ).start()
      let memfd = try #require(try owner.readLine())
      for _ in 0..<20 { #expect(try ipctool("peek", memfd, "--length", "5").text == "hello") }
      try owner.write([0x0A])
      #expect(try owner.readLine() == "True 5")
      for verb in ["send", "recv"] {
        let lines = try failure(64, Program.ipctool(verb, memfd))
        #expect(lines[0].contains("it belongs to process \(owner.pid)"))
        #expect(lines[1].contains("--force"))
      }
      #expect(try failure(64, Program.ipctool("rm", memfd))[0].contains("it ends with process"))
      try ipctool("send", memfd, "J", "--force")
      #expect(try ipctool("recv", memfd, "--force", "--length", "2").text == "Je")
      try failure(77, Program.ipctool("peek", memfd).asNobody)
      #expect(try owner.finish(input: [0x0A]).text == "Jello\n")
    }
  }

  /// Whoever has closed it may still have it mapped.
  @Test func isReachedThroughAMapping() throws {
    try withSandbox {
      let owner = try Program.python(
        """
        \(Self.theirs)
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        libc.mmap.restype = ctypes.c_void_p
        libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
        # Its second page alone.
        start = libc.mmap(None, 4096, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_SHARED, file, 4096)
        os.close(file)
        tell(address)
        wait()
        tell(ctypes.string_at(start, 5).decode())
        """
      ).start()
      let memfd = try #require(try owner.readLine())
      #expect(try ipctool("peek", memfd, "--length", "5").text == "hello")
      #expect(try ipctool("peek", memfd).count == 8192)
      try failure(64, Program.ipctool("send", memfd, "x"))
      try ipctool("send", memfd, "there", "--offset", "4096", "--force")
      let unprivileged = Program.system(
        "setpriv", "--bounding-set", "-sys_admin,-checkpoint_restore",
        Program.ipctool().path, "peek", memfd)
      let lines = try failure(77, unprivileged)
      #expect(lines[0].contains("may not be reached through the mappings of process \(owner.pid)"))
      #expect(lines[1] == "needs CAP_CHECKPOINT_RESTORE")
      #expect(try owner.finish(input: [0x0A]).text == "there\n")
    }
  }

  /// A seal, and a descriptor that is open to read alone, keep others from writing.
  @Test func isNotWrittenToAgainstItsOwner() throws {
    try withSandbox {
      let owner = try Program.python(
        """
        \(Self.theirs)
        fcntl.fcntl(file, 1033, 8)
        tell(address)
        other = os.memfd_create("other")
        os.ftruncate(other, 10)
        reader = os.open("/proc/self/fd/%d" % other, os.O_RDONLY)
        os.close(other)
        tell("memfd:%d" % os.fstat(reader).st_ino)
        wait()
        tell(os.pread(file, 5, 0).decode(), os.pread(reader, 10, 0) == bytes(10))
        """
      ).start()
      let sealed = try #require(try owner.readLine())
      let readable = try #require(try owner.readLine())
      let lines = try failure(77, Program.ipctool("send", sealed, "x", "--force"))
      #expect(lines[0].hasPrefix("\(sealed): pwrite: EPERM: it is sealed"))
      let other = try failure(66, Program.ipctool("send", readable, "x", "--force"))
      #expect(other[0].hasSuffix("no process that is seen has it open for writing"))
      #expect(try ipctool("recv", readable, "--force") == [UInt8](repeating: 0, count: 10))
      #expect(try owner.finish(input: [0x0A]).text == "hello True\n")
    }
  }

  /// What was never written takes no memory when it is read.
  @Test func fillsNoHoles() throws {
    try withSandbox {
      let owner = try Program.python(
        """
        \(Self.theirs)
        os.ftruncate(file, 1 << 30)
        tell(address)
        wait()
        tell(os.fstat(file).st_blocks)
        """
      ).start()
      let memfd = try #require(try owner.readLine())
      let count = try run(shell("ipctool peek $1 | wc -c", memfd)).text.trimmed
      #expect(count == "\(1 << 30)")
      #expect(try ipctool("peek", memfd, "--offset", "512M", "--length", "1") == [0])
      #expect(try owner.finish(input: [0x0A]).text == "8\n")
    }
  }

  /// Huge pages are written to where there is no write(2).
  @Test func writesToHugePages() throws {
    try LentHugePages.with(2) {
      try withSandbox {
        let owner = try Program.python(
          """
          \(Self.theirs)
          huge = os.memfd_create("huge", os.MFD_HUGETLB)
          os.ftruncate(huge, 1 << 21)
          view = mmap.mmap(huge, 1 << 21)
          view[:5] = b"hello"
          tell("memfd:%d" % os.fstat(huge).st_ino)
          wait()
          tell(view[:8].decode())
          """
        ).start()
        let memfd = try #require(try owner.readLine())
        #expect(try ipctool("peek", memfd, "--length", "5").text == "hello")
        try ipctool("send", memfd, "abc", "--offset", "5", "--force")
        try failure(65, Program.ipctool("send", memfd, "ab", "--offset", "2097151", "--force"))
        #expect(try owner.finish(input: [0x0A]).text == "helloabc\n")
      }
    }
  }
}
