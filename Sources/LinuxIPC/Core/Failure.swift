package import SystemPackage

/// What one `errno` means for one call, before it is known for which object.
package struct Failure: Sendable, Equatable {
  package let kind: IPCError.Kind
  package let reason: String
  package let hint: String?

  package init(_ kind: IPCError.Kind, _ reason: String, hint: String? = nil) {
    self.kind = kind
    self.reason = reason
    self.hint = hint
  }
}

/// The meaning of `errno` for each call of a mechanism: its only errno table.
///
/// A call is the C function's name. What the table does not know falls back to `Failure.init(errno:)`.
package protocol FailureTable {
  /// The meaning of `errno` after `operation`, or nil for the general meaning.
  static func failure(of operation: String, errno: Errno) -> Failure?
}

extension FailureTable {
  /// The error for `operation` on `subject`.
  ///
  /// - Parameters:
  ///   - operation: The C function that failed.
  ///   - errno: What it left in `errno`.
  ///   - subject: The object's address.
  ///   - detail: Words in the place of the table's, when more is known about the object.
  package static func error(
    _ operation: String, _ errno: Errno, _ subject: String, detail: String? = nil
  ) -> IPCError {
    let meaning = failure(of: operation, errno: errno) ?? Failure(errno: errno)
    return IPCError(
      meaning.kind, subject: subject, operation: operation, errno: errno,
      reason: detail ?? meaning.reason, hint: meaning.hint)
  }
}

extension FailureTable {
  /// Runs a call and says what its failure means.
  ///
  /// - Parameters:
  ///   - operation: The C function that `call` stands for.
  ///   - subject: The object's address.
  package static func attempt<Value: ~Copyable>(
    _ operation: String, _ subject: String, _ call: () throws(Errno) -> Value
  ) throws(IPCError) -> Value {
    do throws(Errno) {
      return try call()
    } catch {
      throw Self.error(operation, error, subject)
    }
  }
}

extension Failure {
  /// The general meaning, for the calls of which no table says more.
  package init(errno: Errno) {
    switch errno {
    case .noSuchFileOrDirectory: self.init(.notFound, "no such object")
    case .noSuchProcess: self.init(.gone, "no such process")
    case .fileExists: self.init(.exists, "exists already")
    case .permissionDenied, .notPermitted: self.init(.denied, "permission denied")
    case .noSpace: self.init(.limit, "no space left")
    case .noMemory: self.init(.limit, "out of memory")
    case .tooManyOpenFiles: self.init(.limit, "too many open descriptors (RLIMIT_NOFILE)")
    case .tooManyOpenFilesInSystem:
      self.init(.limit, "too many open files on this machine", hint: "raise fs.file-max")
    case .noFunction:
      self.init(.unsupported, "the kernel does not offer this call, or a filter forbids it")
    case .notSupported: self.init(.unsupported, "not supported")
    case .brokenPipe: self.init(.outputClosed, "the reader has gone")
    default: self.init(.system, errno.description.lowercasedFirst)
    }
  }
}

/// The general meanings alone, for files that are not objects: `--file`, /proc.
package enum GeneralFailures: FailureTable {
  package static func failure(of operation: String, errno: Errno) -> Failure? {
    errno == .noSuchFileOrDirectory ? Failure(.notFound, "no such file or directory") : nil
  }
}

extension String {
  /// `strerror` begins with a capital; within a line ours do not.
  fileprivate var lowercasedFirst: String {
    guard let first else { return self }
    return first.lowercased() + dropFirst()
  }
}
