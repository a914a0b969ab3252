import CLinuxIPC
import Testing

@testable import LinuxIPC

struct MessageSelectionTests {
  @Test func isWhatMsgrcvTakes() {
    #expect(MessageSelection.any.arguments == (0, 0))
    #expect(MessageSelection.type(7).arguments == (7, 0))
    #expect(MessageSelection.type(.max).arguments == (.max, 0))
    #expect(MessageSelection.upTo(7).arguments == (-7, 0))
    #expect(MessageSelection.upTo(.max).arguments == (-.max, 0))
    #expect(MessageSelection.except(7).arguments == (7, cipc_msg_except))
  }

  @Test func matchesWhatMsgrcvWouldTake() {
    #expect([1, 2, 3, .max].map { MessageSelection.any.matches($0) } == [true, true, true, true])
    #expect(
      [1, 2, 3, .max].map { MessageSelection.type(2).matches($0) } == [false, true, false, false])
    #expect(
      [1, 2, 3, .max].map { MessageSelection.upTo(2).matches($0) } == [true, true, false, false])
    #expect(
      [1, 2, 3, .max].map { MessageSelection.except(2).matches($0) } == [true, false, true, true])
  }

  @Test func saysWhatIsMissing() {
    #expect(MessageSelection.any.nothing == "no message waits")
    #expect(MessageSelection.type(7).nothing == "no message of type 7 waits")
    #expect(MessageSelection.upTo(7).nothing == "no message of type 7 or lower waits")
    #expect(MessageSelection.except(7).nothing == "no message of a type other than 7 waits")
  }
}
