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
    var byPath: [[UInt8]: [UnixSocket.Object]] = [:]
    for socket in machine.snapshot.objects(of: UnixSocket.self)
    where socket.ownsName && socket.file != nil {
      byPath[socket.address ?? [], default: []].append(socket)
    }
    return byPath.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { path, sockets in
      guard sockets.count > 1, let there = machine.fileAt(path) else { return [DoctorFinding]() }
      let lost = sockets.filter { socket in
        socket.file?.isSameFile(as: there) == false
      }
      guard lost.count < sockets.count else { return [] }
      return lost.compactMap { socket in
        let holders = machine.snapshot.holders(of: socket, as: UnixSocket.self) ?? []
        // In another mount namespace the same path may lead there.
        guard holders.contains(where: { machine.sharesDirectories($0.pid) == true }) else {
          return nil
        }
        return DoctorFinding(
          .warning, Address.bytes(kind: UnixSocket.keyword, name: path),
          "socket \(socket.inode) is bound to this path, which leads to another",
          evidence: holders.map { "process \($0.pid) holds it" })
      }
    }
  }
}
