internal import IPCSnapshot
internal import LinuxIPC

/// An object that any user may change. Of sockets who listens decides, so that these are left out.
enum WorldWritableRule: DoctorRule {
  static let name = "world-writable"
  static let help = "every user may write to an object"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = ManyObjectsRule.kinds + [FIFO.self]
  static let needs: Examination.Needs = .holders

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    kinds.flatMap { findings(machine, $0) }
  }

  private static func findings<Kind: Mechanism>(
    _ machine: Examination, _ kind: Kind.Type
  ) -> [DoctorFinding] {
    machine.snapshot.objects(of: kind).compactMap { object in
      guard let permitted = object as? any Permitted, let bits = permitted.permissions,
        bits & 0o002 != 0, permitted.reachedBy.map(machine.maySearch) != false
      else { return nil }
      let mode = String(bits, radix: 8)
      return DoctorFinding(
        .warning, machine.address(of: object, kind), "every user may write to it",
        evidence: ["mode 0\(mode)", "made by user \(permitted.creatorUID)"])
    }
  }
}
