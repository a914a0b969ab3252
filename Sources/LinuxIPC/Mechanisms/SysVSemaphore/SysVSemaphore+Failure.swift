package import SystemPackage

extension SysVSemaphore: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case (_, .identifierRemoved): Failure(.gone, "the semaphore set was removed")
    case ("semctl", .invalidArgument), ("semop", .invalidArgument):
      Failure(.notFound, "no such semaphore set")
    case ("semctl", .notPermitted):
      Failure(
        .denied, "only its owner and its creator may do that",
        hint: Capabilities.needs(or: .systemAdmin))
    case ("semget", .noSuchFileOrDirectory): Failure(.notFound, "no semaphore set has this key")
    case ("semget", .fileExists): Failure(.exists, "a semaphore set with this key exists already")
    case ("semget", .invalidArgument):
      Failure(
        .limit, "the number of members is above the limit",
        hint: "raise the first number of kernel.sem (SEMMSL)")
    case ("semget", .noSpace):
      Failure(
        .limit, "the limit of sets or of their semaphores is reached",
        hint: "raise the second or fourth number of kernel.sem (SEMMNS, SEMMNI)")
    case ("semop", .resourceTemporarilyUnavailable):
      Failure(.empty, "the operation would have to wait")
    case ("semop", .outOfRange): Failure(.tooLarge, "the value would pass its limit")
    case ("semop", .fileTooLarge): Failure(.usage, "the set has no such member")
    case (_, .permissionDenied):
      Failure(
        .denied, "permission denied",
        hint: Capabilities.needs("the set's permission bits", or: .ipcOwner))
    case (_, .noFunction): Failure(.unsupported, "System V IPC is not available here")
    default: nil
    }
  }
}
