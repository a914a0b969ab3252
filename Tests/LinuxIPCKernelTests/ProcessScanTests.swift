import Glibc
import IPCSnapshot
import Support
import Testing

@testable import LinuxIPC

/// Processes that are not as most are: what they hold is found all the same.
struct ProcessScanTests {
  private typealias Objects = Memory<POSIXSharedMemory>

  /// Who holds the object, of which there is one.
  private func holders() throws -> [Holder] {
    let snapshot = Snapshot(
      Snapshot.Request(kinds: [POSIXSharedMemory.self], includesHolders: true),
      in: Context.current())
    let object = try #require(snapshot.objects(of: POSIXSharedMemory.self).first)
    return try #require(snapshot.holders(of: object, as: POSIXSharedMemory.self))
  }

  /// A program that has /dev/shm/x open and tells when it has done what `then` says.
  private func holder(_ then: String) throws -> RunningProgram {
    let program = try Program.python(
      """
      import ctypes, mmap, os, sys, threading
      libc = ctypes.CDLL(None, use_errno=True)
      CLONE_FILES = 0x400
      file = os.open("/dev/shm/x", os.O_RDWR | os.O_CREAT, 0o600)
      def wait():
        print("ready", flush=True)
        sys.stdin.read()
      def thread_with_own_table():
        own = threading.Event()
        def work():
          if libc.unshare(CLONE_FILES) != 0: os._exit(1)
          own.set()
          threading.Event().wait()
        threading.Thread(target=work, daemon=True).start()
        own.wait()
      \(then)
      """
    ).start()
    #expect(try program.readLine() == "ready")
    return program
  }

  @Test func aLeaderThatHasEnded() throws {
    try withSandbox {
      let program = try holder(
        """
        os.ftruncate(file, 4096)
        memory = mmap.mmap(file, 4096)
        def work():
          while open(f"/proc/{os.getpid()}/stat").read().rsplit(")", 1)[1].split()[0] != "Z": pass
          wait()
          os._exit(0)
        threading.Thread(target=work).start()
        libc.syscall(60 if os.uname().machine == "x86_64" else 93, 0)
        """)
      let found = try holders()
      #expect(Set(found.map(\.pid)) == [program.pid])
      #expect(Set(found.map(\.access)) == [.readWrite, .mapReadWrite])
      program.send(signal: SIGKILL)
    }
  }

  /// The leader closes what its thread keeps, as each has a table of its own.
  @Test func aThreadWithATableOfItsOwn() throws {
    try withSandbox {
      let program = try holder(
        """
        thread_with_own_table()
        os.close(file)
        wait()
        """)
      let found = try holders()
      #expect(found.map(\.pid) == [program.pid])
      #expect(found.first?.access == .readWrite)
      _ = try program.finish()
    }
  }

  /// A table of its own begins as a copy, so that both have the descriptor: it counts once.
  @Test func aThreadWhoseTableIsACopy() throws {
    try withSandbox {
      let program = try holder(
        """
        thread_with_own_table()
        wait()
        """)
      #expect(try holders().map(\.pid) == [program.pid])
      _ = try program.finish()
    }
  }

  /// Asked for by its pid it is as alive as in a look at all processes.
  @Test func aLeaderThatHasEndedIsNoDeadProcess() throws {
    try withSandbox {
      let program = try holder(
        """
        def work():
          while open(f"/proc/{os.getpid()}/stat").read().rsplit(")", 1)[1].split()[0] != "Z": pass
          wait()
          os._exit(0)
        threading.Thread(target=work).start()
        libc.syscall(60 if os.uname().machine == "x86_64" else 93, 0)
        """)
      #expect(LastProcess(program.pid, at: 0)?.state == .alive)
      let scanner = ProcessScanner([POSIXSharedMemory.self], in: Context.current())
      var found: [Holder] = []
      _ = try scanner.scan(process: program.pid) { process, findings in
        found = findings.map { $0.holder(process) }
      }
      #expect(found.map(\.pid) == [program.pid])
      program.send(signal: SIGKILL)
    }
  }

  /// Threads with tables of their own come and go, and what the process holds stays seen.
  @Test func threadsThatEndMeanwhile() throws {
    try withSandbox {
      let program = try holder(
        """
        def work(): libc.unshare(CLONE_FILES)
        def churn():
          while True:
            threads = [threading.Thread(target=work) for _ in range(8)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
        threading.Thread(target=churn, daemon=True).start()
        wait()
        """)
      for _ in 0..<200 {
        #expect(try holders().contains { $0.pid == program.pid && $0.access == .readWrite })
      }
      program.send(signal: SIGKILL)
    }
  }

  /// What threads share counts once.
  @Test func threadsThatShareATable() throws {
    try withSandbox {
      let program = try holder(
        """
        for _ in range(20): threading.Thread(target=threading.Event().wait, daemon=True).start()
        wait()
        """)
      #expect(try holders().map(\.pid) == [program.pid])
      _ = try program.finish()
    }
  }

  /// Several workers share many processes: each is looked at, and once.
  @Test func manyProcesses() throws {
    try withSandbox {
      let program = try holder(
        """
        for _ in range(300):
          if os.fork() == 0:
            sys.stdin.read()
            os._exit(0)
        wait()
        """)
      let pids = try holders().map(\.pid)
      #expect(pids.count == 301)
      #expect(pids == Set(pids).sorted())
      _ = try program.finish()
    }
  }
}
