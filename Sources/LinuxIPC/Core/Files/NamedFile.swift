internal import SystemPackage

/// A file that was found at a path.
package struct NamedFile: Sendable {
  /// Absolute.
  let path: [UInt8]
  let status: FileStatus

  /// Unlinks it, if it is still what is there.
  ///
  /// - Parameters:
  ///   - failures: Whose calls these are.
  ///   - confirm: As `FailureTable.unlink` has it.
  /// - Throws: `gone` when the path leads to another file.
  func unlink<Kind: FailureTable>(
    _ failures: Kind.Type, _ subject: String,
    confirm: (borrowing Descriptor, [UInt8]) throws(IPCError) -> Void = { _, _ in }
  ) throws(IPCError) {
    let directory = try open(failures, subject)
    try Kind.unlink(
      path.asPlace.name, in: directory, onlyIf: status, asidePrefix: ".", subject, confirm: confirm)
  }

  /// Whether `unlink` would be refused.
  func checkUnlinking<Kind: FailureTable>(
    _ failures: Kind.Type, _ subject: String, in context: Context
  ) throws(IPCError) {
    try Kind.checkUnlinking(of: status, in: try open(failures, subject), subject, in: context)
  }

  private func open<Kind: FailureTable>(
    _ failures: Kind.Type, _ subject: String
  ) throws(IPCError) -> Descriptor {
    try Kind.attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: path.asPlace.directory, flags: .directory)
    }
  }

  /// Removes it, if it is still there: for who made it and told nobody.
  package func remove() {
    try? unlink(GeneralFailures.self, "")
  }
}
