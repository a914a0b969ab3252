package import SystemPackage

extension UDPSocket: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    SocketDiagnostics.failure(of: operation, errno: errno)
  }
}
