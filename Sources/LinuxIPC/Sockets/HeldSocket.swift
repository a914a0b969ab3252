internal import CLinuxIPC
internal import SystemPackage

/// A socket that a process holds, as that process's link shows it.
package struct HeldSocket: Sendable {
  package let inode: UInt32
  package let holder: Holder

  /// Of all sockets; nil when it cannot be told.
  package static var device: UInt64? { KernelFileSystems.sockets }

  /// nil for an object that is no socket.
  package init?(_ object: ObjectIdentity, _ holder: Holder) {
    guard object.space == .file, object.device == KernelFileSystems.sockets,
      let inode = UInt32(exactly: object.inode)
    else { return nil }
    self.inode = inode
    self.holder = holder
  }

  /// Whether it is of `kind`; false for one that has gone.
  package func isOf<Kind: SocketMechanism>(_ kind: Kind.Type) -> Bool {
    protocolName(as: kind) != nil && status != nil
  }

  /// The socket as one of `kind` that is in no list; nil for a kind of which every socket is in one, and for one
  /// that has gone.
  ///
  /// - Parameter isUnbound: Whether it is known to have neither a port nor another end.
  package func unlisted<Kind: SocketMechanism>(
    as kind: Kind.Type, isUnbound: Bool
  ) -> Kind.Object? {
    guard let name = protocolName(as: kind), let status else { return nil }
    return Kind.unlisted(
      inode: inode, protocolName: name, uid: status.uid, isUnbound: isUnbound)
  }

  /// What a socket tells of itself that no list does.
  package struct Testimony: Sendable {
    /// nil when it may not be asked.
    package let network: NamespaceHandle?
    /// Whether it is known to have neither a port nor another end.
    package let isUnbound: Bool
  }

  /// Borrows it to ask.
  package func testimony(through borrower: inout Borrower) throws(Borrower.Refusal) -> Testimony {
    try borrower.borrow(SocketIdentity.of(inode: inode), from: [holder]) { socket, _, _ in
      Testimony(
        network: try? NamespaceHandle(ofSocket: socket),
        isUnbound: cipc_socket_is_unbound(socket.rawValue) > 0)
    }
  }

  /// nil for a protocol that `kind` does not have.
  private func protocolName<Kind: SocketMechanism>(as kind: Kind.Type) -> [UInt8]? {
    guard let fd = holder.fd, let name = Self.protocolName(holder.pid, fd), Kind.hasProtocol(name)
    else { return nil }
    return name
  }

  /// nil once its descriptor leads to another.
  private var status: FileStatus? {
    guard let fd = holder.fd else { return nil }
    let status = LentCapabilities.raising(Capability.sight) {
      try? FileStatus(cached: [UInt8](path: "/proc/\(holder.pid)/fd/\(fd)"))
    }
    return status?.inode == UInt64(inode) ? status : nil
  }

  /// The protocol of the socket that descriptor `fd` of the process `pid` leads to, as
  /// /proc/net/protocols has it; nil when it may not be looked at.
  ///
  /// The corresponding C function is `getxattr`.
  static func protocolName(_ pid: Int32, _ fd: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = try? unsafe buffer.withUnsafeMutableBytesCarrying { (bytes) throws(Errno) in
      let text = unsafe bytes.bindMemory(to: CChar.self)
      return try LentCapabilities.raising(Capability.sight) { () throws(Errno) in
        try systemCall { unsafe cipc_socket_protocol(pid, fd, text.baseAddress, text.count) }
      }
    }
    guard let count, count > 0 else { return nil }
    return Array(buffer[..<Int(count)].prefix { $0 != 0 })
  }
}
