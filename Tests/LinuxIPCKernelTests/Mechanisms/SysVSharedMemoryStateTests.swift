import CLinuxIPC
import Glibc
import IPCSnapshot
import LinuxIPC
import Support
import SystemPackage
import Testing

/// Segments in the states that only they can be in, and who holds them.
struct SysVSharedMemoryStateTests {
  private typealias Segments = Memory<SysVSharedMemory>

  private func holders(of name: SystemVName) throws -> [Holder] {
    let context = Context.current()
    let snapshot = Snapshot(
      Snapshot.Request(kinds: [SysVSharedMemory.self], includesHolders: true), in: context)
    let objects = snapshot.objects(of: SysVSharedMemory.self)
    let object = try #require(objects.first { $0.name == name })
    return try #require(snapshot.holders(of: object, as: SysVSharedMemory.self))
  }

  @Test func destroyedButAttached() throws {
    try withSandbox {
      let segments = Segments()
      let holder = try Program.fixture("shm", "key=42", "attach", "touch", "dest").start()
      let name = try #require(try segmentName(holder))
      let object = try segments.inspect(name)
      #expect(object.isDestroyed)
      #expect(object.attributes.key == 0)
      #expect(object.attached == 1)
      #expect(try Witness.lsipc("-m", "STATUS") == [["dest"]])
      #expect(failure { try segments.inspect(.key(42)) }?.kind == .notFound)
      #expect(try segments.gauge(name) == (4096, 4096), "it can still be looked into")
      #expect(try holders(of: name).map(\.pid) == [holder.pid])
      _ = try holder.finish()
      #expect(failure { try segments.inspect(name) }?.kind == .notFound, "it went with its holder")
    }
  }

  @Test func locked() throws {
    try withSandbox {
      let segments = Segments()
      let holder = try Program.fixture("shm", "lock").start()
      let name = try #require(try segmentName(holder))
      #expect(try segments.inspect(name).isLocked)
      #expect(try !segments.inspect(name).isDestroyed)
      #expect(try Witness.lsipc("-m", "STATUS") == [["locked"]])
      _ = try holder.finish()
    }
  }

  /// Any user may ask for nearly 2^63 bytes; two of them are more than Int64, three more than UInt64.
  @Test func sizesBeyondAllNumbers() throws {
    try withSandbox {
      let segments = Segments()
      let size: UInt64 = 9_223_372_036_854_771_712
      let holders = try (0..<3).map { _ in
        try Program.fixture("shm", "size=\(size)", "noreserve").start()
      }
      let names = try holders.compactMap { try segmentName($0) }
      let (list, _) = try segments.list()
      #expect(list.map(\.size) == [size, size, size])
      #expect(try Witness.sysvipc("shm").allSatisfy { $0["size"] == "\(size)" })
      let limits = try SysVSharedMemory.limits(in: segments.context)
      #expect(limits.prefix(2).map(\.used) == [3, 3 * (size / segments.context.pageSize)])
      for name in names {
        #expect(try segments.inspect(name).size == size)
        #expect(failure { try segments.read(name, length: 1) }?.kind == .limit)
        #expect(failure { try segments.write("x", to: name, at: size - 1) }?.kind == .limit)
      }
      for arguments in [["ls", "shm"], ["ls", "--json", "shm"], ["show", "shm:0"], []] {
        let output = try Program.ipctool(arguments).run()
        #expect(output.status == 0, "\(arguments): \(output.errorText)")
      }
      for holder in holders { _ = try holder.finish() }
    }
  }

  @Test func lookingFillsNoHoleOfAnAttachedSegment() throws {
    try withSandbox {
      let segments = Segments()
      let holder = try Program.fixture("shm", "size=1048576", "attach").start()
      let name = try #require(try segmentName(holder))
      #expect(try Witness.sysvipc("shm").first?["rss"] == "0")
      let row = try Witness.sysvipc("shm")
      #expect(try segments.gauge(name) == (1_048_576, 0))
      #expect(try segments.peek(name, at: 4096, length: 10).count == 10)
      #expect(try Witness.sysvipc("shm") == row)
      #expect(try segments.inspect(name).isHuge == nil, "nothing tells yet")
      _ = try holder.finish()
    }
  }

  @Test func lookingFillsNoHoleOfADetachedSegment() throws {
    try withSandbox {
      let segments = Segments()
      let name = try segments.create(size: 1 << 20)
      #expect(try segments.gauge(name) == (1 << 20, 0))
      #expect(try Witness.sysvipc("shm").first?["rss"] == "0")
      // A child that another test makes meanwhile has a copy of all that is attached, until it executes.
      for _ in 0..<3000 where try Witness.sysvipc("shm").first?["nattch"] != "0" { usleep(10_000) }
      #expect(try Witness.sysvipc("shm").first?["nattch"] == "0")
    }
  }

  @Test func holdersReadAndWrite() throws {
    try withSandbox {
      let writer = try Program.fixture("shm", "key=42", "size=12288", "attach=2").start()
      let name = try #require(try segmentName(writer))
      let reader = try Program.python(
        """
        import sys, sysv_ipc
        m = sysv_ipc.SharedMemory(42)
        m.detach()
        m.attach(None, sysv_ipc.SHM_RDONLY)
        print("attached", flush=True)
        sys.stdin.read()
        """
      ).start()
      #expect(try reader.readLine() == "attached")
      let holders = try holders(of: name).sorted { $0.mappings > $1.mappings }
      #expect(holders.map(\.pid) == [writer.pid, reader.pid])
      #expect(holders.map(\.access) == [.mapReadWrite, .mapRead])
      #expect(holders.map(\.mappings) == [2, 1])
      #expect(holders.map(\.fd) == [nil, nil])
      #expect(holders.map(\.uid) == [0, 0])
      #expect(holders.first?.command == Array("IPCFixture".utf8))
      #expect(try Witness.sysvipc("shm").first?["nattch"] == "3")
      _ = try reader.finish()
      _ = try writer.finish()
    }
  }

  /// The kernel counts mappings, not processes.
  @Test func aSplitMappingIsCountedAsTheKernelDoes() throws {
    try withSandbox {
      let holder = try Program.fixture("shm", "size=12288", "attach", "split").start()
      let name = try #require(try segmentName(holder))
      let holders = try holders(of: name)
      #expect(holders.map(\.pid) == [holder.pid, holder.pid])
      #expect(Set(holders.map(\.access)) == [.mapReadWrite, .mapRead])
      let mappings = holders.reduce(0) { $0 + $1.mappings }
      #expect(mappings == 3)
      #expect(try Witness.sysvipc("shm").first?["nattch"] == "\(mappings)")
      _ = try holder.finish()
    }
  }

  /// The same id, in another namespace: not ours, neither to count nor to read.
  @Test func theSameIDOfAnotherNamespaceIsNotOurs() throws {
    try withSandbox {
      let segments = Segments()
      let name = try segments.create(size: 4096)
      let fixture = Program.fixture("shm", "size=4096", "attach", "touch")
      let foreign = try Program.system(
        "unshare", arguments: ["--ipc", "--", fixture.path] + fixture.arguments
      ).start()
      #expect(try segmentName(foreign) == name, "both are the first of their namespace")
      #expect(try holders(of: name).isEmpty)
      #expect(try segments.gauge(name) == (4096, 0), "it is ours that was read")
      #expect(try segments.inspect(name).attached == 0)
      _ = try foreign.finish()
    }
  }

  /// Huge pages are lent for the moment, and given back.
  @Test func hugePagesAreRecognised() throws {
    try LentHugePages.with(4) {
      try withSandbox {
        let segments = Segments()
        let holder = try Program.fixture("shm", "size=4194304", "huge", "attach", "touch").start()
        let name = try #require(try segmentName(holder))
        for object in try segments.list().objects + [try segments.inspect(name)] {
          #expect(object.isHuge == true)
          #expect(object.residentBytes == 4_194_304)
          #expect(object.size == 4_194_304)
        }
        #expect(try holders(of: name).map(\.pid) == [holder.pid])
        let row = try Witness.sysvipc("shm")
        #expect(try segments.gauge(name) == (4_194_304, 4_194_304))
        #expect(try Witness.sysvipc("shm") == row)
        _ = try holder.finish()
      }
    }
  }
}
