import CLinuxIPC
import IPCSnapshot
import Support
import Testing

@testable import LinuxIPC

/// A kind that no call of the kernel lists, made here of nothing but its own declarations: what is
/// found among descriptors needs no change to the scanner or the snapshot.
private enum MadeHere: Discovering {
  static let keyword = "made-here"
  static let title = "counter of this test"
  static var guide: Guide { Pipe.guide }
  static let unit = DataUnit.counter

  struct Name: ObjectName {
    let text: [UInt8]
    init(parsing text: [UInt8]) throws(IPCError) { self.text = text }
  }

  struct Object: IPCObject {
    let id: UInt64
    let count: UInt64
    var name: Name {
      guard let name = try? Name(parsing: Array(String(id).utf8)) else { fatalError("no name") }
      return name
    }
    var identity: ObjectIdentity { ObjectIdentity(.eventCounter, inode: id) }
    var fill: Fill { Fill(bytes: nil, capacityBytes: nil, canFillUp: false) }
  }

  static func sightings(in context: Context) -> Sightings {
    Sightings(descriptors: [
      DescriptorPattern(anonymous: "anon_inode:[eventfd]", access: .readWrite) { sighting in
        field("eventfd-id:", of: sighting, radix: 10).map {
          ObjectIdentity(.eventCounter, inode: $0)
        }
      }
    ])
  }

  static func object(of sighting: Sighting, _ identity: ObjectIdentity) -> Object? {
    guard case .descriptor(let descriptor) = sighting,
      let count = field("eventfd-count:", of: descriptor, radix: 16)
    else { return nil }
    return Object(id: identity.inode, count: count)
  }

  private static func field(
    _ label: StaticString, of sighting: DescriptorSighting, radix: UInt64
  ) -> UInt64? {
    guard let text = sighting.fdinfo else { return nil }
    var scanner = ByteScanner()
    while !scanner.isAtEnd(of: text.span) {
      if text.span.hasPrefix(label, at: scanner.offset) {
        scanner.offset += label.utf8CodeUnitCount
        return radix == 10
          ? scanner.decimal(in: text.span) : scanner.number(in: text.span, radix: radix)
      }
      _ = scanner.restOfLine(in: text.span)
    }
    return nil
  }
}

struct DiscoveredKindTests {
  /// Two processes that share one counter, and a counter of another.
  @Test func isFoundByItsDescriptorsAlone() throws {
    try withSandbox {
      let script = """
        import os, sys
        shared = os.eventfd(41)
        if sys.argv[1] == "fork" and os.fork() == 0:
            os.read(0, 1)
            os._exit(0)
        print(os.getpid(), flush=True)
        sys.stdin.read()
        """
      let pair = try Program.python(script, "fork").start()
      let single = try Program.python(script, "alone").start()
      let pids = [try pair.readLine(), try single.readLine()].map { Int32($0 ?? "") ?? 0 }
      let snapshot = Snapshot(
        Snapshot.Request(kinds: [MadeHere.self], includesHolders: true),
        in: Context.current())
      let objects = snapshot.objects(of: MadeHere.self)
      func held(by pid: Int32) -> [MadeHere.Object] {
        objects.filter {
          snapshot.holders(of: $0, as: MadeHere.self)?.contains { $0.pid == pid } == true
        }
      }
      #expect(held(by: pids[0]).map(\.count) == [41])
      #expect(held(by: pids[1]).map(\.count) == [41])
      #expect(held(by: pids[0]).first?.id != held(by: pids[1]).first?.id)
      let shared = try #require(held(by: pids[0]).first)
      #expect(snapshot.holders(of: shared, as: MadeHere.self)?.count == 2)
      #expect(
        snapshot.holders(of: shared, as: MadeHere.self)?.allSatisfy { $0.access == .readWrite }
          == true)
      #expect(Set(objects.map(\.id)).count == objects.count, "each once")
      _ = try pair.finish()
      _ = try single.finish()
    }
  }
}
