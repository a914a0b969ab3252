import Testing

@testable import LinuxIPC

struct FillTests {
  @Test func isAFractionOnlyWhereThereIsABound() {
    #expect(Fill(bytes: 5, capacityBytes: 10, canFillUp: true).fraction == 0.5)
    #expect(Fill(bytes: .max, capacityBytes: .max, canFillUp: true).fraction == 1)
    #expect(Fill(bytes: 5, capacityBytes: 0, canFillUp: true).fraction == nil)
    #expect(Fill(bytes: nil, capacityBytes: 10, canFillUp: true).fraction == nil)
    #expect(Fill(bytes: 5, capacityBytes: nil, canFillUp: true).fraction == nil)
    #expect(Fill(bytes: 5, capacityBytes: 10, canFillUp: false).fraction == nil)
  }

  @Test func aLimitOfNothingIsReachedByAnything() {
    #expect(Limit("x", value: 0, used: 0, setting: "s").fraction == 0)
    #expect(Limit("x", value: 0, used: 1, setting: "s").fraction == 1)
    #expect(Limit("x", value: 4, used: 1, setting: "s").fraction == 0.25)
    #expect(Limit("x", value: 4, used: nil, setting: "s").fraction == nil)
    #expect(Limit("x", value: .max, used: .max, setting: "s").fraction == 1)
  }

  @Test func percentAreRoundedDown() {
    #expect((999.0 / 1000).wholePercent == 99)
    #expect(1.0.wholePercent == 100)
    #expect(0.0.wholePercent == 0)
    #expect(Double.infinity.wholePercent == .max)
    #expect(Limit("x", value: 200, used: 199, setting: "s").percent == 99)
  }
}
