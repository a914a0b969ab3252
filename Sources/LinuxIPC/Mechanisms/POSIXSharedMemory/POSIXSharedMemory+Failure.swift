package import SystemPackage

extension POSIXSharedMemory: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("ftruncate", .fileTooLarge), ("ftruncate", .invalidArgument):
      Failure(.limit, "the size is above what the file system allows")
    default: fileFailure(of: operation, errno: errno)
    }
  }
}
