import IPCSnapshot
import Support
import Testing

@testable import LinuxIPC

/// What the kernel tells of all descriptors in one go is what /proc tells of each.
struct DescriptorCensusTests {
  /// A program with descriptors of many kinds, and `then`.
  private func holder(_ then: String = "") throws -> RunningProgram {
    let program = try Program.python(
      """
      import ctypes, os, select, socket, sys, tempfile, threading
      libc = ctypes.CDLL(None, use_errno=True)
      directory = tempfile.mkdtemp()
      os.mkfifo(directory + "/fifo")
      kept = [os.pipe(), socket.socketpair(), os.eventfd(3), select.epoll(), os.memfd_create("m"),
              open(directory + "/file", "w"), os.open(directory + "/file", os.O_PATH),
              os.open(directory + "/fifo", os.O_RDWR), os.open(directory + "/fifo", os.O_PATH),
              os.open(directory, os.O_RDONLY), os.open("/dev/null", os.O_RDWR),
              os.open("/dev/null", os.O_WRONLY), socket.socket(), os.pidfd_open(os.getpid())]
      for name in os.listdir(directory): os.unlink(directory + "/" + name)
      os.rmdir(directory)
      \(then)
      print("ready", flush=True)
      sys.stdin.read()
      """
    ).start()
    #expect(try program.readLine() == "ready")
    return program
  }

  private func census() -> DescriptorCensus {
    let census = DescriptorCensus()
    census.take()
    return census
  }

  /// Number, permission bits of the link, and of what it leads to type, device and inode: as Python reads /proc.
  private func witness(_ pid: Int32) throws -> [String] {
    let output = try Program.python(
      """
      import os, stat
      base = "/proc/\(pid)/fd/"
      for name in sorted(os.listdir(base), key=int):
          link, file = os.lstat(base + name), os.stat(base + name)
          print(name, link.st_mode >> 7 & 3, stat.S_IFMT(file.st_mode), file.st_dev, file.st_ino)
      """
    ).run()
    return output.lines
  }

  @Test func tellsWhatLinksTell() throws {
    let program = try holder()
    let entries = try #require(census().entries(of: program.pid))
    let lines = try witness(program.pid)
    #expect(entries.map { "\($0.fd)" } == lines.map { String($0.prefix { $0 != " " }) })
    let regular = "32768"
    var known = 0
    for (entry, line) in zip(entries, lines) {
      let words = line.split(separator: " ")
      let bits = (entry.access?.canWrite == true ? 1 : 0) + (entry.access?.canRead == true ? 2 : 0)
      #expect("\(bits)" == words[1], "\(line)")
      guard let file = entry.file else {
        // Those of pidfds look like regular ones inside the kernel, and of no type from outside (fs/pidfs.c).
        #expect(words[2] == regular || words[2] == "0", "\(line)")
        continue
      }
      known += 1
      #expect("\(file.device) \(file.inode)" == "\(words[3]) \(words[4])", "\(line)")
      #expect(words[2] != regular, "\(line)")
    }
    #expect(known >= 12)
    _ = try program.finish()
  }

  /// A scan finds the same with a census and without one.
  @Test func leadsToTheSameFindings() throws {
    let program = try holder()
    let kinds: [any Sighted.Type] = [
      Pipe.self, FIFO.self, UnixSocket.self, TCPSocket.self, EventCounter.self, MemoryFile.self,
      POSIXSharedMemory.self, POSIXMessageQueue.self,
    ]
    let scanner = ProcessScanner(kinds, in: Context.current())
    func findings(_ census: DescriptorCensus?) -> [String] {
      var found: [String] = []
      var scan = ProcessScan(scanner, census)
      let isWhole = scan.run(program.pid) { _, findings in
        found = findings.map {
          "\($0.object) \($0.fd ?? -1) \($0.access) \(scanner.families[$0.family])"
        }
      }
      return found + ["\(isWhole) \(scan.coverage.gaps)"]
    }
    let census = census()
    #expect(census.entries(of: program.pid) != nil)
    let found = findings(census)
    #expect(found == findings(nil))
    #expect(found.count > 8)
    _ = try program.finish()
  }

  /// Of a process whose threads have tables of their own it does not know which is whose.
  @Test func leavesDividedProcessesToProc() throws {
    let program = try holder(
      """
      own = threading.Event()
      def work():
          if libc.unshare(0x400) == 0: own.set()
          threading.Event().wait()
      threading.Thread(target=work, daemon=True).start()
      own.wait()
      """)
    let other = try holder()
    let census = census()
    #expect(census.entries(of: program.pid) == nil)
    #expect(census.entries(of: other.pid) != nil)
    _ = try program.finish()
    _ = try other.finish()
  }
}
