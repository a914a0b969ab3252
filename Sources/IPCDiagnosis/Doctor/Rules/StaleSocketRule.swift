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
    // A connection has the name of the listener it came by, and nobody is led to it by that.
    let sockets = machine.snapshot.objects(of: UnixSocket.self)
    let bound = Set(sockets.filter(\.ownsName).compactMap(\.file))
    let named = Set(sockets.compactMap(\.file))
    var known: Set<UnixSocket.Object.File> = []
    return machine.socketFiles.compactMap { entry in
      let file = UnixSocket.Object.File(entry.file)
      // A directory may be mounted at several places.
      guard !bound.contains(file), known.insert(file).inserted else { return nil }
      let isBound = machine.isBound(entry.path)
      // One that is bound and connected as well looks the same; the kernel tells them apart, where it may be asked.
      if isBound ?? named.contains(file) { return nil }
      let address = Address.bytes(kind: UnixSocket.keyword, name: entry.path)
      let evidence = ["the file of user \(entry.file.uid)"]
      return isBound == false || machine.seesNetworks
        ? DoctorFinding(
          .warning, address, "no socket is bound to it any more", evidence: evidence,
          fix: DoctorFinding.removal(of: address))
        : DoctorFinding(
          .info, address, "no socket is seen to be bound to it",
          evidence: evidence + ["one of another network namespace may be"])
    }
  }
}
