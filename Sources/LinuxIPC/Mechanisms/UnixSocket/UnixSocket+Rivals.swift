internal import Glibc
internal import SystemPackage

/// Abstract names that several sockets have. Each type of socket has names of its own (net/unix/af_unix.c,
/// unix_find_abstract), so that anybody can bind a name that is taken already to a socket of another type.
extension UnixSocket {
  /// Gives an abstract name with rivals to the socket of which a process holds it that `create` started, if that
  /// is one. Among those of others nothing tells which is meant.
  ///
  /// - Parameter sockets: With their other names.
  static func settleRivals(among sockets: inout [Object], in context: Context) {
    var owners: [[UInt8]: [Int]] = [:]
    for index in sockets.indices where sockets[index].ownsName {
      guard let address = sockets[index].address, address.first == 0 else { continue }
      owners[address, default: []].append(index)
    }
    let rivals = owners.values.filter { $0.count > 1 }
    // A holder of ours has made what it holds as our user.
    let own = rivals.joined().filter { sockets[$0].uid == nil || sockets[$0].uid == geteuid() }
    guard !own.isEmpty else { return }
    let held = heldByUs(Set(own.map { sockets[$0].identity }), in: context)
    for indices in rivals {
      let ours = indices.filter { held.contains(sockets[$0].identity) }
      guard ours.count == 1, let address = sockets[ours[0]].address,
        let name = Name(address: address)
      else { continue }
      sockets[ours[0]].name = name
    }
  }

  /// Those of `wanted` that a process holds which `create` started.
  private static func heldByUs(
    _ wanted: Set<ObjectIdentity>, in context: Context
  ) -> Set<ObjectIdentity> {
    typealias Found = [ObjectIdentity: Set<Int32>]
    var coverage = Coverage()
    let shares = ProcessScanner([UnixSocket.self], in: context).scan(
      coverage: &coverage, collecting: Found()
    ) { found, process, findings in
      for finding in findings where wanted.contains(finding.object) {
        found[finding.object, default: []].insert(finding.holder(process).pid)
      }
    }
    var held: Set<ObjectIdentity> = []
    for (object, pids) in (shares ?? []).joined()
    where pids.contains(where: { OwnHolder.isRecognised($0, of: object) }) {
      held.insert(object)
    }
    return held
  }

  /// Where the kernel lists no sockets nothing tells what an abstract name means, and all types are tried.
  package static func types(
    at name: Name, in context: Context
  ) throws(IPCError) -> [SocketType] {
    guard case .abstract = name else { return types }
    let subject = address(name)
    var coverage = Coverage()
    let sockets: [Object]
    do throws(IPCError) {
      sockets = try list(subject, in: context, &coverage)
    } catch  where error.kind == .unsupported || error.kind == .denied {
      return types
    }
    let owners = sockets.filter { $0.ownsName && $0.address == name.address }
    if let owner = owners.first(where: { $0.name == name }) { return [owner.type] }
    guard owners.isEmpty else { throw SocketName.ambiguous(subject, owners.map(\.inode)) }
    // Whoever comes at this moment has no rival.
    return types
  }

  /// One that has lost its abstract name to a rival has it all the same among those of its type.
  package static func socketAddress(of object: Object) -> SocketAddress? {
    if let address = object.address, address.first == 0, object.ownsName {
      return SocketAddress(unix: address)
    }
    return socketAddress(of: object.name)
  }
}
