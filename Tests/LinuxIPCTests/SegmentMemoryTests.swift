import Testing

@testable import LinuxIPC

struct SegmentMemoryTests {
  private func memory(resident: UInt64, size: UInt64) -> SegmentMemory {
    SegmentMemory(resident: resident, size: size, pageSize: 4096)
  }

  @Test func anOrdinarySegmentIsTakenAtItsWord() {
    #expect(memory(resident: 4096, size: 1 << 20).resident == 4096)
    #expect(memory(resident: 4096, size: 1 << 20).isHuge == false)
    #expect(memory(resident: 8192, size: 4097).isHuge == false, "its last page is whole")
    #expect(memory(resident: 8192, size: 4097).resident == 8192)
  }

  /// 2 MiB of huge pages are shown as 1 GiB, Linux 6.18.
  @Test func moreThanTheWholeSegmentMeansHugePages() {
    #expect(memory(resident: 1 << 30, size: 2 << 20).isHuge == true)
    #expect(memory(resident: 1 << 30, size: 2 << 20).resident == 2 << 20)
  }

  @Test func nothingResidentTellsNothing() {
    #expect(memory(resident: 0, size: 2 << 20).isHuge == nil)
    #expect(memory(resident: 0, size: 2 << 20).resident == 0)
  }

  @Test func neverTraps() {
    for size in [0, 1, 4095, 4096, 1 << 63 - 4096, 1 << 63, .max - 4095, .max] as [UInt64] {
      for resident in [0, 1, 4096, 1 << 63, .max] as [UInt64] {
        let memory = memory(resident: resident, size: size)
        #expect(memory.resident <= max(resident, size))
      }
    }
  }
}
