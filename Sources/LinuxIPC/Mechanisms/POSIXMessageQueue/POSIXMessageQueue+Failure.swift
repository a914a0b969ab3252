package import SystemPackage

extension POSIXMessageQueue: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    switch (operation, errno) {
    case ("fsopen", .noFunction), ("fsopen", .permissionDenied), ("fsopen", .notPermitted):
      Failure(
        .denied, "the queues of this IPC namespace are mounted nowhere, and may not be",
        hint: Capabilities.needs(
          "a /dev/mqueue that is mounted in this IPC namespace,", or: .systemAdmin, for: .seeing))
    case ("fsopen", .operationNotSupportedByDevice), ("mq_open", .noFunction),
      ("mq_unlink", .noFunction):
      Failure(.unsupported, "POSIX message queues are not available here")
    case ("mq_open", .fileExists): Failure(.exists, "a queue of this name exists already")
    case ("mq_open", .noSpace):
      Failure(.limit, "the limit of queues is reached", hint: "raise fs.mqueue.queues_max")
    case ("mq_open", .invalidArgument), ("mq_open", .overflow):
      Failure(.limit, "the sizes are above what the kernel allows")
    case ("mq_send", .resourceTemporarilyUnavailable): Failure(.full, "queue is full")
    case ("mq_send", .messageTooLong): Failure(.tooLarge, "the message is too long for the queue")
    case ("mq_receive", .resourceTemporarilyUnavailable): Failure(.empty, "no message waits")
    case ("mq_unlink", .permissionDenied), ("mq_unlink", .notPermitted):
      Failure(
        .denied, "only its owner may remove it", hint: Capabilities.needs(or: .fileOwner))
    case (_, .permissionDenied):
      Failure(
        .denied, "permission denied", hint: Capabilities.needs(openingRights, or: .dacOverride))
    case (_, .noSuchFileOrDirectory): Failure(.notFound, "no such queue")
    case (_, .fileNameTooLong): Failure(.usage, "the name is too long")
    default: nil
    }
  }

  /// What opens one without a capability.
  static let openingRights = "the queue's permission bits"
}
