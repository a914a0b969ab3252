import Testing

@testable import LinuxIPC

struct CoverageTests {
  @Test func isCompleteUntilSomethingIsHidden() {
    var coverage = Coverage()
    #expect(coverage.isComplete)
    coverage.merge(Coverage())
    #expect(coverage.isComplete)
    coverage.hide("processes", needs: "A")
    #expect(!coverage.isComplete)
    #expect(coverage.gaps == [Coverage.Gap(what: "processes", count: 1, needs: "A")])
  }

  @Test func addsUpWhatIsTheSame() {
    var coverage = Coverage()
    coverage.hide("processes", needs: "A")
    coverage.hide("processes", count: 2, needs: "A")
    coverage.hide("processes", needs: "B")
    coverage.hide("files", needs: "A")
    #expect(
      coverage.gaps == [
        Coverage.Gap(what: "processes", count: 3, needs: "A"),
        Coverage.Gap(what: "processes", count: 1, needs: "B"),
        Coverage.Gap(what: "files", count: 1, needs: "A"),
      ])
  }

  @Test func anUnknownNumberStaysUnknown() {
    var coverage = Coverage()
    coverage.hide("files", count: nil, needs: "A")
    coverage.hide("files", count: 5, needs: "A")
    #expect(coverage.gaps == [Coverage.Gap(what: "files", count: nil, needs: "A")])
    var other = Coverage()
    other.hide("files", count: 5, needs: "A")
    other.hide("files", count: nil, needs: "A")
    #expect(other == coverage)
  }

  @Test func saturates() {
    var coverage = Coverage()
    coverage.hide("messages", count: .max, needs: "A")
    var other = Coverage()
    other.hide("messages", count: 3, needs: "A")
    other.hide("files", needs: "A")
    coverage.merge(other)
    #expect(
      coverage.gaps == [
        Coverage.Gap(what: "messages", count: .max, needs: "A"),
        Coverage.Gap(what: "files", count: 1, needs: "A"),
      ])
    #expect((1 as UInt64).saturatingSum(2) == 3)
    #expect(UInt64.max.saturatingSum(.max) == .max)
    #expect(UInt64.max.saturatingSum(0) == .max)
    #expect((3 as UInt64).saturatingProduct(4) == 12)
    #expect((1 << 32 as UInt64).saturatingProduct(1 << 32) == .max)
    #expect(UInt64.max.saturatingProduct(0) == 0)
  }
}
