internal import IPCSnapshot
internal import LinuxIPC

/// A socket whose path leads to another one by now: its clients come no more, and it does not notice.
enum ShadowedSocketRule: DoctorRule {
  static let name = "shadowed-socket"
  static let help = "two sockets are bound to one path, and only one can be reached"
  static let worst = DoctorFinding.Severity.warning
  static let kinds: [any Mechanism.Type] = [UnixSocket.self]
  static let needs: Examination.Needs = .holders

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    let owners = machine.snapshot.objects(of: UnixSocket.self)
      .filter { $0.ownsName && $0.file != nil && $0.address?.first == UInt8(ascii: "/") }
    let byPath = Dictionary(grouping: owners) { $0.address ?? [] }.filter { $0.value.count > 1 }
    return byPath.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { path, rivals in
      rivals.compactMap { finding(machine, $0, path, rivals) }
    }
  }

  private static func finding(
    _ machine: Examination, _ socket: UnixSocket.Object, _ path: [UInt8],
    _ rivals: [UnixSocket.Object]
  ) -> DoctorFinding? {
    let holders = machine.snapshot.holders(of: socket, as: UnixSocket.self) ?? []
    // The path means what it means to those who hold the socket: they may have other directories than we.
    let seen = holders.compactMap { machine.fileSeenBy($0.pid, path) }
    guard !seen.isEmpty, !seen.contains(where: { socket.file?.isSameFile(as: $0) == true }),
      rivals.contains(where: { rival in seen.contains { rival.file?.isSameFile(as: $0) == true } })
    else { return nil }
    return DoctorFinding(
      .warning, Address.bytes(kind: UnixSocket.keyword, name: path, in: socket.elsewhere),
      "socket \(socket.inode) is bound to this path, which leads to another",
      evidence: holders.map { "process \($0.pid) holds it" })
  }
}
