package import SystemPackage

/// Why output could not be written.
package enum OutputError: Error, Equatable {
  /// Nobody reads any more (`EPIPE`): not worth a message.
  case closed

  /// The system refused, for example `ENOSPC` or `EIO`.
  case failed(Errno)
}
