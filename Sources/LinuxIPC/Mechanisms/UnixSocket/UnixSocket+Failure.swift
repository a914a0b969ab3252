package import SystemPackage

extension UnixSocket: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    SocketDiagnostics.failure(of: operation, errno: errno)
  }
}
