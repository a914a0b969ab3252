internal import CLinuxIPC
package import SystemPackage

/// The file of a Unix socket: it stays when the socket goes, and nobody can be bound to it again (unix(7)).
package enum SocketFile {
  /// - Throws: `notFound`.
  static func look(_ path: [UInt8], _ subject: String) throws(IPCError) -> NamedFile {
    let status = try SocketFailures.attempt("lstat", subject) { () throws(Errno) in
      try FileStatus(ofLink: path)
    }
    guard status.type == .socket else {
      throw IPCError(.usage, subject: subject, reason: "the file there is no socket")
    }
    return NamedFile(path: path, status: status)
  }

  /// Whether `remove` would be refused.
  static func checkRemoval(
    of file: NamedFile, _ subject: String, in context: Context
  ) throws(IPCError) {
    try checkAbandoned(file.path, subject)
    try checkUnseenElsewhere(file, subject, in: context)
    try file.checkUnlinking(SocketFailures.self, subject, in: context)
  }

  /// Whether who may unlink it are others, by its directory and its owner.
  ///
  /// - Throws: `denied`.
  package static func checkUnlinking(
    of status: FileStatus, at path: [UInt8], in context: Context
  ) throws(IPCError) {
    let subject = Address.text(kind: UnixSocket.keyword, name: path)
    try NamedFile(path: path, status: status)
      .checkUnlinking(SocketFailures.self, subject, in: context)
  }

  /// Removes it.
  ///
  /// - Throws: `usage` where somebody has the socket, `gone` when the path leads to another file.
  static func remove(
    _ file: NamedFile, _ subject: String, in context: Context
  ) throws(IPCError) {
    try checkAbandoned(file.path, subject)
    try checkUnseenElsewhere(file, subject, in: context)
    // A socket is bound while its directory is locked (net/unix/af_unix.c, unix_bind_bsd), as it is while a
    // file is renamed: what nobody has under its other name nobody is about to have.
    try file.unlink(SocketFailures.self, subject) { (directory, aside) throws(IPCError) in
      // Which may be too long for an address.
      try checkAbandoned(
        [UInt8](path: "/proc/thread-self/fd/\(directory.rawValue)/") + aside, subject)
    }
  }

  /// Sees that no socket is bound to the file.
  private static func checkAbandoned(_ path: [UInt8], _ subject: String) throws(IPCError) {
    let isTaken = try SocketFailures.attempt("connect", subject) { () throws(Errno) in
      try isBound(path)
    }
    guard isTaken else { return }
    throw IPCError(
      .usage, subject: subject,
      reason: "a process has the socket, which 'create' did not start for this user",
      hint: "'ipctool show' tells who")
  }

  /// Sees that no socket of ours is bound to it where another file system shows it.
  static func checkUnseenElsewhere(
    _ file: NamedFile, _ subject: String, in context: Context
  ) throws(IPCError) {
    var coverage = Coverage()
    let sockets = (try? UnixSocket.objects(in: context, coverage: &coverage)) ?? []
    guard let other = sockets.first(where: { $0.mayBeBound(through: file.status, at: file.path) })
    else { return }
    throw IPCError(
      .usage, subject: subject,
      reason: "\(UnixSocket.address(of: other)) may be bound to it through another file system",
      hint: "overlayfs(5) shows the files of its layers")
  }

  /// Whether a socket is bound to the file at a path, in whatever network namespace: to a datagram socket connect(2)
  /// gives a target and tells it nothing, of another type it says so, and of none as well; one that has a target of its
  /// own takes no other (net/unix/af_unix.c, unix_may_send).
  ///
  /// - Throws: `permissionDenied` where nobody may write to it, which connecting takes.
  package static func isBound(_ path: [UInt8]) throws(Errno) -> Bool {
    let probe = Descriptor(
      adopting: try systemCall { cipc_socket(cipc_af_unix, cipc_sock_dgram, 1) })
    let number = probe.rawValue
    let address = SocketAddress(unix: path)
    do throws(Errno) {
      _ = try systemCall { unsafe address.give { unsafe cipc_connect(number, $0) } }
      return true
    } catch .connectionRefused {
      return false
    } catch .protocolWrongTypeForSocket {
      return true
    } catch .notPermitted {
      return true
    }
  }
}
