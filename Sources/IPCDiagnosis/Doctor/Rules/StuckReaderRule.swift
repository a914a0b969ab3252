internal import IPCSnapshot
internal import LinuxIPC

/// A pipe that is full, and whose readers do not go on.
enum StuckReaderRule: DoctorRule {
  static let name = "stuck-reader"
  static let help = "a pipe is full, and who could read it is stopped, or stuck behind others"
  static let worst = DoctorFinding.Severity.warning
  static let needs: Examination.Needs = [.holders, .waits]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.waits { thread, verdict, faults, wait in
      wait.need == .room && wait.subject.isPipe
        // Of who is deadlocked the rule of that name tells.
        && (verdict == .stuck || verdict != .deadlocked && faults.contains(.stopped))
    }
    .map { address, waits in
      DoctorFinding(
        .warning, address, "it is full, and who could read it does not go on",
        evidence: waits.map { "\($0.thread.id.pid) waits to write" }
          + Set(waits.flatMap { $0.wait.wakers.map(\.pid) }).sorted().prefix(8).map {
            "\($0) could read"
          })
    }
  }
}
