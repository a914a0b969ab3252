internal import LinuxIPC
internal import SystemPackage
internal import Tabulate

extension OutputError {
  /// The same failure in the terms of the mechanisms.
  var asIPCError: IPCError {
    switch self {
    case .closed:
      IPCError(
        .outputClosed, subject: "standard output", operation: "write", errno: .brokenPipe,
        reason: "the reader has gone")
    case .interrupted:
      IPCError(
        .interrupted, subject: "standard output", operation: "write", errno: .interrupted,
        reason: "a signal asked to stop")
    case .failed(let errno):
      IPCError(
        .system, subject: "standard output", operation: "write", errno: errno,
        reason: Failure(errno: errno).reason)
    }
  }
}
