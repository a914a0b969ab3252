internal import IPCSnapshot
internal import LinuxIPC

/// A lock in memory whose owner has ended.
enum DeadOwnerRule: DoctorRule {
  static let name = "dead-owner"
  static let help = "a thread waits for a lock in memory whose owner has ended"
  static let worst = DoctorFinding.Severity.critical
  static let needs: Examination.Needs = [.holders, .waits]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.waits(with: .ownerDead).map { address, waits in
      DoctorFinding(
        .critical, address, "who has this lock is dead, and nobody else can give it back",
        evidence: waits.map { "\($0.thread.id.pid) waits for it" })
    }
  }
}
