internal import IPCSnapshot
internal import LinuxIPC

/// A process that waits in open(2) of a FIFO for its other end.
enum NoOtherEndRule: DoctorRule {
  static let name = "no-other-end"
  static let help = "a process waits for the other end of a FIFO that nobody has open"
  static let worst = DoctorFinding.Severity.info
  static let needs: Examination.Needs = [.holders, .waits]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.waits(with: .noOtherEnd).map { address, waits in
      DoctorFinding(
        .info, address, "nobody has its other end, for which a process waits",
        evidence: waits.map { "\($0.thread.id.pid) waits in open" })
    }
  }
}
