import CLinuxIPC
import Glibc
import IPCSnapshot
import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// Peeks by type.
struct SysVMessageQueuePeekTests {
  @Test func peekOfAllCountsOnlyWhatIsMeant() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      let limit = Int(ReceiveRequest.peekLimit)
      try queues.send(Array(repeating: "a", count: limit), to: id, type: 1)
      try queues.send(Array(repeating: "b", count: 5), to: id, type: 2)
      let (messages, coverage) = try queues.peek(at: id, .type(1), .all)
      #expect(messages.count == limit)
      #expect(coverage.gaps.map(\.count) == [nil], "which of the rest is meant, nobody looked")
    }
  }

  @Test func indexAndLowestType() throws {
    try withSandbox {
      let queues = try Queues()
      let id = try queues.create()
      try queues.send(["a", "b"], to: id)
      #expect(failure { try queues.peek(at: id, .upTo(9), index: 1) }?.kind == .usage)
    }
  }
}
