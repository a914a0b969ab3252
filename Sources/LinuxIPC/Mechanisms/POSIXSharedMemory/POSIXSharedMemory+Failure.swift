package import SystemPackage

extension POSIXSharedMemory: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    sizeFailure(of: operation, errno: errno) ?? fileFailure(of: operation, errno: errno)
  }
}
