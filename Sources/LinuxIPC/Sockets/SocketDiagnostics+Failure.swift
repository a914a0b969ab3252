internal import SystemPackage

extension SocketDiagnostics {
  /// The meaning of `errno` after the calls that list sockets: the part of the table that all kinds share.
  static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("sock_diag", .noSuchFileOrDirectory), ("sock_diag", .invalidArgument),
      ("sock_diag", .notSupported):
      Failure(
        .unsupported, "the kernel lists no sockets of this family",
        hint: "needs the kernel's unix_diag, tcp_diag and udp_diag, built in or as modules")
    case ("socket", .protocolNotSupported), ("socket", .addressFamilyNotSupported),
      ("socket", .noFunction):
      Failure(
        .unsupported, "the kernel lists no sockets here",
        hint: "needs NETLINK_SOCK_DIAG, sock_diag(7)")
    case ("socket", .permissionDenied), ("socket", .notPermitted),
      ("sendto", .permissionDenied), ("sendto", .notPermitted), ("sendto", .noFunction),
      ("recvfrom", .permissionDenied), ("recvfrom", .notPermitted), ("recvfrom", .noFunction),
      ("sock_diag", .permissionDenied), ("sock_diag", .notPermitted):
      Failure(
        .denied, "a filter or a security module forbids to list sockets",
        hint: "needs sock_diag(7) to be allowed")
    default: nil
    }
  }

  /// What is said of a list that changed each time that it was read.
  static func coverage(ofPieces isWhole: Bool, _ what: String) -> Coverage {
    var coverage = Coverage()
    if !isWhole { coverage.hide(what, count: nil, needs: "another try: they change too fast") }
    return coverage
  }
}

extension FailureTable {
  /// Runs a look at the kernel's list of sockets.
  static func listing<Value>(
    _ subject: String, _ body: () throws(SocketDiagnostics.Refusal) -> Value
  ) throws(IPCError) -> Value {
    do throws(SocketDiagnostics.Refusal) {
      return try body()
    } catch {
      throw Self.error(error.operation, error.errno, subject)
    }
  }
}
