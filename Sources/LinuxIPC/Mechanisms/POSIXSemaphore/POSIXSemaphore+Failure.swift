package import SystemPackage

extension POSIXSemaphore: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case (_, .badAddress): Failure(.gone, "its file was cut short meanwhile")
    case ("sem_init", .invalidArgument):
      Failure(.limit, "the value is above \(valueLimit) (SEM_VALUE_MAX)")
    case ("sem_post", .overflow):
      Failure(.tooLarge, "the value would be above \(valueLimit) (SEM_VALUE_MAX)")
    case ("sem_trywait", .resourceTemporarilyUnavailable): Failure(.empty, "the value is 0")
    default: fileFailure(of: operation, errno: errno)
    }
  }
}
