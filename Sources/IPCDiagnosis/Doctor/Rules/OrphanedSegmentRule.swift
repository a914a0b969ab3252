internal import IPCSnapshot
internal import LinuxIPC

/// A System V segment that nobody is attached to, and whose creator has ended.
enum OrphanedSegmentRule: DoctorRule {
  static let name = "orphaned-segment"
  static let help = "nobody is attached to a System V segment, and its creator is dead"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [SysVSharedMemory.self]
  static let needs: Examination.Needs = .users

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.unattachedSegments.compactMap { segment in
      guard machine.survivors.hasEnded(segment.creatorPID, at: segment.changeTime) else {
        return nil
      }
      let abandonment = machine.abandonment(of: segment, SysVSharedMemory.self)
      return DoctorFinding(
        .warning, machine.address(of: segment, SysVSharedMemory.self),
        "nobody is attached, and who made it is dead",
        evidence: [Counted.words(segment.size, "byte"), "made by process \(segment.creatorPID)"]
          + [abandonment.advocate()].compactMap(\.self),
        remedy: machine.remedy(forgetting: segment, SysVSharedMemory.self, abandonment))
    }
  }
}
