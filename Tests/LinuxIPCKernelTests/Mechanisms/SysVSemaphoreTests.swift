import CLinuxIPC
import LinuxIPC
import Support
import SystemPackage
import Testing

/// The list that every mechanism has; what only semaphores have is in files of its own.
struct SysVSemaphoreTests {
  @Test func empty() throws {
    try withSandbox {
      let (list, coverage) = try Semaphores().list()
      #expect(list.isEmpty)
      #expect(coverage.isComplete)
      let limits = try SysVSemaphore.limits(in: Context.current())
      #expect(limits.prefix(2).map(\.used) == [0, 0])
      #expect(try Witness.sysvipc("sem").isEmpty)
    }
  }

  @Test func one() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let before = semaphores.context.now
      let id = try semaphores.create(3, value: 7, mode: 0o640)
      try semaphores.add(to: id, index: 1)
      let object = try semaphores.inspect(id)
      let (list, _) = try semaphores.list()
      #expect(list.count == 1)
      let row = try #require(try Witness.sysvipc("sem").first)
      for object in list + [object] {
        #expect("\(object.attributes.id)" == row["semid"])
        #expect("\(object.attributes.key)" == row["key"])
        #expect(String(object.attributes.mode, radix: 8) == row["perms"])
        #expect("\(object.count)" == row["nsems"])
        #expect("\(object.operationTime)" == row["otime"])
        #expect("\(object.changeTime)" == row["ctime"])
        #expect(object.count == 3)
        #expect(object.operationTime >= before)
        #expect(object.attributes.namespace == semaphores.context.ipcNamespace)
        #expect(object.values == nil, "not looked at")
      }
      #expect(try Witness.lsipc("-s", "ID,NSEMS") == [["\(id)", "3"]])
      #expect(try Witness.semaphores(id).map { $0[1] } == [7, 8, 7])
    }
  }

  @Test func many() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let ids = try (0..<300).map { try semaphores.create(UInt64($0 % 5 + 1)) }
      let (list, coverage) = try semaphores.list()
      #expect(coverage.isComplete)
      let witnesses = try Witness.sysvipc("sem")
      #expect(list.map { "\($0.attributes.id)" } == witnesses.map { $0["semid"] })
      #expect(list.map { "\($0.count)" } == witnesses.map { $0["nsems"] })
      #expect(list.map(\.attributes.id).sorted() == ids.sorted())
      #expect(try Witness.lsipc("-s", "ID").count == 300)
      #expect(try SysVSemaphore.limits(in: semaphores.context).prefix(2).map(\.used) == [300, 900])
      #expect(Set(list.map(\.identity)).count == 300)
    }
  }

  /// Two of which the indexes are far apart are found by their rows in /proc.
  @Test func sparse() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let first = try semaphores.create()
      try TextFile.write("30000", to: "/proc/sys/kernel/sem_next_id")
      let last = try semaphores.create(2)
      #expect(last == 30000)
      let (list, coverage) = try semaphores.list()
      #expect(list.map(\.attributes.id) == [first, last])
      #expect(list.map(\.count) == [1, 2])
      #expect(coverage.isComplete)
    }
  }

  @Test(arguments: [1, 0x2A, .max, .min, -1, -2] as [Int32])
  func oddNames(key: Int32) throws {
    try withSandbox {
      let semaphores = Semaphores()
      let context = semaphores.context
      let made = try SysVSemaphore.create(.key(key), CreationRequest(), in: context)
      #expect(made.isNew)
      let object = try SysVSemaphore.inspect(.key(key), in: context)
      #expect(object.attributes.key == key)
      #expect(object.name == made.name)
      #expect(try Witness.sysvipc("sem").first?["key"] == "\(key)")
      let written = String(decoding: SystemVKey.text(key), as: UTF8.self)
      #expect(try Witness.lsipc("-s", "KEY") == [[written]])
      let again = failure { try SysVSemaphore.create(.key(key), CreationRequest(), in: context) }
      #expect(again?.kind == .exists)
      // As it is: neither the count nor the value of the request are its.
      var lenient = CreationRequest()
      lenient.acceptsExisting = true
      lenient.count = 5
      lenient.value = 9
      let taken = try SysVSemaphore.create(.key(key), lenient, in: context)
      #expect(taken.name == made.name)
      #expect(!taken.isNew)
      #expect(try Witness.semaphores(object.attributes.id).map { $0[1] } == [0])
      let chosen = failure { try SysVSemaphore.create(.id(3), CreationRequest(), in: context) }
      #expect(chosen?.kind == .usage)
    }
  }

  @Test func peekTwiceThenReceive() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let id = try semaphores.create(2, value: 3)
      try semaphores.add(to: id, index: 1)
      let row = try Witness.sysvipc("sem")
      let members = try Witness.semaphores(id)
      Clock.waitForNextSecond()
      #expect(try semaphores.peek(at: id) == [3, 4])
      #expect(try semaphores.peek(at: id, index: 1) == [4])
      let (examined, _) = semaphores.examine(try semaphores.inspect(id), .all)
      #expect(examined?.members?.map(\.value) == [3, 4])
      #expect(try Witness.sysvipc("sem") == row)
      #expect(try Witness.semaphores(id) == members)
      #expect(try semaphores.take(4, from: id, index: 1) == [4])
      #expect(try Witness.semaphores(id).map { $0[1] } == [3, 0])
      #expect(try Witness.sysvipc("sem") != row, "the witness sees a change")
    }
  }

  @Test func goneBetweenListAndInspect() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let id = try semaphores.create()
      let object = try #require(try semaphores.list().objects.first)
      try Witness.ipcrm("-s", id)
      let errors = [
        failure { try semaphores.inspect(id) }, failure { try semaphores.peek(at: id) },
        failure { try semaphores.take(from: id) }, failure { try semaphores.add(to: id) },
        failure { try SysVSemaphore.remove(object, named: .id(id), in: semaphores.context) },
      ]
      #expect(errors.map { $0?.kind } == [.notFound, .notFound, .notFound, .notFound, .notFound])
      let (examined, coverage) = semaphores.examine(object, .values)
      #expect(examined == nil)
      #expect(coverage.isComplete, "what has gone is no gap")
      let key = failure { try SysVSemaphore.inspect(.key(42), in: semaphores.context) }
      #expect(
        key?.description == "sem:0x0000002a: semget: ENOENT: no semaphore set has this key")
    }
  }

  @Test func idReuse() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let old = try semaphores.create()
      let object = try semaphores.inspect(old)
      #expect(cipc_sem_remove(old) == 0)
      // The same slot with the next sequence number.
      try TextFile.write("\(old + 32768)", to: "/proc/sys/kernel/sem_next_id")
      let successor = try semaphores.create(value: 4)
      #expect(successor == old + 32768)
      let errors = [
        failure { try semaphores.inspect(old) }, failure { try semaphores.peek(at: old) },
        failure { try semaphores.take(from: old) }, failure { try semaphores.add(to: old) },
        failure { try SysVSemaphore.remove(object, named: .id(old), in: semaphores.context) },
      ]
      #expect(errors.map { $0?.kind } == [.gone, .gone, .gone, .gone, .gone])
      #expect(try semaphores.peek(at: successor) == [4])
    }
  }

  @Test func denied() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let id = try semaphores.create(2, value: 6)
      let row = try Witness.sysvipc("sem")
      let members = try Witness.semaphores(id)
      try asNobody {
        let (list, coverage) = try semaphores.list()
        #expect(list.map(\.attributes.id) == [id], "attributes are anybody's")
        #expect(list.map(\.count) == [2])
        #expect(coverage.isComplete)
        for details in [Details.values, .all] {
          let (examined, gaps) = semaphores.examine(list[0], details)
          #expect(examined != nil)
          #expect(examined?.values == nil)
          #expect(examined?.members == nil)
          let gap = try #require(gaps.gaps.first)
          #expect(gap.what == "values of semaphore sets")
          #expect(gap.count == 1)
          #expect(gap.needs == "CAP_IPC_OWNER")
        }
        let errors = [
          failure { try semaphores.peek(at: id) }, failure { try semaphores.take(from: id) },
          failure { try semaphores.take(0, from: id) }, failure { try semaphores.add(to: id) },
          failure { try SysVSemaphore.remove(list[0], named: .id(id), in: semaphores.context) },
        ]
        #expect(errors.map { $0?.kind } == [.denied, .denied, .denied, .denied, .denied])
        #expect(errors.last??.errno == .notPermitted)
      }
      #expect(try Witness.sysvipc("sem") == row)
      #expect(try Witness.semaphores(id) == members)
    }
  }

  @Test func limits() throws {
    try withSandbox {
      let semaphores = Semaphores()
      try TextFile.write("10 25 500 3", to: "/proc/sys/kernel/sem")
      let above = failure { try semaphores.create(11) }
      #expect(above?.kind == .limit)
      #expect(above?.reason == "11 members are above the limit of 10 in one set")
      #expect(above?.hint?.contains("kernel.sem") == true)
      #expect(failure { try semaphores.create(.max) }?.kind == .limit)
      #expect(failure { try semaphores.create(0) }?.kind == .usage)
      #expect(failure { try semaphores.create(value: 32768) }?.kind == .usage)
      _ = try semaphores.create(10)
      _ = try semaphores.create(10)
      let members = failure { try semaphores.create(10) }
      #expect(members?.kind == .limit)
      #expect(members?.errno == .noSpace)
      let last = try semaphores.create(5)
      let sets = failure { try semaphores.create() }
      #expect(sets?.errno == .noSpace)
      #expect(sets?.hint?.contains("kernel.sem") == true)
      let limits = try SysVSemaphore.limits(in: semaphores.context)
      #expect(limits.map(\.value) == [3, 25, 10, 32767, 500])
      #expect(limits.map(\.used) == [3, 25, nil, nil, nil])
      let object = try #require(semaphores.examine(try semaphores.inspect(last), .all).object)
      let own = SysVSemaphore.limits(of: object, in: semaphores.context)
      #expect(own.map(\.value) == [10, 32767, 500])
      #expect(own.map(\.used) == [5, 0, nil])
    }
  }

  @Test func twoProcesses() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let script = """
        import os, sysv_ipc
        s = sysv_ipc.Semaphore(0x2a, sysv_ipc.IPC_CREX, initial_value=5)
        s.acquire(delta=2)
        print(s.id, os.getpid())
        """
      let words = try Witness.python(script)
      let id = try #require(words.first.flatMap { Int32($0) })
      #expect(try semaphores.peek(at: id) == [3])
      let object = semaphores.examine(try semaphores.inspect(id), .values).object
      #expect(object?.lastOperationPID == Int32(words[1]))
      try semaphores.add(10, to: id)
      let value = "import sysv_ipc; s = sysv_ipc.Semaphore(0x2a); print(s.value, s.last_pid)"
      #expect(try Witness.python(value)[0] == "13")
    }
  }

  @Test func removes() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let (kept, removed) = (try semaphores.create(), try semaphores.create())
      let object = try semaphores.inspect(removed)
      try SysVSemaphore.remove(object, named: .id(removed), in: semaphores.context)
      #expect(try Witness.sysvipc("sem").map { $0["semid"] } == ["\(kept)"])
    }
  }

  @Test func noLeak() async {
    await #expect(processExitsWith: .success) {
      try withSandbox {
        let semaphores = Semaphores()
        func round() throws {
          let id = try semaphores.create(3, value: 1)
          try semaphores.add(to: id)
          _ = try semaphores.peek(at: id)
          _ = semaphores.examine(try semaphores.inspect(id), .all)
          _ = try semaphores.list()
          _ = try semaphores.take(from: id)
          _ = failure { try semaphores.take(9, from: id) }
          try SysVSemaphore.remove(
            try semaphores.inspect(id), named: .id(id), in: semaphores.context)
          _ = failure { try semaphores.inspect(id) }
        }
        try checkLeaks(round)
        // The guarded arrays are unmapped: each would be a line here.
        let lines = try TextFile.read("/proc/self/maps").count { $0 == 0x0A }
        for _ in 0..<200 { try round() }
        let after = try TextFile.read("/proc/self/maps").count { $0 == 0x0A }
        guard after < lines + 100 else { throw SupportError("\(after - lines) more mappings") }
      }
    }
  }
}
