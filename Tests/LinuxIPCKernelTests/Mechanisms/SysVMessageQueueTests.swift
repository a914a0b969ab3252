import CLinuxIPC
import LinuxIPC
import Support
import SystemPackage
import Testing

/// The list that every mechanism has; what only queues have is in files of its own.
struct SysVMessageQueueTests {
  @Test func empty() throws {
    try withSandbox {
      let queues = try Queues()
      let (list, coverage) = try queues.list()
      #expect(list.isEmpty)
      #expect(coverage.isComplete)
      #expect(try SysVMessageQueue.limits(in: queues.context).first?.used == 0)
      #expect(try Witness.sysvipc("msg").isEmpty)
    }
  }

  @Test func one() throws {
    try withSandbox {
      let queues = try Queues()
      let before = queues.context.now
      let id = try queues.create(mode: 0o640)
      try queues.send(["hello", "", "you"], to: id)
      let object = try queues.inspect(id)
      let (list, _) = try queues.list()
      #expect(list.count == 1)
      let row = try #require(try Witness.sysvipc("msg").first)
      for object in list + [object] {
        #expect("\(object.attributes.id)" == row["msqid"])
        #expect("\(object.attributes.key)" == row["key"])
        #expect(String(object.attributes.mode, radix: 8) == row["perms"])
        #expect("\(object.bytes)" == row["cbytes"])
        #expect("\(object.messages)" == row["qnum"])
        #expect("\(object.lastSendPID)" == row["lspid"])
        #expect("\(object.lastReceivePID)" == row["lrpid"])
        #expect("\(object.sendTime)" == row["stime"])
        #expect("\(object.receiveTime)" == row["rtime"])
        #expect("\(object.changeTime)" == row["ctime"])
        #expect(object.bytes == 8)
        #expect(object.messages == 3)
        #expect(object.sendTime >= before)
        #expect(object.attributes.namespace == queues.context.ipcNamespace)
      }
      let columns = "ID,USEDBYTES,MSGS,LSPID,LRPID"
      let told = try #require(try Witness.lsipc("-q", columns).first)
      #expect(told == ["\(id)", "8", "3", "\(object.lastSendPID)", "0"])
      #expect(queues.context.ipcNamespace != 0)
    }
  }

  @Test func many() throws {
    try withSandbox {
      let queues = try Queues()
      let ids = try (0..<300).map { _ in try queues.create() }
      let (list, coverage) = try queues.list()
      #expect(coverage.isComplete)
      #expect(list.map(\.attributes.id).sorted() == ids.sorted())
      let witnesses = try Witness.sysvipc("msg").compactMap { $0["msqid"].flatMap { Int32($0) } }
      #expect(list.map(\.attributes.id) == witnesses, "in the kernel's order")
      #expect(try Witness.lsipc("-q", "ID").count == 300)
      #expect(try SysVMessageQueue.limits(in: queues.context).first?.used == 300)
      #expect(Set(list.map(\.identity)).count == 300)
    }
  }

  @Test(arguments: [1, 0x2A, .max, .min, -1, -2] as [Int32])
  func oddNames(key: Int32) throws {
    try withSandbox {
      let queues = try Queues()
      let made = try SysVMessageQueue.create(.key(key), CreationRequest(), in: queues.context)
      #expect(made.isNew)
      let object = try SysVMessageQueue.inspect(.key(key), in: queues.context)
      #expect(object.attributes.key == key)
      #expect(object.name == made.name)
      #expect(try queues.list().objects.map(\.attributes.key) == [key])
      #expect(try Witness.sysvipc("msg").first?["key"] == "\(key)")
      #expect(try Witness.lsipc("-q", "KEY") == [[SystemVKey.text(key)]])
      let again = failure {
        try SysVMessageQueue.create(.key(key), CreationRequest(), in: queues.context)
      }
      #expect(again?.kind == .exists)
      var lenient = CreationRequest()
      lenient.acceptsExisting = true
      let taken = try SysVMessageQueue.create(.key(key), lenient, in: queues.context)
      #expect(taken.name == made.name)
      #expect(!taken.isNew)
      #expect(try queues.list().objects.count == 1)
    }
  }

  @Test func peekTwiceThenReceive() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      try queues.send(["first", "second"], to: id)
      _ = try queues.receive(from: id)
      let before = try queues.inspect(id)
      let row = try Witness.sysvipc("msg")
      let looks = try (0..<2).map { _ in try queues.peek(at: id) }
      #expect(looks[0].messages == [Message(type: 1, bytes: Array("second".utf8))])
      #expect(looks[1].messages == looks[0].messages)
      #expect(looks.allSatisfy { $0.coverage.isComplete })
      let after = try queues.inspect(id)
      #expect(after.messages == before.messages)
      #expect(after.bytes == before.bytes)
      #expect(after.lastReceivePID == before.lastReceivePID)
      #expect(after.lastSendPID == before.lastSendPID)
      #expect(after.receiveTime == before.receiveTime)
      #expect(after.sendTime == before.sendTime)
      #expect(after.changeTime == before.changeTime)
      #expect(try Witness.sysvipc("msg") == row, "nothing moved, by the kernel's own table")
      #expect(try queues.receive(from: id) == looks[0].messages)
      #expect(try queues.inspect(id).messages == 0)
      #expect(failure { try queues.peek(at: id) }?.kind == .empty)
    }
  }

  /// A look from another process moves nothing either: it would show as its pid and its time.
  @Test func peekFromAnotherProcess() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      try queues.send(["hello"], to: id)
      let row = try Witness.sysvipc("msg")
      let output = try Program.ipctool("peek", "msg:\(id)").run()
      #expect(output.status == 0)
      #expect(output.text == "hello")
      #expect(try Witness.sysvipc("msg") == row)
    }
  }

  @Test func full() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create(capacity: 10)
      try queues.send(["0123456789"], to: id)
      #expect(try queues.inspect(id).fill.fraction == 1)
      let error = failure { try queues.send(["x"], to: id) }
      #expect(error?.kind == .full)
      #expect(
        error?.description == "msg:\(id): msgsnd: EAGAIN: queue is full (10 of 10 bytes)")
      #expect(failure { try queues.send([""], to: id) } == nil, "an empty one needs no byte")
      #expect(try queues.inspect(id).messages == 2)
      let partly = failure { try queues.send(["", "y", "z"], to: id) }
      #expect(partly?.kind == .full)
      #expect(partly?.reason.contains("1 message was sent before") == true)
      #expect(try queues.inspect(id).messages == 3)
    }
  }

  @Test func goneBetweenListAndInspect() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      let object = try #require(try queues.list().objects.first)
      try Witness.ipcrm("-q", id)
      let errors = [
        failure { try queues.inspect(id) }, failure { try queues.peek(at: id) },
        failure { try queues.receive(from: id) }, failure { try queues.send(["x"], to: id) },
        failure {
          try SysVMessageQueue.remove(object, named: object.name, in: queues.context)
        },
      ]
      #expect(errors.map { $0?.kind } == [.notFound, .notFound, .notFound, .notFound, .notFound])
      #expect(errors.allSatisfy { $0?.subject == "msg:\(id)" })
      let key = failure { try SysVMessageQueue.inspect(.key(42), in: queues.context) }
      #expect(key?.kind == .notFound)
      #expect(key?.description == "msg:0x0000002a: msgget: ENOENT: no queue has this key")
    }
  }

  @Test func idReuse() throws {
    try withSandbox {
      let queues = try Queues()
      let old = try queues.create()
      let object = try queues.inspect(old)
      let successor = try queues.successor(of: old)
      try queues.send(["of the successor"], to: successor)
      let errors = [
        failure { try queues.inspect(old) }, failure { try queues.peek(at: old) },
        failure { try queues.receive(from: old) }, failure { try queues.send(["x"], to: old) },
        failure { try SysVMessageQueue.remove(object, named: .id(old), in: queues.context) },
      ]
      #expect(errors.map { $0?.kind } == [.gone, .gone, .gone, .gone, .gone])
      #expect(try queues.inspect(successor).messages == 1)
      #expect(try queues.list().objects.map(\.attributes.id) == [successor])
    }
  }

  @Test func denied() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      try queues.send(["secret"], to: id)
      let row = try Witness.sysvipc("msg")
      try asNobody {
        let (list, coverage) = try queues.list()
        #expect(list.map(\.attributes.id) == [id], "attributes are anybody's")
        #expect(coverage.isComplete)
        #expect(list.first?.capacityBytes != nil)
        let object = try queues.inspect(id)
        #expect(object.messages == 1)
        let peek = failure { try queues.peek(at: id) }
        #expect(peek?.kind == .denied)
        #expect(peek?.errno == .permissionDenied)
        #expect(failure { try queues.receive(from: id) }?.kind == .denied)
        #expect(failure { try queues.send(["x"], to: id) }?.kind == .denied)
        let removal = failure {
          try SysVMessageQueue.remove(object, named: object.name, in: queues.context)
        }
        #expect(removal?.kind == .denied)
        #expect(removal?.errno == .notPermitted)
      }
      #expect(try Witness.sysvipc("msg") == row)
    }
  }

  @Test func limitOfQueues() throws {
    try withSandbox {
      let queues = try Queues()
      try TextFile.write("2", to: "/proc/sys/kernel/msgmni")
      _ = try queues.create()
      _ = try queues.create()
      let error = failure { try queues.create() }
      #expect(error?.kind == .limit)
      #expect(error?.errno == .noSpace)
      #expect(error?.hint?.contains("kernel.msgmni") == true)
      let limit = try #require(try SysVMessageQueue.limits(in: queues.context).first)
      #expect(limit.value == 2)
      #expect(limit.used == 2)
      #expect(limit.fraction == 1)
    }
  }

  @Test func limitOfCapacity() throws {
    try withSandbox {
      let queues = try Queues()
      let bound = try TextFile.read("/proc/sys/kernel/msgmnb").prefix { $0 != 0x0A }
      let capacity = try #require(UInt64(String(decoding: bound, as: UTF8.self)))
      try asNobody {
        let error = failure { try queues.create(capacity: capacity + 1) }
        #expect(error?.kind == .limit)
        #expect(error?.reason.contains("\(capacity)") == true)
        #expect(error?.hint?.contains("kernel.msgmnb") == true)
        #expect(try queues.list().objects.isEmpty, "nothing is left of it")
        let id = try queues.create(capacity: capacity)
        #expect(try queues.inspect(id).capacityBytes == capacity)
        #expect(try queues.inspect(id).attributes.uid == 65534)
      }
    }
  }

  @Test func twoProcesses() throws {
    try withSandbox {
      let queues = try Queues()
      let script = """
        import os, sys, sysv_ipc
        q = sysv_ipc.MessageQueue(0x2a, sysv_ipc.IPC_CREX, max_message_size=8192)
        q.send(bytes(range(256)), type=7)
        print(q.id, os.getpid())
        """
      let words = try Witness.python(script)
      let id = try #require(words.first.flatMap { Int32($0) })
      #expect(try queues.inspect(id).lastSendPID == Int32(words[1]))
      let received = try queues.receive(from: id)
      #expect(received == [Message(type: 7, bytes: Array(0...255))])
      try queues.send(["back"], to: id, type: 1 << 40)
      let answer = try Witness.python(
        "import sysv_ipc; print(*sysv_ipc.MessageQueue(0x2a).receive())")
      #expect(answer == ["b'back'", "\(1 << 40)"])
    }
  }

  @Test func removes() throws {
    try withSandbox {
      let queues = try Queues()
      let (kept, removed) = (try queues.create(), try queues.create())
      let object = try queues.inspect(removed)
      try SysVMessageQueue.remove(object, named: .id(removed), in: queues.context)
      #expect(try Witness.sysvipc("msg").map { $0["msqid"] } == ["\(kept)"])
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let queues = try Queues()
        func round() throws {
          let id = try queues.create()
          try queues.send(["a"], to: id)
          _ = try queues.peek(at: id)
          _ = try queues.list()
          _ = try queues.receive(from: id)
          _ = failure { try queues.receive(from: id) }
          try SysVMessageQueue.remove(
            try queues.inspect(id), named: .id(id), in: queues.context)
          _ = failure { try queues.inspect(id) }
        }
        try round()
        let before = OpenDescriptors.count()
        do {
          let leak = try Pipe()
          guard OpenDescriptors.count() == before + 2 else { throw SupportError("blind") }
          _ = consume leak
        }
        for _ in 0..<20 { try round() }
        guard OpenDescriptors.count() == before else { throw SupportError("a descriptor leaks") }
      }
    }
  }
}
