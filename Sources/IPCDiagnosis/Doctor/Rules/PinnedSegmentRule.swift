internal import IPCSnapshot
internal import LinuxIPC

/// A segment that keeps much memory, or memory that cannot be swapped, and that nobody uses.
enum PinnedSegmentRule: DoctorRule {
  static let name = "pinned-segment"
  static let help =
    "nobody is attached to a System V segment that is locked, of huge pages, or large"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [SysVSharedMemory.self]
  static let needs: Examination.Needs = .users
  static let details: Details = .fill

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.snapshot.objects(of: SysVSharedMemory.self).compactMap { segment in
      let resident = segment.fill.bytes ?? 0
      let isPinned = segment.isLocked || segment.isHuge == true
      guard segment.attached == 0, !segment.isDestroyed,
        isPinned || resident > machine.thresholds.bytes
      else { return nil }
      let address = machine.address(of: segment, SysVSharedMemory.self)
      return DoctorFinding(
        .warning, address,
        "nobody is attached, and its memory cannot be used for anything else",
        evidence: [
          "\(segment.size) bytes",
          segment.isLocked ? "locked" : isPinned ? "of huge pages" : "\(resident) are in memory",
        ],
        fix: machine.isForgotten(segment, SysVSharedMemory.self)
          ? DoctorFinding.forgetting(address) : nil)
    }
  }
}
