import Testing

@testable import LinuxIPC

/// Numbers of things in sentences.
struct CountedTests {
  @Test func oneIsNotSeveral() {
    #expect(
      [0, 1, 2].map { Counted.words($0, "message") } == ["0 messages", "1 message", "2 messages"])
    #expect(Counted.words(1 as UInt64, "process") == "1 process")
    #expect(Counted.words(3, "process") == "3 processes")
    #expect(Counted.were(1, "byte") == "1 byte was")
    #expect(Counted.were(0, "byte") == "0 bytes were")
    #expect(Counted.these(1, "object") == "this object")
    #expect(Counted.these(2, "object") == "these 2 objects")
    #expect(Counted.words(1, "connection", "wait") == "1 connection waits")
    #expect(Counted.words(2, "connection", "wait") == "2 connections wait")
  }

  /// What stands last decides.
  @Test func aBoundIsCounted() {
    #expect(Fill.words(1, of: nil, "message") == "1 message")
    #expect(Fill.words(1, of: 10, "message") == "1 of 10 messages")
    #expect(Fill.words(0, of: 1, "message") == "0 of 1 message")
    #expect(Fill.words(1, of: nil, "message", "wait") == "1 message waits")
    #expect(Fill.words(1, of: 10, "message", "wait") == "1 of 10 messages waits")
    #expect(Fill.words(2, of: 10, "message", "wait") == "2 of 10 messages wait")
  }
}
