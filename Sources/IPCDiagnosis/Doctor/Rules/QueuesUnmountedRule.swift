internal import IPCSnapshot
internal import LinuxIPC

/// POSIX queues exist, and no directory shows them.
enum QueuesUnmountedRule: DoctorRule {
  static let name = "queues-unmounted"
  static let help = "there are POSIX message queues, and /dev/mqueue is not mounted"
  static let worst = DoctorFinding.Severity.info
  static let kinds: [any Mechanism.Type] = [POSIXMessageQueue.self]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    // What is elsewhere is not shown here anyway.
    let count = machine.snapshot.objects(of: POSIXMessageQueue.self)
      .count { $0.elsewhere == nil }
    guard count > 0, !machine.hasQueueDirectory else { return [] }
    return [
      DoctorFinding(
        .info, nil, "there are \(count) POSIX message queues, which ls(1) cannot show",
        evidence: ["/dev/mqueue is not mounted"],
        fix: Array("mkdir -p /dev/mqueue && mount -t mqueue none /dev/mqueue".utf8))
    ]
  }
}
