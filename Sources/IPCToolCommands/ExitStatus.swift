package import LinuxIPC

/// How ipctool ends: the numbers that scripts rely on, and that the man page lists.
package enum ExitStatus: Int32, Sendable, CaseIterable {
  case success = 0
  /// Some of several operands failed, or there is a warning.
  case partial = 1
  case critical = 2
  /// Not enough could be seen to judge.
  case unknown = 3
  case usage = 64
  /// The data does not fit, or is not of the form that is needed.
  case data = 65
  /// No such object, or it has gone.
  case notFound = 66
  /// The mechanism is not available here.
  case unavailable = 69
  /// A system error, or a limit of the system.
  case system = 71
  case exists = 73
  /// It would block, or the time limit passed.
  case temporary = 75
  case denied = 77

  /// What an error ends with.
  package init(_ kind: IPCError.Kind) {
    self =
      switch kind {
      case .notFound, .gone: .notFound
      case .exists: .exists
      case .denied: .denied
      case .empty, .full: .temporary
      case .tooLarge, .malformed: .data
      case .unsupported: .unavailable
      case .usage: .usage
      case .limit, .system, .interrupted: .system
      // "A closed standard output ends it quietly."
      case .outputClosed: .success
      }
  }
}
