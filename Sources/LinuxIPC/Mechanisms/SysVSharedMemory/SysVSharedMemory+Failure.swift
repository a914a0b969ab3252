package import SystemPackage

extension SysVSharedMemory: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case (_, .identifierRemoved): Failure(.gone, "the segment was removed")
    case ("shmctl", .invalidArgument), ("shmat", .invalidArgument):
      Failure(.notFound, "no such segment")
    case ("shmctl", .notPermitted):
      Failure(
        .denied, "only its owner and its creator may do that",
        hint: Capabilities.needs(or: .systemAdmin))
    case ("shmget", .noSuchFileOrDirectory): Failure(.notFound, "no segment has this key")
    case ("shmget", .fileExists): Failure(.exists, "a segment with this key exists already")
    case ("shmget", .invalidArgument):
      Failure(
        .limit, "the size is above the limit", hint: "raise kernel.shmmax for a larger one")
    case ("shmget", .noSpace):
      Failure(
        .limit, "the limit of segments or of their pages is reached",
        hint: "raise kernel.shmmni or kernel.shmall")
    case ("shmget", .noMemory): Failure(.limit, "not enough memory for a segment of that size")
    case ("shmat", .noMemory):
      Failure(.limit, "the segment does not fit the address space")
    case (_, .permissionDenied):
      Failure(
        .denied, "permission denied",
        hint: Capabilities.needs("the segment's permission bits", or: .ipcOwner))
    case (_, .noFunction): Failure(.unsupported, "System V IPC is not available here")
    default: nil
    }
  }
}
