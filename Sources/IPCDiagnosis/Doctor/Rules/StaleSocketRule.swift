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
      let elsewhere = entry.elsewhere
      let isBound = elsewhere.map(\.isBound) ?? machine.isBound(entry.path)
      // One that is bound and connected as well looks the same; the kernel tells them apart, where it may be asked.
      if isBound ?? named.contains(file) { return nil }
      if sockets.contains(where: { $0.mayBeBound(through: entry.file, at: entry.path) }) {
        return nil
      }
      let isSure = isBound == false || machine.seesNetworks
      return finding(machine, entry, isSure: isSure)
    }
  }

  private static func finding(
    _ machine: Examination, _ entry: SocketFiles.Entry, isSure: Bool
  ) -> DoctorFinding {
    let severity: DoctorFinding.Severity = isSure ? .warning : .info
    let words =
      isSure ? "no socket is bound to it any more" : "no socket is seen to be bound to it"
    var evidence = ["the file of user \(entry.file.uid)"]
    if !isSure { evidence.append("one of another network namespace may be") }
    guard let elsewhere = entry.elsewhere else {
      let address = Address.bytes(kind: UnixSocket.keyword, name: entry.path)
      let isAddress = (try? UnixSocket.Name(parsing: entry.path)) != nil
      if !isAddress { evidence.append("its path is longer than a socket's may be") }
      return DoctorFinding(
        severity, address, words, evidence: evidence,
        remedy: isSure && isAddress
          ? machine.remedy(unlinking: entry.file, at: entry.path, address) : nil)
    }
    // No verb takes the path of another mount namespace, and what runs inside is another's.
    evidence.append("found in \(elsewhere.mounts.text)")
    if let process = elsewhere.process { evidence.append("process \(process) is in it") }
    // As an address would have it: it stands in a sentence.
    let path = Address.escaped(entry.path)
    return DoctorFinding(
      severity, nil, "\(path), the file of a socket in another mount namespace: \(words)",
      evidence: evidence)
  }
}
