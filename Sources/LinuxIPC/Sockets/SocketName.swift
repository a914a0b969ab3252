/// What the names of all sockets have in common.
enum SocketName {
  /// The error for a name that several sockets have.
  static func ambiguous(_ subject: String, _ inodes: [UInt32]) -> IPCError {
    let shown = inodes.prefix(16).map { "\($0)" }.joined(separator: ", ")
    let rest = inodes.count > 16 ? " and \(inodes.count - 16) more" : ""
    return IPCError(
      .usage, subject: subject,
      reason: "\(inodes.count) sockets have that name: those with the inodes \(shown)\(rest)",
      hint: "name one by its inode")
  }
}
