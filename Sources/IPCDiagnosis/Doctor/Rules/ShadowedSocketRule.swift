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
    let owners = machine.snapshot.objects(of: UnixSocket.self).filter(\.ownsName)
    return owners.compactMap { socket in
      guard let path = socket.address, path.first == UInt8(ascii: "/"), let own = socket.file,
        // What else is bound by that path, wherever; few are.
        owners.contains(where: { $0.address == path && $0.file != nil && $0.inode != socket.inode })
      else { return nil }
      let holders = machine.snapshot.holders(of: socket, as: UnixSocket.self) ?? []
      // The path means what it means to who is bound: he may have other directories than we.
      guard let there = holders.lazy.compactMap({ machine.fileSeenBy($0.pid, path) }).first,
        !own.isSameFile(as: there),
        owners.contains(where: { $0.file?.isSameFile(as: there) == true })
      else { return nil }
      return DoctorFinding(
        .warning, Address.bytes(kind: UnixSocket.keyword, name: path),
        "socket \(socket.inode) is bound to this path, which leads to another",
        evidence: holders.map { "process \($0.pid) holds it" })
    }
  }
}
