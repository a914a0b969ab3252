package import SystemPackage

extension TCPSocket: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    SocketDiagnostics.failure(of: operation, errno: errno)
  }
}
