import Testing

@testable import LinuxIPC

struct DeadlineTests {
  @Test(arguments: [0, -0.0, -1, -.infinity] as [Double])
  func nothingToWaitIsImmediate(seconds: Double) {
    #expect(Deadline.after(seconds: seconds) == .immediate)
  }

  @Test(arguments: [.infinity, .greatestFiniteMagnitude, 1e300, 1e18, 9.3e9, 4.7e9] as [Double])
  func whatDoesNotFitTheClockIsNever(seconds: Double) {
    #expect(Deadline.after(seconds: seconds) == .never)
  }

  @Test(arguments: [.leastNonzeroMagnitude, 1e-12, 1e-9, 0.001, 1, 86400, 4e9] as [Double])
  func anythingElseIsAMoment(seconds: Double) throws {
    guard case .at(let first) = Deadline.after(seconds: seconds),
      case .at(let second) = Deadline.after(seconds: seconds)
    else {
      Issue.record("no moment")
      return
    }
    #expect(first > 0)
    #expect(second >= first, "the clock never goes back")
    #expect(Double(first) >= seconds * 1e9)
  }

  @Test func knowsWhetherItHasPassed() {
    #expect(Deadline.immediate.hasPassed)
    #expect(!Deadline.never.hasPassed)
    #expect(Deadline.at(0).hasPassed)
    #expect(Deadline.at(.min).hasPassed)
    #expect(!Deadline.at(.max).hasPassed)
  }
}
