internal import IPCSnapshot
internal import LinuxIPC

/// A POSIX queue or semaphore that lies there with nobody who has it open. They are made to outlive their users.
enum UnheldRule: DoctorRule {
  static let name = "unheld"
  static let help = "nobody has a POSIX message queue or semaphore open"
  static let worst = DoctorFinding.Severity.info
  static let kinds: [any Mechanism.Type] = [POSIXMessageQueue.self, POSIXSemaphore.self]
  static let needs: Examination.Needs = [.holders, .users]
  static let details: Details = .fill

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    findings(machine, POSIXMessageQueue.self) { ($0.fill.messages ?? 1) == 0 }
      + findings(machine, POSIXSemaphore.self, where: { !$0.isForeign }) { _ in true }
  }

  /// - Parameters:
  ///   - isMeant: Whether it is one at all, and nothing else that has such a name.
  ///   - isEmpty: Whether nothing is lost when it goes.
  private static func findings<Kind: Openable>(
    _ machine: Examination, _ kind: Kind.Type, where isMeant: (Kind.Object) -> Bool = { _ in true },
    isEmpty: (Kind.Object) -> Bool
  ) -> [DoctorFinding] {
    machine.snapshot.objects(of: kind).filter(isMeant).compactMap { object in
      var isUnheld = machine.snapshot.isUnheld(object, as: kind)
      let isUnseen = machine.snapshot.holders(of: object, as: kind)?.isEmpty ?? false
      // Who may look into his own processes alone sees nobody at most objects.
      guard isUnheld ?? (isUnseen && machine.maySeeProcesses) else { return nil }
      if isUnheld == nil {
        isUnheld = machine.snapshot.place(of: object, kind, from: machine.context).isHeld(object)
          .map { !$0 }
        if isUnheld == false { return nil }
      }
      let messages = object.fill.messages.map { [Counted.words($0, "message")] } ?? []
      return DoctorFinding(
        .info, machine.address(of: object, kind),
        isUnheld == true ? "nobody has it open" : "nobody is seen to have it open",
        evidence: messages,
        // Whether somebody has it open who is not seen the kernel tells when it is to go.
        remedy: isEmpty(object) ? machine.remedy(forgetting: object, kind) : nil)
    }
  }
}
