import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// The list that every mechanism has; what depends on mounts and namespaces is in a file of its own.
struct POSIXMessageQueueTests {
  @Test func empty() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let (list, coverage) = try queues.list()
      #expect(list.isEmpty)
      #expect(coverage.isComplete)
      #expect(try POSIXMessageQueue.limits(in: queues.context).first?.used == 0)
    }
  }

  @Test func one() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let words = try Witness.python(
        """
        import os, posix_ipc
        q = posix_ipc.MessageQueue("/one", posix_ipc.O_CREX, mode=0o640, max_messages=3,
                                   max_message_size=24)
        q.send(b"hello"); q.send(b""); s = os.fstat(q.mqd)
        print(s.st_dev, s.st_ino, s.st_uid, s.st_gid, oct(s.st_mode & 0o777)[2:], int(s.st_mtime))
        """)
      let listed = try #require(try queues.list().objects.first)
      let inspected = try queues.inspect(queues.name("one"))
      for object in [listed, inspected] {
        let file = object.file
        #expect(
          [
            "\(file.device)", "\(file.inode)", "\(file.uid)", "\(file.gid)",
            String(file.mode, radix: 8), "\(file.modifyTime)",
          ] == words)
        #expect(object.name.text == Array("/one".utf8))
        #expect(object.fill.messages == nil, "not asked for")
        #expect(object.namespace == queues.context.ipcNamespace)
      }
      #expect(listed.identity == inspected.identity)
      let (fill, coverage) = queues.examine(listed, for: .fill)
      #expect(coverage.isComplete)
      #expect(
        fill?.fill
          == Fill(bytes: nil, capacityBytes: 72, messages: 2, messagesLimit: 3, canFillUp: true))
      let whole = queues.examine(listed).object
      #expect(whole?.fill.bytes == 5)
      #expect(whole?.attributes?.messageSize == 24)
      #expect(whole?.status?.notification == nil)
    }
  }

  @Test func many() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let made = try (0..<120).map {
        try queues.create(queues.name("q\($0)"), messages: 1, size: 1)
      }
      let (list, coverage) = try queues.list()
      #expect(coverage.isComplete)
      let names = made.map { String(decoding: $0.file, as: UTF8.self) }.sorted()
      #expect(list.map { String(decoding: $0.name.file, as: UTF8.self) } == names, "by name")
      #expect(Set(list.map(\.identity)).count == 120)
      #expect(try POSIXMessageQueue.limits(in: queues.context).first?.used == 120)
    }
  }

  @Test(arguments: [
    " ", "a b", "a\nb", "é漢", "%41", "-rf", "...", "x (deleted)", "\u{202E}x", "memfd:x",
    String(repeating: "n", count: 255),
  ])
  func oddNames(text: String) throws {
    try withSandbox {
      let queues = PriorityQueues()
      let name = try queues.create(queues.name(text))
      let object = try #require(try queues.list().objects.first)
      #expect(object.name == name)
      #expect(try queues.inspect(name).identity == object.identity)
      try queues.send("x", to: name)
      try queues.mount()
      #expect(try Program.system("ls", "-A", "/mnt").run().text == text + "\n")
      #expect(failure { try queues.create(name) }?.kind == .exists)
      #expect(try queues.create(name, orTake: true) == name)
      try queues.remove(object)
      #expect(try Program.system("ls", "-A", "/mnt").run().text == "")
    }
  }

  @Test func bytesThatAreNoText() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let name = try queues.create(POSIXMessageQueue.Name(parsing: [0xFF, 0x01, 0x80]))
      #expect(try queues.list().objects.map(\.name) == [name])
      try queues.remove(try queues.inspect(name))
    }
  }

  /// The kernel sets the modes of new files back by the umask.
  @Test(arguments: [0o000, 0o200, 0o600, 0o622, 0o666, 0o777] as [UInt32])
  func modeIsExact(mode: UInt32) throws {
    try withSandbox {
      let queues = PriorityQueues()
      let name = try queues.create(mode: mode)
      #expect(try queues.inspect(name).file.mode == mode)
    }
  }

  @Test func theHighestPriorityComesFirst() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let name = try queues.create()
      for (text, priority) in [("low", 1), ("first", 32767), ("second", 32767), ("", 0)] {
        try queues.send(text, to: name, priority: UInt32(priority))
      }
      let received = try queues.receive(.all, from: name)
      #expect(
        received.map { String(decoding: $0.bytes, as: UTF8.self) }
          == ["first", "second", "low", ""])
      #expect(received.map(\.priority) == [32767, 32767, 1, 0])
      #expect(failure { try queues.receive(from: name) }?.kind == .empty)
      #expect(failure { try queues.send("x", to: name, priority: 32768) }?.kind == .usage)
      #expect(queues.examine(try queues.inspect(name)).object?.fill.messages == 0)
    }
  }

  @Test func full() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let name = try queues.create(queues.name("full"), messages: 2)
      let error = failure { try queues.send([[1], [2], [3]], to: name) }
      #expect(error?.kind == .full)
      #expect(
        error?.description == "mqueue:/full: mq_send: EAGAIN: queue is full (2 of 2 messages);"
          + " 2 messages were sent before")
      #expect(queues.examine(try queues.inspect(name), for: .fill).object?.fill.fraction == 1)
      let long = failure { try queues.send([[], [UInt8](repeating: 0, count: 17)], to: name) }
      #expect(long?.kind == .full, "the first of them waits for room")
      _ = try queues.receive(.all, from: name)
      let tooLong = failure { try queues.send([[UInt8](repeating: 0, count: 17)], to: name) }
      #expect(tooLong?.kind == .tooLarge)
      #expect(tooLong?.reason.contains("16 bytes") == true)
      try queues.send([[UInt8](repeating: 0, count: 16)], to: name)
    }
  }

  @Test func goneBetweenListAndInspect() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let name = try queues.create(queues.name("a"))
      let object = try #require(try queues.list().objects.first)
      _ = try Witness.python("import posix_ipc; posix_ipc.unlink_message_queue('/a')")
      let errors = [
        failure { try queues.inspect(name) }, failure { try queues.receive(from: name) },
        failure { try queues.send("x", to: name) }, failure { try queues.remove(object) },
      ]
      #expect(errors.map { $0?.kind } == [.notFound, .notFound, .notFound, .notFound])
      #expect(errors.allSatisfy { $0?.subject == "mqueue:/a" })
      let (examined, coverage) = queues.examine(object)
      #expect(examined == nil)
      #expect(coverage.isComplete)
      // Another of the same name is another.
      try queues.create(name)
      #expect(queues.examine(object).object == nil)
      #expect(failure { try queues.remove(object) }?.kind == .gone)
      #expect(try queues.list().objects.count == 1)
    }
  }

  @Test func defaultSizes() throws {
    try withSandbox {
      let queues = PriorityQueues()
      try TextFile.write("3", to: "/proc/sys/fs/mqueue/msg_default")
      try TextFile.write("256", to: "/proc/sys/fs/mqueue/msgsize_default")
      for (messages, size, expected) in [
        (nil, nil, [3, 256]), (2, nil, [2, 256]), (nil, 8, [3, 8]),
      ] as [(UInt64?, UInt64?, [UInt64])] {
        let name = try queues.create(messages: messages, size: size)
        let made = queues.examine(try queues.inspect(name), for: .fill).object?.attributes
        #expect([made?.messagesLimit, made?.messageSize] == expected)
      }
    }
  }

  @Test func limitsOfSizes() throws {
    try withSandbox {
      let queues = PriorityQueues()
      try TextFile.write("3", to: "/proc/sys/fs/mqueue/msg_max")
      try TextFile.write("256", to: "/proc/sys/fs/mqueue/msgsize_max")
      try queues.create(messages: 3, size: 256)
      let messages = failure { try queues.create(messages: 4, size: 256) }
      #expect(messages?.kind == .limit)
      #expect(messages?.reason == "4 messages are above the limit of 3")
      #expect(messages?.hint?.contains("fs.mqueue.msg_max") == true)
      let size = failure { try queues.create(messages: 3, size: .max) }
      #expect(size?.reason == "\(UInt64.max) bytes a message are above the limit of 256")
      #expect(size?.hint?.contains("fs.mqueue.msgsize_max") == true)
      #expect(failure { try queues.create(messages: 0) }?.kind == .usage)
      #expect(failure { try queues.create(size: 0) }?.kind == .usage)
      #expect(try queues.list().objects.count == 1)
    }
  }

  @Test func limitOfQueues() throws {
    try withSandbox {
      let queues = PriorityQueues()
      try TextFile.write("2", to: "/proc/sys/fs/mqueue/queues_max")
      try queues.create()
      try queues.create()
      let error = failure { try queues.create() }
      #expect(error?.kind == .limit)
      #expect(error?.errno == .noSpace)
      #expect(error?.hint?.contains("fs.mqueue.queues_max") == true)
      let limit = try #require(try POSIXMessageQueue.limits(in: queues.context).first)
      #expect(limit.value == 2)
      #expect(limit.used == 2)
    }
  }

  @Test func twoProcesses() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let name = try queues.create(queues.name("two"))
      try queues.send([[0, 0xFF, 0x0A]], to: name, priority: 5)
      let answer = try Witness.python(
        """
        import posix_ipc
        q = posix_ipc.MessageQueue("/two")
        message, priority = q.receive()
        print(message.hex(), priority)
        q.send(b"back", priority=9)
        """)
      #expect(answer == ["00ff0a", "5"])
      let received = try queues.receive(from: name)
      #expect(received == [Message(priority: 9, bytes: Array("back".utf8))])
    }
  }

  /// The text of the file tells who waits to be told of a message.
  @Test func notification() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let asker = try Program.python(
        """
        import posix_ipc, sys
        q = posix_ipc.MessageQueue("/told", posix_ipc.O_CREX, max_messages=2, max_message_size=8)
        q.request_notification(int(sys.argv[1]))
        print("asked", flush=True)
        sys.stdin.read()
        """, "12"
      ).start()
      #expect(try asker.readLine() == "asked")
      let object = try queues.inspect(queues.name("told"))
      #expect(queues.examine(object, for: .fill).object?.status == nil)
      let told = try #require(queues.examine(object).object?.status?.notification)
      #expect(told.pid == asker.pid)
      #expect(told.method == .signal)
      #expect(told.signal == 12)
      #expect(try asker.finish().status == 0)
    }
  }

  @Test func removes() throws {
    try withSandbox {
      let queues = PriorityQueues()
      let (kept, removed) = (try queues.create(), try queues.create())
      try queues.remove(try queues.inspect(removed))
      #expect(try queues.list().objects.map(\.name) == [kept])
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let queues = PriorityQueues()
        func round() throws {
          let name = try queues.create()
          try queues.send("a", to: name)
          for object in try queues.list().objects { _ = queues.examine(object) }
          _ = try queues.receive(from: name)
          _ = failure { try queues.receive(from: name) }
          _ = failure { try queues.create(name) }
          _ = POSIXMessageQueue.sightings(in: queues.context)
          try queues.remove(try queues.inspect(name))
          _ = failure { try queues.inspect(name) }
          try asNobody { _ = failure { try queues.list() } }
        }
        try checkLeaks(round)
      }
    }
  }
}
