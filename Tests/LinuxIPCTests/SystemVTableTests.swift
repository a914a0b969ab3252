import SystemPackage
import Testing

@testable import LinuxIPC

/// Tables as the kernel wrote them.
private enum Recorded {
  /// /proc/sysvipc/msg of Linux 6.18.
  static let messageQueues = """
           key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime
             0          0   600           0          0     0     0     0     0     0     0          0          0 1764036000
            -1      32769   666          11          2  4711  4712  1000  1000     0     0 1764036001 1764036002 1764036003
    -2147483647 2147483647     0       16384      16384     1     1 65534 65534 65534 65534 1764036001 1764036002 4102444800

    """.bytes

  /// /proc/sysvipc/shm of Linux 6.18: an ordinary segment; one locked, destroyed and attached; two
  /// sizes beyond 2^63 together, and one beyond it alone.
  static let segments = """
           key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap
      19088743          0   600                  4096   100   101      1     0     0     0     0 1764036001          0 1764036000                  4096                     0
             0          5  3640   9223372036854771712   100   101      2  1000  1000     0     0          0          0 1764036000                     0                  8192
            -2      32774   600   9223372036854771712   100     0      0     0     0     0     0          0          0 1764036000                     0                     0
             0      65543   600  18446744073692774399   100     0      0     0     0     0     0          0          0 1764036000                     0                     0

    """.bytes
}

struct SystemVTableTests {
  private let context = Context(
    now: 0, pageSize: 4096, ipcNamespace: 7, netNamespace: 0, effectiveUID: 0)

  private func rows(_ text: [UInt8], _ columns: [StaticString]) throws -> [[UInt64]] {
    var rows: [[UInt64]] = []
    try SystemVTable(bytes: text).forEachRow(columns) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  private func queues(_ text: [UInt8]) throws -> [SysVMessageQueue.Object] {
    try rows(text, SysVMessageQueue.Object.columns).map {
      SysVMessageQueue.Object(row: $0, namespace: 7)
    }
  }

  private func segments(_ text: [UInt8]) throws -> [SysVSharedMemory.Object] {
    try rows(text, SysVSharedMemory.Object.columns).map {
      SysVSharedMemory.Object(row: $0, in: context)
    }
  }

  @Test func readsQueues() throws {
    let queues = try queues(Recorded.messageQueues)
    #expect(queues.map(\.attributes.id) == [0, 32769, .max])
    #expect(queues.map(\.attributes.key) == [0, -1, -2_147_483_647])
    #expect(queues.map(\.attributes.mode) == [0o600, 0o666, 0])
    #expect(queues.map(\.bytes) == [0, 11, 16384])
    #expect(queues.map(\.messages) == [0, 2, 16384])
    #expect(queues.map(\.lastSendPID) == [0, 4711, 1])
    #expect(queues.map(\.lastReceivePID) == [0, 4712, 1])
    #expect(queues.map(\.attributes.uid) == [0, 1000, 65534])
    #expect(queues.map(\.attributes.gid) == [0, 1000, 65534])
    #expect(queues.map(\.attributes.creatorUID) == [0, 0, 65534])
    #expect(queues.map(\.attributes.creatorGID) == [0, 0, 65534])
    #expect(queues.map(\.sendTime) == [0, 1_764_036_001, 1_764_036_001])
    #expect(queues.map(\.receiveTime) == [0, 1_764_036_002, 1_764_036_002])
    #expect(queues.map(\.changeTime) == [1_764_036_000, 1_764_036_003, 4_102_444_800])
    #expect(queues.allSatisfy { $0.capacityBytes == nil }, "the table does not tell msg_qbytes")
    #expect(queues.allSatisfy { $0.attributes.namespace == 7 })
    #expect(Set(queues.map(\.identity)).count == 3)
  }

  @Test func readsSegments() throws {
    let segments = try segments(Recorded.segments)
    #expect(segments.map(\.attributes.id) == [0, 5, 32774, 65543])
    #expect(segments.map(\.attributes.key) == [0x0123_4567, 0, -2, 0])
    let size: UInt64 = 9_223_372_036_854_771_712
    #expect(segments.map(\.size) == [4096, size, size, 18_446_744_073_692_774_399])
    #expect(segments.map(\.attached) == [1, 2, 0, 0])
    #expect(segments.map(\.creatorPID) == [100, 100, 100, 100])
    #expect(segments.map(\.lastOperationPID) == [101, 101, 0, 0])
    #expect(segments.map(\.isDestroyed) == [false, true, false, false])
    #expect(segments.map(\.isLocked) == [false, true, false, false])
    #expect(segments.map(\.residentBytes) == [4096, 0, 0, 0])
    #expect(segments.map(\.swappedBytes) == [0, 8192, 0, 0])
    #expect(segments.map(\.attachTime) == [1_764_036_001, 0, 0, 0])
    #expect(segments.map(\.isHuge) == [false, nil, nil, nil])
    #expect(segments.reduce(0) { $0.saturatingSum($1.size) } == .max)
    #expect(segments.allSatisfy { $0.fill.fraction == nil }, "memory never fills up")
  }

  @Test func findsColumnsByTheirNames() throws {
    let text = """
      extra msqid ctime rtime stime cgid cuid gid uid lrpid lspid qnum cbytes perms key later
      77 3 14 13 12 11 10 9 8 7 6 5 4 644 -42 88

      """.bytes
    let queue = try queues(text).first
    #expect(queue?.attributes.id == 3)
    #expect(queue?.attributes.key == -42)
    #expect(queue?.attributes.mode == 0o644)
    #expect(queue?.bytes == 4)
    #expect(queue?.messages == 5)
    #expect(queue?.lastSendPID == 6)
    #expect(queue?.lastReceivePID == 7)
    #expect(queue?.attributes.uid == 8)
    #expect(queue?.attributes.gid == 9)
    #expect(queue?.attributes.creatorUID == 10)
    #expect(queue?.attributes.creatorGID == 11)
    #expect(queue?.sendTime == 12)
    #expect(queue?.receiveTime == 13)
    #expect(queue?.changeTime == 14)
  }

  @Test(arguments: ["", "           key      msqid perms"])
  func findsNothingInATableWithoutALine(text: String) throws {
    #expect(try queues(text.bytes).isEmpty)
    #expect(try segments(text.bytes).isEmpty)
  }

  @Test(arguments: [
    "\n", "\n\n\n", "key msqid\n", "key msqid perms\n1 2 600\n", "1 2 3\n",
    "keyx msqidx\n1 2\n",
  ])
  func refusesATableWithoutItsColumns(text: String) throws {
    #expect(throws: Errno.protocolError) { try queues(text.bytes) }
    #expect(throws: Errno.protocolError) { try segments(text.bytes) }
  }

  @Test func leavesOutRowsThatAreNoRows() throws {
    let header = "key shmid size\n"
    let text = header + "1 2 3\nx 5 6\n7\n\n8 9\n10 11 18446744073709551616\n- 1 2\n12 13 14\n"
    #expect(try rows(text.bytes, ["shmid", "key", "size"]) == [[2, 1, 3], [13, 12, 14]])
  }

  @Test func givesNegativeNumbersAsTheirBits() throws {
    let rows = try rows("key shmid\n-1 -9223372036854775808\n".bytes, ["key", "shmid"])
    #expect(rows == [[.max, 1 << 63]])
  }

  @Test func stopsWhenTold() throws {
    var count = 0
    try SystemVTable(bytes: Recorded.messageQueues).forEachRow(["msqid"]) { _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
  }

  /// Whole lines are read as they are, and the line that was cut adds at most itself.
  @Test(arguments: [Recorded.messageQueues, Recorded.segments])
  func readsNoMoreThanWholeRowsOfATableCutOffAnywhere(text: [UInt8]) throws {
    let columns =
      text == Recorded.segments ? SysVSharedMemory.Object.columns : SysVMessageQueue.Object.columns
    let whole = try rows(text, columns)
    #expect(whole.count >= 3)
    try forEachPrefix(of: text) { prefix in
      let found = try rows(prefix, columns)
      let lines = max(prefix.count(where: { $0 == 0x0A }) - 1, 0)
      #expect(found.count == lines || found.count == lines + 1)
      #expect(Array(found.prefix(lines)) == Array(whole.prefix(lines)))
    }
  }
}
