internal import IPCSnapshot
internal import LinuxIPC

/// A listener that does not accept as fast as clients come.
enum BacklogFullRule: DoctorRule {
  static let name = "backlog-full"
  static let help = "more connections wait at a listener than its backlog"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [UnixSocket.self, TCPSocket.self]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    findings(machine, UnixSocket.self) + findings(machine, TCPSocket.self)
  }

  private static func findings<Kind: Mechanism>(
    _ machine: Examination, _ kind: Kind.Type
  ) -> [DoctorFinding] where Kind.Object: Peered {
    machine.snapshot.objects(of: kind).compactMap { socket in
      guard let waiting = socket.waiting, let backlog = socket.backlog, waiting > backlog else {
        return nil
      }
      return DoctorFinding(
        .warning, machine.address(of: socket, kind), "its queue of clients is full",
        evidence: ["connections waiting: \(waiting)", "backlog: \(backlog)"])
    }
  }
}
