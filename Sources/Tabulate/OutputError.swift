package import SystemPackage

/// Why output could not be written.
package enum OutputError: Error, Equatable {
  /// Nobody reads any more (`EPIPE`): not worth a message.
  case closed

  /// Whoever writes was asked to stop while nobody read.
  case interrupted

  /// The system refused, for example `ENOSPC` or `EIO`.
  case failed(Errno)
}
