internal import IPCSnapshot
internal import LinuxIPC

/// A segment of memory that cannot be swapped, and that nobody uses.
enum PinnedSegmentRule: DoctorRule {
  static let name = "pinned-segment"
  static let help =
    "nobody is attached to a System V segment that is locked or of huge pages"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [SysVSharedMemory.self]
  static let needs: Examination.Needs = .users
  static let details: Details = .fill

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.unattachedSegments.filter(\.isPinned).map { segment in
      DoctorFinding(
        .warning, machine.address(of: segment, SysVSharedMemory.self),
        "nobody is attached, and its memory cannot be used for anything else",
        evidence: ["\(segment.size) bytes", segment.isLocked ? "locked" : "of huge pages"],
        remedy: machine.remedy(forgetting: segment, SysVSharedMemory.self))
    }
  }
}

extension SysVSharedMemory.Object {
  /// Whether its memory stays where it is.
  var isPinned: Bool { isLocked || isHuge == true }
}
