import Support
import Testing

@testable import LinuxIPC

/// Event counters, compared with what the kernel tells of each descriptor in fdinfo.
struct EventCounterTests {
  private func counter(_ scene: Scene, _ fd: Int) throws -> ObjectIdentity {
    let id = try #require(try Witness.fdinfo(scene.pid, fd, "eventfd-id"))
    return ObjectIdentity(.eventCounter, inode: try #require(UInt64(id)))
  }

  @Test func countsAndFlags() throws {
    try withSandbox {
      let scene = try Scene(
        """
        largest = 2**64 - 2
        counters = [os.eventfd(0), os.eventfd(7, os.EFD_SEMAPHORE), os.eventfd(0)]
        os.eventfd_write(counters[2], largest)
        ready(*counters)
        ready(*(os.eventfd_read(fd) for fd in counters[1:]))
        """)
      let counters = try (0..<3).map { try counter(scene, Int(scene.number($0))) }
      #expect(Set(counters).count == 3)
      let look = Look(EventCounter.self)
      let objects = try counters.map { try look.object($0) }
      #expect(objects.map(\.count) == [0, 7, .max - 1])
      #expect(objects.map(\.isSemaphore) == [false, true, false])
      for (place, object) in objects.enumerated() {
        let fd = try scene.number(place)
        #expect(try look.holds(object.identity) == ["\(scene.pid) \(fd) rw"])
        let path = Array("/proc/\(scene.pid)/fd/\(fd)".utf8)
        #expect(
          try DescriptorReference(path: path)?.name(as: EventCounter.self, in: .current())
            == object.name.text)
      }
      for _ in 0..<200 {
        #expect(try Look(EventCounter.self, in: scene.pid).object(counters[1]).count == 7)
      }
      #expect(try Program.ipctool("show", "eventfd:\(counters[1].inode)").run().status == 0)
      try scene.next()
      #expect(scene.words == ["1", "18446744073709551614"], "nobody took anything")
    }
  }

  /// One counter however it came to its holders; another of the same process is another.
  @Test func sharedByInheritanceAndByMessage() throws {
    try withSandbox {
      let scene = try Scene(
        """
        one, other = os.eventfd(1), os.eventfd(1)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        child = fork(lambda: (os.close(other), forever()))
        got, tell = os.pipe()
        def take():
          os.close(one); os.close(other)
          _, fds, _, _ = socket.recv_fds(theirs, 10, 1)
          os.write(tell, str(fds[0]).encode())
          forever()
        receiver = fork(take)
        socket.send_fds(ours, [b"x"], [one])
        received = os.read(got, 10).decode()
        copy = os.dup(one)
        while os.path.exists(f"/proc/{child}/fd/{other}"): time.sleep(0.01)
        ready(one, other, copy, child, receiver, received)
        """)
      let one = try counter(scene, Int(scene.number(0)))
      let other = try counter(scene, Int(scene.number(1)))
      let (fd, copy, received) = (scene.words[0], scene.words[2], scene.words[5])
      let (child, receiver) = (scene.words[3], scene.words[4])
      let look = Look(EventCounter.self)
      #expect(
        try look.holds(one)
          == [
            "\(scene.pid) \(fd) rw", "\(scene.pid) \(copy) rw", "\(child) \(fd) rw",
            "\(receiver) \(received) rw",
          ].sorted())
      #expect(try look.holds(other) == ["\(scene.pid) \(scene.words[1]) rw"])
    }
  }

  /// A reader sleeps on, and no other anonymous inode is taken for a counter.
  @Test func waitingForEvents() throws {
    try withSandbox {
      let scene = try Scene(
        """
        import select
        counter = os.eventfd(0)
        poll = select.epoll()
        got, tell = os.pipe()
        reader = fork(lambda: os.write(tell, str(os.eventfd_read(counter)).encode()))
        ready(counter, reader)
        os.eventfd_write(counter, 3)
        ready(os.read(got, 10).decode())
        """)
      let reader = try scene.pid(1)
      let identity = try counter(scene, Int(scene.number(0)))
      let asleep = try Sleep.waitForRead(by: reader)
      for _ in 0..<200 {
        #expect(try Look(EventCounter.self, in: reader).object(identity).count == 0)
      }
      #expect(try Sleep(reader) == asleep)
      #expect(Look(EventCounter.self).objects(heldBy: scene.pid).count == 1)
      try scene.next()
      #expect(scene.words == ["3"])
    }
  }

  @Test func noDescriptorLeaks() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let scene = try Scene("all = [os.eventfd(n) for n in range(50)]; ready()")
        try checkLeaks { _ = try Look(EventCounter.self, in: scene.pid).objects }
      }
    }
  }
}
