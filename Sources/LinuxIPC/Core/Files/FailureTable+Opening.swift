internal import SystemPackage

extension FailureTable {
  /// Runs a call that opens a file, and says what its failure means: where its permission bits forbid it, what would
  /// do for these flags.
  ///
  /// - Parameters:
  ///   - operation: The C function that `call` stands for.
  ///   - subject: The object's address.
  ///   - rights: What serves in place of a capability.
  static func attempt<Value: ~Copyable>(
    _ operation: String, _ subject: String, opening flags: OpenFlags, orNeeding rights: String,
    _ call: () throws(Errno) -> Value
  ) throws(IPCError) -> Value {
    do throws(Errno) {
      return try call()
    } catch {
      throw self.error(operation, error, subject, opening: flags, orNeeding: rights)
    }
  }

  static func error(
    _ operation: String, _ errno: Errno, _ subject: String, opening flags: OpenFlags,
    orNeeding rights: String
  ) -> IPCError {
    let error = self.error(operation, errno, subject)
    guard errno == .permissionDenied else { return error }
    return IPCError(
      error.kind, subject: subject, operation: operation, errno: errno, reason: error.reason,
      hint: Capabilities.needs(rights, or: flags.privilege))
  }
}
