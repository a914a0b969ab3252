internal import IPCSnapshot
internal import LinuxIPC

/// A segment that was removed, and lives on as long as somebody is attached. Many programs want it so.
enum DestroyedSegmentRule: DoctorRule {
  static let name = "destroyed-segment"
  static let help = "a System V segment was removed, and processes are still attached"
  static let worst = DoctorFinding.Severity.info
  static let kinds: [any Mechanism.Type] = [SysVSharedMemory.self]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.snapshot.objects(of: SysVSharedMemory.self).compactMap { segment in
      guard segment.isDestroyed, segment.attached > 0 else { return nil }
      return DoctorFinding(
        .info, machine.address(of: segment, SysVSharedMemory.self),
        "it was removed, and goes with the last who is attached",
        evidence: [Counted.words(segment.size, "byte"), "attachments: \(segment.attached)"])
    }
  }
}
