internal import IPCSnapshot
internal import LinuxIPC

/// A segment that takes much memory, and that nobody uses.
enum LargeSegmentRule: DoctorRule {
  static let name = "large-segment"
  static let help = "nobody is attached to a System V segment that has more than --min-bytes"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [SysVSharedMemory.self]
  static let needs: Examination.Needs = .users
  static let details: Details = .fill

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.unattachedSegments.compactMap { segment in
      guard !segment.isPinned, let resident = segment.fill.bytes,
        resident > machine.thresholds.bytes
      else { return nil }
      return DoctorFinding(
        .warning, machine.address(of: segment, SysVSharedMemory.self),
        "nobody is attached, and much of it is in memory",
        evidence: [Fill.words(resident, of: segment.size, "byte")],
        remedy: machine.remedy(forgetting: segment, SysVSharedMemory.self))
    }
  }
}
