package import SystemPackage

/// What went wrong with one object, in one call: everything a person needs to act on it.
///
/// A message reads `msg:42: msgsnd: EAGAIN: queue is full (16384 of 16384 bytes)`: the subject, the
/// call, the symbol, the words.
package struct IPCError: Error, Equatable, Sendable {
  /// What the failure means, whatever `errno` said: one number means different things in different
  /// calls.
  package enum Kind: Sendable, CaseIterable {
    /// No object has that name.
    case notFound
    /// It was there a moment ago, or its id belongs to another object now.
    case gone
    case exists
    case denied
    /// Nothing to take; also when a time limit ended the waiting.
    case empty
    /// No room; also when a time limit ended the waiting.
    case full
    /// Somebody has it locked for as long as he likes, and who would wait could not be ended.
    case locked
    /// The data can never fit the object, or the range lies outside it.
    case tooLarge
    /// The data is not of the form that the call needs.
    case malformed
    /// A limit of the kernel or of the user forbids it.
    case limit
    /// This kernel, container or file system does not offer it.
    case unsupported
    /// The request itself makes no sense: a bad address, an option that the kind does not have.
    case usage
    /// A signal asked the process to end while it waited.
    case interrupted
    /// The reader of the output has gone.
    case outputClosed
    case system
  }

  package let kind: Kind
  /// The object, as an address or path, in its own bytes.
  package let subject: String
  /// The call that failed, by its C name; nil when none was made.
  package let operation: String?
  package let errno: Errno?
  /// The cause in words.
  package let reason: String
  /// What the user can do, a line of its own.
  package let hint: String?

  package init(
    _ kind: Kind, subject: String, operation: String? = nil, errno: Errno? = nil, reason: String,
    hint: String? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.operation = operation
    self.errno = errno
    self.reason = reason
    self.hint = hint
  }
}

extension IPCError {
  /// Whether it says that the object is not there, or not any more.
  package var meansAbsence: Bool { kind == .notFound || kind == .gone }
}

extension IPCError: CustomStringConvertible {
  /// One line: `subject: call: SYMBOL: words`. The subject is escaped by who prints it.
  package var description: String {
    var parts = [subject.isEmpty ? "''" : subject]
    if let operation { parts.append(operation) }
    if let errno { parts.append(errno.symbol) }
    parts.append(reason)
    return parts.joined(separator: ": ")
  }
}
