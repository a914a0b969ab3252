import Support
import Testing

@testable import LinuxIPC

/// Links are followed only where no server has to be asked, and tell the same without being followed.
struct LinkFollowingTests {
  private struct Seen {
    var objects: Set<String> = []
    var passedOver: UInt64 = 0
  }

  /// What a scan finds in one process that keeps off the file systems of `slowTypes`.
  private func look(at pid: Int32, avoiding slowTypes: [String]) throws -> Seen {
    var scanner = ProcessScanner(
      [
        Pipe.self, UnixSocket.self, TCPSocket.self, EventCounter.self, MemoryFile.self, FIFO.self,
        POSIXSharedMemory.self, POSIXMessageQueue.self,
      ], in: Context.current())
    scanner.descriptors.following = LinkFollowing(avoiding: slowTypes)
    var seen = Seen()
    let coverage = try scanner.scan(process: pid) { _, findings in
      for finding in findings {
        seen.objects.insert(
          "\(finding.object) \(finding.fd ?? -1) \(finding.access) \(finding.family)")
      }
    }
    seen.passedOver =
      coverage.gaps.first { $0.what == "descriptors on network file systems" }?.count ?? 0
    return seen
  }

  @Test func aLinkTellsTheSameAsItsFile() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.mkfifo("/mnt/fifo")
        held = [os.open("/mnt/fifo", os.O_RDWR), os.eventfd(0), os.memfd_create("x")]
        held += [os.open("/dev/shm/x", os.O_RDWR | os.O_CREAT), os.open("/dev/null", os.O_RDWR)]
        held += os.pipe()
        import select
        sockets = socket.socketpair() + (socket.socket(), select.epoll())
        ready()
        """)
      // Which this kernel knows, and nobody has mounted.
      let unmounted = "erofs"
      #expect(!LinkFollowing(avoiding: [unmounted]).isSafe)
      #expect(LinkFollowing(avoiding: ["no such"]).isSafe)
      let file = try look(at: scene.pid, avoiding: [])
      let text = try look(at: scene.pid, avoiding: [unmounted])
      #expect(file.objects == text.objects)
      // A FIFO, a counter, memory of two kinds, two ends, three sockets; standard input and output are pipes.
      #expect(file.objects.count >= 9)
      #expect(text.passedOver == 0)
    }
  }

  /// Wherever the mount is: a container has mounts that nobody else sees.
  @Test func aMountOfTheHoldersAlone() throws {
    try withSandbox {
      let scene = try Scene(
        """
        CLONE_NEWNS = 0x20000
        check(libc.unshare(CLONE_NEWNS))
        check(libc.mount(b"none", b"/", None, 0x44000, None))
        check(libc.mount(b"tmpfs", b"/mnt", b"tmpfs", 0, None))
        os.mkfifo("/mnt/fifo")
        held = os.open("/mnt/fifo", os.O_RDWR)
        ready(file(held))
        """)
      let fifo = "\(try scene.file(0))"
      #expect(try look(at: scene.pid, avoiding: []).objects.contains { $0.hasPrefix(fifo) })
      let careful = try look(at: scene.pid, avoiding: ["tmpfs"])
      #expect(!careful.objects.contains { $0.hasPrefix(fifo) })
      #expect(careful.passedOver >= 1)
    }
  }

  /// The kernel gives no text of a link that is longer than a page, nor a mapping's name.
  @Test func pathsLongerThanAPage() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.chdir("/mnt")
        for _ in range(20):
          os.mkdir("d" * 250)
          os.chdir("d" * 250)
        os.mkfifo("fifo")
        fifo = os.open("fifo", os.O_RDWR)
        shared = os.open("shared", os.O_RDWR | os.O_CREAT)
        os.ftruncate(shared, 4096)
        memory = mmap.mmap(shared, 4096)
        pipe = os.pipe()
        ready(file(fifo), file(shared), file(pipe[0]), fifo)
        """)
      let fifos = Look(FIFO.self)
      #expect(try fifos.holds(scene.file(0)) == ["\(scene.pid) \(try scene.number(3)) rw"])
      #expect(try Look(FileMapping.self).holds(scene.file(1)) == ["\(scene.pid) - map-rw"])
      #expect(try Look(Pipe.self, in: scene.pid).contains(scene.file(2)))
    }
  }
}
