internal import IPCSnapshot
internal import LinuxIPC

/// The file of a socket that is no more: whoever connects there is refused.
enum StaleSocketRule: DoctorRule {
  static let name = "stale-socket"
  static let help = "a socket's file is left, and no socket is bound to it"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [UnixSocket.self]
  static let needs: Examination.Needs = [.holders, .socketFiles]

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    let bound = Set(machine.snapshot.objects(of: UnixSocket.self).compactMap(\.file))
    return machine.socketFiles.compactMap { entry in
      guard !bound.contains(UnixSocket.Object.File(entry.file)) else { return nil }
      let address = Address.bytes(kind: UnixSocket.keyword, name: entry.path)
      return DoctorFinding(
        .warning, address, "no socket is bound to it any more",
        evidence: ["the file of user \(entry.file.uid)"], fix: DoctorFinding.removal(of: address))
    }
  }
}
