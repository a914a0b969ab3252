internal import IPCSnapshot
internal import LinuxIPC

/// A message queue into which nothing more goes.
enum QueueFullRule: DoctorRule {
  static let name = "queue-full"
  static let help = "a message queue is full, or senders wait for room in it"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [SysVMessageQueue.self, POSIXMessageQueue.self]
  static let needs: Examination.Needs = [.holders, .waits]
  static let details: Details = .fill

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    let senders = Dictionary(
      grouping: machine.waits { _, _, _, wait in wait.need == .room }.flatMap(\.waits),
      by: \.wait.subject.identity)
    return findings(machine, SysVMessageQueue.self, senders)
      + findings(machine, POSIXMessageQueue.self, senders)
  }

  private static func findings<Kind: Mechanism>(
    _ machine: Examination, _ kind: Kind.Type,
    _ waiting: [Subject.Identity: [Examination.Waiting]]
  ) -> [DoctorFinding] {
    machine.snapshot.objects(of: kind).compactMap { queue in
      let senders = waiting[.object(queue.identity)] ?? []
      guard !senders.isEmpty || queue.ends.isFull == true else { return nil }
      var evidence: [String] = []
      if let messages = queue.fill.messages {
        evidence.append(Fill.words(messages, of: queue.fill.messagesLimit, "message"))
      }
      if let bytes = queue.fill.bytes {
        evidence.append(Fill.words(bytes, of: queue.fill.capacityBytes, "byte"))
      }
      return DoctorFinding(
        .warning, machine.address(of: queue, kind),
        senders.isEmpty ? "it is full" : "senders wait for room",
        evidence: evidence + senders.map { "\($0.thread.id.pid) waits to send" })
    }
  }
}
