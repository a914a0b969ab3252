package import LinuxIPC

/// How ipctool ends: the numbers that scripts rely on, and that the man page lists.
package enum ExitStatus: Int32, Sendable, CaseIterable {
  case success = 0
  case partial = 1
  case critical = 2
  case unknown = 3
  case usage = 64
  case data = 65
  case notFound = 66
  case unavailable = 69
  case system = 71
  case exists = 73
  case temporary = 75
  case denied = 77

  /// What it means, for the man pages and the README.
  package var meaning: String {
    switch self {
    case .success: "done"
    case .partial: "some of several operands failed, or a warning"
    case .critical: "something critical"
    case .unknown: "not enough could be seen to judge"
    case .usage: "usage, or a verb that the kind does not have"
    case .data: "the data does not fit"
    case .notFound: "no such object, or it has gone"
    case .unavailable: "the mechanism is not available here"
    case .system: "a system error, or a limit"
    case .exists: "it exists already"
    case .temporary: "it would block, or the time limit passed"
    case .denied: "permission denied"
    }
  }

  /// What an error ends with.
  package init(_ kind: IPCError.Kind) {
    self =
      switch kind {
      case .notFound, .gone: .notFound
      case .exists: .exists
      case .denied: .denied
      case .empty, .full, .locked: .temporary
      case .tooLarge, .malformed: .data
      case .unsupported: .unavailable
      case .usage: .usage
      case .limit, .system, .interrupted: .system
      // "A closed standard output ends it quietly."
      case .outputClosed: .success
      }
  }
}
