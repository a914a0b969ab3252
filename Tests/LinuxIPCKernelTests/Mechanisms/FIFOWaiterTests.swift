import Glibc
import Support
import Testing

@testable import LinuxIPC

/// Who waits in open(2) for the other end of a FIFO: found however it got there, and left there.
struct FIFOWaiterTests {
  /// Looks at all of them, and again and again at each.
  private func check(_ waiters: Waiters, looks: Int = 20) throws {
    let before = try waiters.sleep()
    let look = Look(FIFO.self)
    for one in waiters.all {
      #expect(try look.waits(one.file) == ["\(one.pid) \(one.thread) \(one.access)"], "\(one)")
      let object = try look.object(one.file)
      #expect(look.holders(of: object).isEmpty, "\(one)")
      #expect(object.state == nil, "\(one)")
      #expect(object.name == .path(Array("\(Scratch.path)/\(one.name)".utf8)), "\(one)")
      for _ in 0..<looks {
        #expect(try Look(FIFO.self, in: one.pid).contains(one.file), "\(one)")
      }
    }
    #expect(try waiters.all.map { try Sleep($0.pid, $0.thread) } == before)
  }

  @Test func manyWaysToOpen() throws {
    try withSandbox {
      try Scratch.make()
      let waiters = try Waiters(
        """
        waits("reader", "r", opens(os.getcwd() + "/reader", R))
        waits("writer", "w", opens(os.getcwd() + "/writer", W))
        os.mkdir("a"); os.mkdir("a/b")
        waits("a/relative", "r", opens("relative", R), lambda: os.chdir("a"))
        waits("a/up", "w", opens("../up", W), lambda: os.chdir("a/b"))
        os.symlink("a/target", "link")
        waits("a/target", "r", opens("link", R))
        os.symlink(os.getcwd() + "/a/far", "a/b/far-link")
        waits("a/far", "w", opens("far-link", W), lambda: os.chdir("a/b"))
        os.symlink("a/b", "directory")
        waits("a/b/through", "r", opens("directory/through", R))
        place = os.open("a", os.O_RDONLY)
        waits("a/at", "w", lambda: os.open("at", W, dir_fd=place))
        waits("a/at-absolute", "r", lambda: os.open(os.path.abspath("a/at-absolute"), R, dir_fd=place))
        how = struct.pack("QQQ", W, 0, 0)
        waits("how", "w", calls(437, AT_FDCWD, b"how", how, len(how)))
        waits("thread", "r", opens("thread", R), thread=True)
        def leave():
          check(libc.unshare(0x200))
          os.chdir("a/b")
        waits("a/b/alone", "w", opens("alone", W), leave, thread=True)
        # An odd name, and one as long as names may be.
        waits("\\x01\\\\n\\u202e(deleted)", "r", opens("\\x01\\\\n\\u202e(deleted)", R))
        waits("l" * 255, "w", opens("l" * 255, W))
        if x86:
          waits("plain", "r", calls(2, b"plain", R, 0))
          waits("created", "w", calls(85, b"created", 0))
        """)
      #expect(waiters.all.count >= 14)
      try check(waiters, looks: 200)
      for arguments in [["ls"], ["ls", "fifo"], ["show", "fifo:\(Scratch.path)/reader"]] {
        #expect(try Program.ipctool(arguments).run().status == 0)
      }
      #expect(try waiters.release().isEmpty)
    }
  }

  /// A root directory of its own makes other files of the same paths.
  @Test func inAnotherRoot() throws {
    try withSandbox {
      try Scratch.make()
      let waiters = try Waiters(
        """
        os.mkdir("jail"); os.mkdir("jail/inner")
        def jail(): os.chroot("jail"); os.chdir("/inner")
        waits("jail/absolute", "r", opens("/absolute", R), jail)
        waits("jail/inner/relative", "w", opens("relative", W), jail)
        waits("jail/above", "r", opens("../../../above", R), jail)
        os.symlink("/inner/target", "jail/inner/link")
        waits("jail/inner/target", "w", opens("link", W), jail)
        # What our own root has under these names is something else.
        os.mkfifo("above")
        """)
      try check(waiters)
      #expect(try waiters.release().isEmpty)
    }
  }

  /// A link whose access time is due the kernel does not follow without asking; the waiter is seen all the
  /// same, and the time moves as it does when anybody follows the link.
  @Test func throughALinkThatNobodyReadToday() throws {
    try withSandbox {
      try Scratch.make()
      let waiters = try Waiters(
        """
        os.mkdir("a"); os.symlink("../b/link", "a/link"); os.mkdir("b")
        os.symlink(os.getcwd() + "/target", "b/link")
        waits("target", "r", opens("a/link", R))
        # It leads to itself.
        os.symlink("loop", "loop")
        """)
      _ = try waiters.sleep()
      let links = ["a", "b"].map { "\(Scratch.path)/\($0)/link" }
      _ = try Program.system("touch", arguments: ["-h", "-d", "@1000000000"] + links).run()
      try check(waiters, looks: 1)
      let times = try Program.system("stat", arguments: ["-c", "%Y"] + links).run().lines
      #expect(times == ["1000000000", "1000000000"], "nothing but what was read")
      try check(waiters, looks: 2)
      #expect(try waiters.release().isEmpty)
    }
  }

  /// A mount namespace of its own.
  @Test func inAnotherMountNamespace() throws {
    try withSandbox {
      try Scratch.make()
      let waiters = try Waiters(
        """
        os.mkdir("mounted")
        def leave():
          check(libc.unshare(0x20000))
          check(libc.mount(b"none", b"/", None, 0x44000, None))
          check(libc.mount(b"tmpfs", b"mounted", b"tmpfs", 0, None))
          os.mkfifo("mounted/inner")
        os.mkfifo("mounted/inner")
        waits("outer", "r", opens("mounted/inner", R), leave)
        """)
      let one = try #require(waiters.all.first)
      _ = try Sleep.wait(for: one.pid, in: "wait_for_partner")
      let look = Look(FIFO.self)
      let objects = look.objects.filter {
        look.waiters(of: $0).contains { $0.process.pid == one.pid }
      }
      #expect(objects.count == 1)
      let object = try #require(objects.first)
      #expect(object.isCalledByItsNumber, "the path leads to another FIFO here")
    }
  }

  /// One that left, was killed or got its partner is no waiter any more.
  @Test func whoHasLeftIsNoWaiter() throws {
    try withSandbox {
      try Scratch.make()
      let scene = try Scene(
        """
        os.chdir(sys.argv[1])
        os.mkfifo("a"); os.mkfifo("b")
        killed = fork(lambda: os.open("a", os.O_RDONLY))
        met = fork(lambda: (os.open("b", os.O_RDONLY), forever()))
        ready(file("a"), file("b"), killed, met)
        os.kill(killed, signal.SIGKILL)
        os.waitpid(killed, 0)
        writer = os.open("b", os.O_WRONLY)
        ready(os.getpid(), writer)
        """, Scratch.path)
      let (first, second) = (try scene.file(0), try scene.file(1))
      let (killed, met) = (try scene.pid(2), try scene.pid(3))
      _ = try Sleep.wait(for: killed, in: "wait_for_partner")
      _ = try Sleep.wait(for: met, in: "wait_for_partner")
      try scene.next()
      let pids = [scene.pid, met]
      // It was woken, and has to run to have its descriptor.
      for _ in 0..<3000 where try Witness.lsfd(second, pids).count < 2 { usleep(10_000) }
      let look = Look(FIFO.self)
      #expect(!look.contains(first))
      #expect(try look.waits(second).isEmpty)
      #expect(try look.holds(second) == Witness.lsfd(second, pids))
      #expect(try look.holds(second).count == 2)
    }
  }
}
