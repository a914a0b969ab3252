internal import IPCSnapshot
internal import LinuxIPC

/// A semaphore at which somebody waits, and whose last operator has ended: it may have taken what it never gave
/// back.
enum DeadOperatorRule: DoctorRule {
  static let name = "dead-operator"
  static let help = "a semaphore has waiters, and who operated it last is dead"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [SysVSemaphore.self]
  static let details: Details = [.values, .operators]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.snapshot.objects(of: SysVSemaphore.self).compactMap { set in
      // SETVAL alone is no operation (KERNEL-NOTES section 6.1).
      guard set.operationTime != 0 else { return nil }
      let evidence = (set.members ?? []).enumerated().compactMap { index, member -> String? in
        let waiting = member.waitingForMore + member.waitingForZero
        let pid = member.lastOperationPID
        guard waiting > 0, pid > 0, machine.survivors.hasEnded(pid, at: set.lastOperationLimit)
        else {
          return nil
        }
        let wait = Counted.verb("wait", waiting)
        return "member \(index) has \(member.value), \(waiting) \(wait), \(pid) operated it last"
      }
      guard !evidence.isEmpty else { return nil }
      return DoctorFinding(
        .warning, machine.address(of: set, SysVSemaphore.self),
        "processes wait, and who operated it last is dead", evidence: evidence)
    }
  }
}
