package import SystemPackage

extension SysVMessageQueue: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case (_, .identifierRemoved): Failure(.gone, "the queue was removed")
    case ("msgctl", .invalidArgument), ("msgsnd", .invalidArgument), ("msgrcv", .invalidArgument):
      Failure(.notFound, "no such queue")
    case ("msgctl", .notPermitted):
      Failure(
        .denied, "only its owner and its creator may do that",
        hint: Capabilities.needs(or: .systemAdmin))
    case ("msgget", .noSuchFileOrDirectory): Failure(.notFound, "no queue has this key")
    case ("msgget", .fileExists): Failure(.exists, "a queue with this key exists already")
    case ("msgget", .noSpace):
      Failure(.limit, "the limit of queues is reached", hint: "raise kernel.msgmni")
    case ("msgsnd", .resourceTemporarilyUnavailable): Failure(.full, "queue is full")
    case ("msgrcv", .noMessage): Failure(.empty, "no message waits")
    case (_, .permissionDenied):
      Failure(
        .denied, "permission denied",
        hint: Capabilities.needs("the queue's permission bits", or: .ipcOwner))
    case (_, .noFunction): Failure(.unsupported, "System V IPC is not available here")
    default: nil
    }
  }
}
