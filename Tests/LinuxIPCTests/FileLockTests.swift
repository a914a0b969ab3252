import Testing

@testable import LinuxIPC

/// Lines of /proc/locks and fdinfo (proc_locks(5), proc_pid_fdinfo(5)).
struct FileLockTests {
  @Test func readsLocks() throws {
    let line = try #require(FileLocks.Line("1: POSIX  ADVISORY  WRITE 4147 fe:00:1234 16 31"))
    #expect(line.kind == .process && line.pid == 4147)
    #expect(line.file.device == 0xFE00 && line.file.inode == 1234)
    #expect(line.extent == FileLocks.Extent(isExclusive: true, bytes: 16...31))
    let shared = try #require(FileLocks.Line("2: FLOCK  ADVISORY  READ 1 fe:00:1234 0 EOF"))
    #expect(shared.extent == FileLocks.Extent(isExclusive: false))
    #expect(FileLocks.Line("3: LEASE  ACTIVE    WRITE 9 fe:00:7 0 EOF")?.kind == .lease)
  }

  /// Who waits for a lock has none.
  @Test(arguments: [
    "1: -> FLOCK  ADVISORY  WRITE 4147 fe:00:1234 0 EOF", "1: DELEG  ACTIVE READ 1 fe:00:7 0 EOF",
    "1: FLOCK  ADVISORY  WRITE 4147 <none>:0 0 EOF", "1: FLOCK ADVISORY WRITE 4147", "1:", "",
  ])
  func whatIsNoLockIsNone(text: String) {
    #expect(FileLocks.Line(text[...]) == nil)
  }

  @Test func findsThemInInfo() {
    let info = """
      pos:\t0
      flags:\t02
      lock:\t1: OFDLCK ADVISORY  WRITE -1 fe:00:1234 0 EOF

      """
    #expect(FileLocks.Line.all(inInfo: info.bytes).map(\.kind) == [.openFile])
  }
}
