import LinuxIPC
import Support
import SystemPackage
import Testing

/// Which messages are meant, how large they may be, and how many a look shows.
struct SysVMessageQueueSelectionTests {
  private static let queued: [(type: Int64, text: String)] = [
    (3, "c"), (1, "a"), (2, "b"), (1, "aa"), (.max, "z"), (3, "cc"),
  ]

  @Test(arguments: [
    (MessageSelection.any, "c"), (.type(1), "a"), (.type(2), "b"), (.type(.max), "z"),
    (.upTo(2), "a"), (.upTo(3), "a"), (.upTo(.max), "a"), (.except(3), "a"), (.except(1), "c"),
  ])
  func peekShowsWhatReceiveTakes(selection: MessageSelection, expected: String) throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      for (type, text) in Self.queued { try queues.send([text], to: id, type: type) }
      #expect(try queues.peek(at: id, selection).messages.map(\.bytes) == [Array(expected.utf8)])
      #expect(try queues.inspect(id).messages == 6)
      #expect(try queues.receive(from: id, selection).map(\.bytes) == [Array(expected.utf8)])
      #expect(try queues.inspect(id).messages == 5)
    }
  }

  /// All that is seen comes in the order in which it would be taken.
  @Test(arguments: [
    MessageSelection.any, .type(1), .type(3), .type(4), .upTo(1), .upTo(2), .upTo(.max), .except(1),
    .except(4),
  ])
  func peekOfAllShowsAllThatReceiveTakes(selection: MessageSelection) throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      for (type, text) in Self.queued { try queues.send([text], to: id, type: type) }
      let row = try Witness.sysvipc("msg")
      let seen = try queues.peek(at: id, selection, .all)
      #expect(seen.coverage.isComplete)
      #expect(try Witness.sysvipc("msg") == row)
      #expect(try queues.receive(from: id, selection, .all) == seen.messages)
      #expect(failure { try queues.receive(from: id, selection) }?.kind == .empty)
      #expect(failure { try queues.peek(at: id, selection) }?.kind == .empty)
      #expect(try queues.peek(at: id, selection, .all).messages.isEmpty)
    }
  }

  @Test func peekAtAnIndex() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      try queues.send(["0", "1", "2"], to: id)
      #expect(try queues.peek(at: id, index: 2).messages.map(\.bytes) == [Array("2".utf8)])
      #expect(try queues.peek(at: id, .any, .all, index: 1).messages.count == 2)
      let error = failure { try queues.peek(at: id, index: 3) }
      #expect(error?.kind == .empty)
      #expect(error?.reason == "no message at index 3 (3 queued)")
      #expect(failure { try queues.peek(at: id, index: .max) }?.kind == .empty)
    }
  }

  @Test func countsAreExactAndPartsAreNotLost() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      try queues.send(["0", "1", "2"], to: id)
      #expect(try queues.peek(at: id, .any, .count(0)).messages.isEmpty)
      #expect(try queues.receive(from: id, .any, .count(0)).isEmpty)
      #expect(try queues.peek(at: id, .any, .count(2)).messages.count == 2)
      #expect(try queues.receive(from: id, .any, .count(1)).count == 1)
      var request = ReceiveRequest()
      request.deadline = .immediate
      request.amount = .count(3)
      var inbox = Inbox()
      let error = failure {
        try SysVMessageQueue.receive(from: .id(id), request, into: &inbox, in: queues.context)
      }
      #expect(error?.kind == .empty)
      #expect(error?.reason.contains("2 messages were received before") == true)
      #expect(inbox.messages.map(\.bytes) == [Array("1".utf8), Array("2".utf8)])
    }
  }

  /// Nobody reads the output: nothing is taken.
  @Test func nothingIsTakenForAReaderWhoHasGone() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      try queues.send(["kept"], to: id)
      var request = ReceiveRequest()
      request.deadline = .immediate
      var closed = ClosedInbox()
      let error = failure {
        try SysVMessageQueue.receive(from: .id(id), request, into: &closed, in: queues.context)
      }
      #expect(error?.kind == .outputClosed)
      #expect(try queues.inspect(id).messages == 1)
    }
  }

  @Test func aLookAtAllStopsAtItsLimitAndSaysSo() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      let count = ReceiveRequest.peekLimit + 5
      try queues.send((0..<count).map { Array("\($0)".utf8) }, to: id)
      let (messages, coverage) = try queues.peek(at: id, .any, .all)
      #expect(UInt64(messages.count) == ReceiveRequest.peekLimit)
      #expect(messages.last?.bytes == Array("\(ReceiveRequest.peekLimit - 1)".utf8))
      #expect(coverage.gaps.map(\.count) == [5])
      #expect(coverage.gaps.first?.needs == "--count \(count)")
      let all = try queues.peek(at: id, .any, .count(count))
      #expect(UInt64(all.messages.count) == count)
      #expect(all.coverage.isComplete)
      #expect(UInt64(try queues.receive(from: id, .any, .all).count) == count)
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 4095, 4096, 8191, 8192])
  func sizesComeBackWhole(size: Int) throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try queues.send([bytes], to: id)
      #expect(try queues.peek(at: id).messages == [Message(type: 1, bytes: bytes)])
      #expect(try queues.inspect(id).bytes == UInt64(size))
      #expect(try queues.receive(from: id) == [Message(type: 1, bytes: bytes)])
    }
  }

  @Test func longerThanMsgmaxIsRefused() throws {
    try withSandbox {
      let queues = try Queues()
      try TextFile.write("100", to: "/proc/sys/kernel/msgmax")
      let id = try queues.create()
      let error = failure { try queues.send([[UInt8](repeating: 1, count: 101)], to: id) }
      #expect(error?.kind == .tooLarge)
      #expect(error?.reason.contains("kernel.msgmax is 100") == true)
      #expect(try queues.inspect(id).messages == 0)
      try queues.send([[UInt8](repeating: 1, count: 100)], to: id)
    }
  }

  /// The kernel would wait for room for ever, msgop(2).
  @Test func longerThanTheCapacityIsRefused() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create(capacity: 10)
      let error = failure { try queues.send([[UInt8](repeating: 1, count: 11)], to: id) }
      #expect(error?.kind == .tooLarge)
      #expect(error?.reason.contains("capacity is 10 bytes") == true)
      #expect(try queues.inspect(id).messages == 0)
    }
  }

  /// A message stays when the limit is lowered: it is taken whole, and a look says why it cannot be.
  @Test func aMessageLongerThanALoweredLimit() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      let bytes = [UInt8](repeating: 9, count: 8192)
      try queues.send([bytes], to: id)
      try TextFile.write("100", to: "/proc/sys/kernel/msgmax")
      let error = failure { try queues.peek(at: id) }
      #expect(error?.kind == .unsupported)
      #expect(error?.hint == "raise kernel.msgmax")
      #expect(try queues.receive(from: id) == [Message(type: 1, bytes: bytes)])
    }
  }

  @Test func aTypeThatIsNotPositiveIsNotSent() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      #expect(failure { try queues.send(["x"], to: id, type: 0) } != nil)
      #expect(failure { try queues.send(["x"], to: id, type: -1) } != nil)
      #expect(try queues.inspect(id).messages == 0)
    }
  }

  @Test func aTimeLimitEndsTheWaiting() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create(capacity: 1)
      let empty = try Program.ipctool("recv", "--timeout", "0.05", "msg:\(id)").run()
      #expect(empty.status == 75)
      #expect(empty.errorText.contains("no message waits; the time limit passed"))
      let typed = try Program.ipctool("recv", "--timeout", "0.05", "--type", "7", "msg:\(id)").run()
      #expect(typed.status == 75)
      try queues.send(["x"], to: id)
      let full = try Program.ipctool("send", "--timeout", "0.05", "msg:\(id)", "y").run()
      #expect(full.status == 75)
      #expect(full.errorText.contains("queue is full (1 of 1 byte); the time limit passed"))
      #expect(try queues.peek(at: id, .any, .all).messages.map(\.bytes) == [Array("x".utf8)])
    }
  }

  /// Whether it waits already or not yet, it ends.
  @Test func removalEndsTheWaiting() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      let waiting = try Program.ipctool("recv", "msg:\(id)").start()
      try Witness.ipcrm("-q", id)
      let output = try waiting.finish()
      #expect(output.status == 66)
    }
  }
}
