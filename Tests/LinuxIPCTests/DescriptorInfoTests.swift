import Testing

@testable import LinuxIPC

/// Fields of /proc/PID/fdinfo/N (proc_pid_fdinfo(5)).
struct DescriptorInfoTests {
  /// Of an event counter, Linux 6.18.
  private static let recorded = """
    pos:\t0
    flags:\t02
    mnt_id:\t16
    ino:\t1060
    eventfd-count:  fffffffffffffffe
    eventfd-id: 27
    eventfd-semaphore: 1

    """

  private func sighting(_ text: [UInt8]) -> DescriptorSighting {
    var sighting = DescriptorSighting(pid: 1, fd: 3)
    sighting.fdinfo = text
    return sighting
  }

  @Test func readsFields() {
    let sighting = sighting(Self.recorded.bytes)
    #expect(sighting.info("eventfd-count:", radix: 16) == UInt64.max - 1)
    #expect(sighting.info("eventfd-id:") == 27)
    #expect(sighting.info("eventfd-semaphore:") == 1)
    #expect(sighting.info("pos:") == 0)
    #expect(sighting.info("id:") == nil, "labels stand at the beginning of a line")
    #expect(DescriptorSighting(pid: 1, fd: 3).info("pos:") == nil)
  }

  @Test(arguments: [
    "", "\n\n", "eventfd-id", "eventfd-id:", "eventfd-id: \n", "eventfd-id: x\n",
    "eventfd-id: -1\n", "eventfd-id: 18446744073709551616\n", " eventfd-id: 3\n",
  ])
  func whatIsNoNumberIsNone(text: String) {
    #expect(sighting(text.bytes).info("eventfd-id:") == nil)
  }

  @Test func survivesBeingCut() {
    forEachPrefix(of: Self.recorded.bytes) { prefix in
      let flag = sighting(prefix).info("eventfd-semaphore:")
      #expect(flag == nil || flag == 1)
    }
  }
}

/// Names of files as links and maps show them, and what memory files may be sealed against.
struct FileTextTests {
  @Test(arguments: [
    ("/a", "/a"), ("/a (deleted)", "/a"), ("/a (deleted) (deleted)", "/a (deleted)"),
    (" (deleted)", " (deleted)"), ("(deleted)", "(deleted)"), ("/a (deleted) ", "/a (deleted) "),
    ("", ""),
  ])
  func theMarkOfADeletedFile(text: String, path: String) {
    #expect(Array(FileText(text.bytes).path) == path.bytes)
  }

  @Test func wordsOfSeals() {
    #expect(MemoryFile.Seals(rawValue: 0).words == [])
    #expect(
      MemoryFile.Seals(rawValue: 0x3F).words
        == ["seal", "shrink", "grow", "write", "future-write", "exec"])
    #expect(MemoryFile.Seals(rawValue: 0x40).words == [], "one that is not known yet")
  }
}
