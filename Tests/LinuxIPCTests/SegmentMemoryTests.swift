import Testing

@testable import LinuxIPC

struct SegmentMemoryTests {
  private func memory(
    shown: UInt64, size: UInt64, hugePageSize: UInt64? = 2 << 20
  ) -> SegmentMemory {
    SegmentMemory(shown: shown, size: size, pageSize: 4096, hugePageSize: hugePageSize)
  }

  @Test func anOrdinarySegmentIsTakenAtItsWord() {
    #expect(memory(shown: 4096, size: 1 << 20).resident == 4096)
    #expect(memory(shown: 4096, size: 1 << 20).isHuge == false)
    #expect(memory(shown: 8192, size: 4097).isHuge == false, "its last page is whole")
    #expect(memory(shown: 8192, size: 4097).resident == 8192)
  }

  /// 2 MiB of huge pages are shown as 1 GiB, Linux 6.18.
  @Test func moreThanTheWholeSegmentMeansHugePages() {
    #expect(memory(shown: 1 << 30, size: 2 << 20).isHuge == true)
    #expect(memory(shown: 1 << 30, size: 2 << 20).resident == 2 << 20)
    #expect(memory(shown: 1 << 30, size: 4 << 20).resident == 2 << 20, "one page of two")
  }

  @Test func hugePagesOfAnotherSizeAreNotGuessedAt() {
    #expect(memory(shown: 1 << 48, size: 1 << 30).isHuge == true)
    #expect(memory(shown: 1 << 48, size: 1 << 30).resident == nil)
  }

  /// One huge page of 2 GiB is shown as 1 GiB, which as many ordinary pages may be as well.
  @Test func whatFitsBothIsLeftOpen() {
    #expect(memory(shown: 1 << 30, size: 2 << 30).isHuge == nil)
    #expect(memory(shown: 1 << 30 - 4096, size: 2 << 30).isHuge == false)
  }

  @Test func nothingResidentTellsNothing() {
    #expect(memory(shown: 0, size: 2 << 20).isHuge == nil)
    #expect(memory(shown: 0, size: 2 << 20).resident == 0)
  }

  @Test func neverTraps() {
    for size in [0, 1, 4095, 4096, 1 << 63 - 4096, 1 << 63, .max - 4095, .max] as [UInt64] {
      for shown in [0, 1, 4096, 1 << 63, .max] as [UInt64] {
        for hugePageSize in [nil, 4096, 2 << 20, 1 << 30] as [UInt64?] {
          let memory = memory(shown: shown, size: size, hugePageSize: hugePageSize)
          #expect(memory.resident ?? 0 <= max(shown, size))
        }
      }
    }
  }
}
