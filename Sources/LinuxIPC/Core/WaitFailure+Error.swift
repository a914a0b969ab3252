internal import SystemPackage

extension WaitFailure {
  /// The error for a call that may wait.
  ///
  /// - Parameters:
  ///   - timedOut: What it means that the time ran out: `full` or `empty`.
  ///   - detail: The words for an `errno`, or for nil when the time ran out; nil when the table's do.
  ///   - table: The mechanism's own meaning of an `errno`, with those words.
  func error(
    _ operation: String, _ subject: String, timedOut: IPCError.Kind,
    detail: (Errno?) -> String?, table: (Errno, String?) -> IPCError
  ) -> IPCError {
    switch self {
    case .failed(let errno):
      return table(errno, detail(errno))
    case .timedOut:
      let reason = detail(nil)
      return IPCError(
        timedOut, subject: subject, operation: operation, errno: .timedOut,
        reason: (reason.map { "\($0); " } ?? "") + "the time limit passed")
    case .interrupted:
      return IPCError(
        .interrupted, subject: subject, operation: operation, errno: .interrupted,
        reason: "a signal asked to stop")
    }
  }
}

extension [UInt8] {
  /// `withUnsafeMutableBytes` with a typed error.
  package mutating func withUnsafeMutableBytesCarrying<Value, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = unsafe withUnsafeMutableBytes { buffer in
      do throws(Failure) {
        return .success(try unsafe body(buffer))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}
