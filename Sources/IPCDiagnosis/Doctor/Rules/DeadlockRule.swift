/// Processes that wait for each other.
enum DeadlockRule: DoctorRule {
  static let name = "deadlock"
  static let help = "processes wait for each other: all that 'ipctool why --all' finds"
  static let worst = DoctorFinding.Severity.critical
  static let needs: Examination.Needs = [.holders, .waits]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    (machine.diagnosis?.deadlocks ?? []).compactMap { deadlock in
      guard deadlock.pids.contains(where: machine.concerns) else { return nil }
      return DoctorFinding(
        deadlock.isProved ? .critical : .warning, nil,
        deadlock.summary + (deadlock.isProved ? "" : ", most likely"),
        evidence: deadlock.assumes.map { "provided \($0)" }
          + ["'ipctool why \(deadlock.pids[0])' tells the chain"])
    }
  }
}
