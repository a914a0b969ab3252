import CLinuxIPC
import SystemPackage
import Testing

@testable import LinuxIPC

/// What sock_diag(7) answers, whole, cut off and made up.
struct SocketDiagnosticsTests {
  private typealias Unix = UnixSocket.Object
  private typealias TCP = TCPSocket.Object
  private typealias UDP = UDPSocket.Object

  private func rows<Row>(
    _ bytes: [UInt8], sequence: UInt32 = 1, _ parse: (Span<UInt8>) -> Row?
  ) -> (rows: [Row], answer: SocketDiagnostics.Answer) {
    var answer = SocketDiagnostics.Answer(sequence: sequence)
    var rows: [Row] = []
    answer.add(bytes.span) { body in parse(body).map { rows.append($0) } }
    return (rows, answer)
  }

  @Test func unix() throws {
    let (sockets, answer) = rows(RecordedSockets.unix) { Unix(parsing: $0) }
    #expect(answer.end == .complete)
    #expect(answer.isWhole)
    let byInode = Dictionary(uniqueKeysWithValues: sockets.map { ($0.inode - 3_956_460, $0) })
    #expect(byInode.keys.sorted() == Array(7...16))
    let listener = try #require(byInode[7])
    #expect(listener.address == "/tmp/rec.sock".bytes)
    #expect(listener.state == .listening)
    #expect(listener.type == .stream)
    #expect(listener.waiting == 1)
    #expect(listener.backlog == 1)
    #expect(listener.waitingInodes == [3_956_470])
    #expect(listener.peerInode == nil)
    #expect(listener.uid == 0)
    #expect(listener.file == .init(device: cipc_makedev(254, 0), inode: 16_220_305))
    #expect(byInode[8]?.state == .connected)
    #expect(byInode[8]?.peerInode == 3_956_469)
    #expect(byInode[8]?.sendQueue == 768)
    #expect(byInode[9]?.unreadBytes == 3)
    #expect(byInode[9]?.address == listener.address, "inherited")
    #expect(byInode[9]?.file == listener.file)
    #expect(byInode[9]?.ownsName == false)
    #expect(byInode[10]?.state == .unaccepted)
    #expect(byInode[11]?.address == [0] + "abc".bytes + [0, 0xFF])
    #expect(byInode[11]?.state == .bound)
    #expect(byInode[11]?.receiveQueue == 5)
    #expect(byInode[11]?.unreadBytes == nil, "the first of them only")
    #expect(byInode[12]?.unreadBytes == 0)
    #expect(byInode[13]?.type == .seqpacket)
    #expect(byInode[13]?.address == "rec-rel".bytes)
    #expect(byInode[14]?.state == .halfClosed)
    #expect(byInode[14]?.shutdown == .send)
    #expect(byInode[15]?.shutdown == .receive)
    #expect(byInode[16]?.state == .peerGone)
  }

  @Test func tcp() throws {
    let (v4, end) = rows(RecordedSockets.tcp4) { TCP(parsing: $0) }
    let (v6, _) = rows(RecordedSockets.tcp6) { TCP(parsing: $0) }
    #expect(end.end == .complete)
    #expect(v4.map(\.inode) == [3_956_482, 3_956_479, 3_956_481])
    #expect(v4.map(\.state) == [.bound, .finWait1, .connected])
    #expect(
      v4.map { String(decoding: $0.local.text, as: UTF8.self) }
        == ["127.0.0.1:8003", "127.0.0.1:56242", "127.0.0.1:56258"])
    #expect(v4[1].sendQueue == 1)
    #expect(v4[1].sentBytes == 0, "the end is none")
    #expect(v4[1].shutdown == .send)
    #expect(v4[0].remote == nil)
    #expect(v6.map(\.inode) == [3_956_478, 3_956_480, 0])
    #expect(v6.map(\.state) == [.listening, .closeWait, .connected])
    #expect(v6.map(\.isOnlyV6) == [false, nil, nil])
    #expect(v6[0].waiting == 1)
    #expect(v6[0].backlog == 5)
    #expect(v6[0].local.text == ":::8002".bytes)
    #expect(v6[1].local.text == "::ffff:127.0.0.1:8002".bytes)
    #expect(v6[1].remote?.normalised == v4[1].local)
    #expect(v6[1].receiveQueue == 6)
    #expect(v6[1].unreadBytes == 5)
  }

  @Test func udp() {
    let (sockets, _) = rows(RecordedSockets.udp4) { UDP(parsing: $0) }
    #expect(sockets.map(\.inode) == [3_956_484, 3_956_483])
    #expect(sockets.map(\.state) == [.connected, .bound])
    #expect(sockets.map(\.unreadBytes) == [0, nil])
    #expect(sockets[1].memory == .init(used: 832, limit: 212_992, drops: 0))
    #expect(sockets[0].remote == sockets[1].local)
  }

  /// What is cut off anywhere gives the sockets that are whole, and no others.
  @Test(arguments: [RecordedSockets.unix, RecordedSockets.tcp4, RecordedSockets.tcp6])
  func survivesBeingCut(bytes: [UInt8]) {
    let whole = rows(bytes) { $0.bytes(0..<$0.count) }.rows
    let boundaries = RecordedSockets.boundaries(of: bytes)
    forEachPrefix(of: bytes) { piece in
      let (found, answer) = rows(piece) { $0.bytes(0..<$0.count) }
      #expect(found.elementsEqual(whole.prefix(found.count)))
      #expect(found.count == min(boundaries.count { $0 > 0 && $0 <= piece.count }, whole.count))
      #expect((answer.end == .complete) == (piece.count == bytes.count))
    }
  }

  /// A message that says it is shorter than it is: an attribute is taken whole or not at all.
  @Test func everySocketSurvivesBeingCut() {
    for bytes in [RecordedSockets.unix, RecordedSockets.tcp6, RecordedSockets.udp4] {
      for body in rows(bytes, { $0.bytes(0..<$0.count) }).rows {
        forEachPrefix(of: body) { piece in
          if let socket = Unix(parsing: piece.span) {
            #expect(piece.count >= cipc_unix_diag_size)
            #expect(socket.inode != 0)
          }
          if TCP(parsing: piece.span) != nil { #expect(piece.count >= cipc_inet_diag_size) }
          if let socket = UDP(parsing: piece.span), let memory = socket.memory {
            #expect(memory.limit == 212_992)
          }
        }
      }
    }
  }

  /// Whatever the lengths of messages and attributes claim.
  @Test func survivesNonsense() {
    var random = SystemRandomNumberGenerator()
    for recorded in [RecordedSockets.unix, RecordedSockets.tcp6, RecordedSockets.udp4] {
      for _ in 0..<2000 {
        var bytes = recorded
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          bytes[Int.random(in: bytes.indices, using: &random)] =
            [0, 1, 3, 4, 0x7F, 0xFF, UInt8.random(in: 0...255, using: &random)]
            .randomElement(using: &random) ?? 0
        }
        var sockets = rows(bytes) { Unix(parsing: $0) }.rows
        UnixSocket.link(&sockets)
        _ = rows(bytes) { TCP(parsing: $0) }
        _ = rows(bytes) { UDP(parsing: $0) }
      }
    }
  }

  /// One socket was asked for: nothing comes behind it.
  @Test func aSingleAnswer() {
    var answer = SocketDiagnostics.Answer(sequence: 1, isSingle: true)
    var inodes: [UInt32] = []
    let bytes = RecordedSockets.unix
    answer.add(bytes.span) { body in Unix.inode(in: body).map { inodes.append($0) } }
    #expect(inodes.count == 1)
    #expect(answer.end == .complete)
    #expect(answer.parts == 1)
  }

  @Test func inOrderEachOnce() {
    let rows: [(UInt32, Int)] = [(7, 0), (3, 1), (0, 2), (7, 3), (0, 4), (UInt32.max, 5), (3, 6)]
    #expect(rows.inOrder { $0.0 }.map(\.1) == [2, 4, 6, 3, 5])
    #expect([UInt32]().inOrder { $0 }.isEmpty)
  }

  @Test func saysHowItEnded() {
    #expect(rows([]) { Unix(parsing: $0) }.answer.end == .failed(.badMessage))
    #expect(rows([1, 2, 3]) { Unix(parsing: $0) }.answer.end == .failed(.badMessage))
    let (none, other) = rows(RecordedSockets.unix, sequence: 2) { Unix(parsing: $0) }
    #expect(none.isEmpty, "that was the answer to another request")
    #expect(other.end == nil)
    for (type, code, end) in [
      (2, -2, .failed(.noSuchFileOrDirectory)), (2, -1, .failed(.notPermitted)),
      (3, -12, .failed(.noMemory)), (3, 0, .complete),
    ] as [(UInt8, Int32, SocketDiagnostics.Answer.End)] {
      #expect(rows(Self.message(type, code)) { Unix(parsing: $0) }.answer.end == end)
    }
    let interrupted = rows(Self.message(3, 0, flags: 0x10)) { Unix(parsing: $0) }.answer
    #expect(interrupted.end == .complete)
    #expect(!interrupted.isWhole)
  }

  /// netlink(7): the length, the type, flags, the sequence, a port, and a number.
  private static func message(_ type: UInt8, _ code: Int32, flags: UInt8 = 0) -> [UInt8] {
    let number = UInt32(bitPattern: code)
    return [20, 0, 0, 0, type, 0, flags, 0, 1, 0, 0, 0, 0, 0, 0, 0]
      + (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  @Test(arguments: [
    Meaning("sock_diag", .noSuchFileOrDirectory, .unsupported),
    Meaning("socket", .addressFamilyNotSupported, .unsupported),
    Meaning("socket", .protocolNotSupported, .unsupported),
    Meaning("socket", .permissionDenied, .denied), Meaning("socket", .notPermitted, .denied),
    Meaning("sendto", .permissionDenied, .denied), Meaning("sock_diag", .notPermitted, .denied),
    Meaning("socket", .tooManyOpenFiles, .limit), Meaning("recvfrom", .noMemory, .limit),
  ])
  func refusals(meaning: Meaning) {
    for table in [UnixSocket.self, TCPSocket.self, UDPSocket.self] as [any FailureTable.Type] {
      let error = table.error(meaning.operation, meaning.errno, "unix")
      #expect(error.kind == meaning.kind)
      #expect((error.hint != nil) == (meaning.kind != .limit))
    }
  }
}
