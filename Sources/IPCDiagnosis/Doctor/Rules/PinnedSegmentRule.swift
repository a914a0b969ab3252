internal import IPCSnapshot
internal import LinuxIPC

/// A segment of memory that cannot be swapped, and that nobody uses.
enum PinnedSegmentRule: DoctorRule {
  static let name = "pinned-segment"
  static let help =
    "nobody is attached to a System V segment that is locked or of huge pages"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [SysVSharedMemory.self]
  static let needs: Examination.Needs = [.users, .hugePages]
  static let details: Details = .fill

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.unattachedSegments.filter(\.isPinned).map { segment in
      DoctorFinding(
        .warning, machine.address(of: segment, SysVSharedMemory.self),
        "nobody is attached, and its memory cannot be used for anything else",
        evidence: [
          Counted.words(segment.size, "byte"), segment.isLocked ? "locked" : "of huge pages",
        ],
        remedy: machine.remedy(forgetting: segment, SysVSharedMemory.self))
    }
  }

  /// The kernel tells of huge pages by what has been touched of them, or by whoever has them attached. Those that a
  /// segment was promised are counted with all others.
  static func gaps(_ machine: Examination) -> Coverage {
    let reserved = machine.reservedHugePages
    let count = machine.unattachedSegments.count { segment in
      !segment.isPinned && segment.isHuge == nil
        && (reserved?.contains { segment.mayConsist(of: $0.value, pagesOf: $0.key) } ?? true)
    }
    var coverage = Coverage()
    if count > 0 {
      coverage.hide(
        "page sizes of segments", count: UInt64(count), needs: "a process that has them attached")
    }
    return coverage
  }
}

extension SysVSharedMemory.Object {
  /// Whether its memory stays where it is.
  var isPinned: Bool { isLocked || isHuge == true }

  /// Whether there are as many pages promised as it has to have left, if it is of such.
  fileprivate func mayConsist(of pages: UInt64, pagesOf pageSize: UInt64) -> Bool {
    residentBytes == 0 ? size.saturatingSum(pageSize - 1) / pageSize <= pages : pages > 0
  }
}
