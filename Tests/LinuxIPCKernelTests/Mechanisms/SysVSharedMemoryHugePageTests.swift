import CLinuxIPC
import Glibc
import IPCSnapshot
import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// Segments of huge pages, for which the kernel shows too much.
@Suite(.serialized)
struct SysVSharedMemoryHugePageTests {
  /// One of two huge pages in memory: 2 MiB, not all.
  @Test func hugePagesInPart() throws {
    try LentHugePages.with(8) {
      try withSandbox {
        let segments = Memory<SysVSharedMemory>()
        let id = cipc_shmget(
          0, 4 << 20, cipc_ipc_creat | cipc_shm_hugetlb | 0o600)
        try #require(id >= 0)
        guard let address = unsafe cipc_shmat(id, 0) else { throw SupportError("shmat") }
        unsafe address.storeBytes(of: 1, as: UInt8.self)
        _ = unsafe cipc_shmdt(address)
        #expect(try segments.inspect(.id(id)).residentBytes == 2 << 20)
        #expect(try segments.inspect(.id(id)).isHuge == true)
      }
    }
  }

  /// One huge page of a segment larger than what it is shown as: 1 GiB "resident" of 2 GiB.
  @Test func hugePagesOfALargeSegment() throws {
    try LentHugePages.with(8) {
      try withSandbox {
        let segments = Memory<SysVSharedMemory>()
        let id = cipc_shmget(
          0, 2 << 30, cipc_ipc_creat | cipc_shm_hugetlb | cipc_shm_noreserve | 0o600)
        try #require(id >= 0)
        guard let address = unsafe cipc_shmat(id, 0) else { throw SupportError("shmat") }
        unsafe address.storeBytes(of: 1, as: UInt8.self)
        _ = unsafe cipc_shmdt(address)
        let object = try segments.inspect(.id(id))
        #expect(object.isHuge == nil)
      }
    }
  }

  /// A segment that nothing was reserved for may have no page to give: an error, not SIGBUS.
  @Test func aPageThatCannotBeHadIsAnError() throws {
    try LentHugePages.with(0) {
      try withSandbox {
        let segments = Memory<SysVSharedMemory>()
        let id = cipc_shmget(
          0, 4 << 20, cipc_ipc_creat | cipc_shm_hugetlb | cipc_shm_noreserve | 0o600)
        try #require(id >= 0)
        #expect(failure { try segments.write("hello", to: .id(id)) }?.kind == .system)
      }
    }
  }
}
