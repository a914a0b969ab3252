internal import LinuxIPC

extension Set<VerbOption> {
  /// Checks that each of these options means something.
  ///
  /// - Throws: `usage` naming the first that does not.
  func check(against accepted: Set<VerbOption>, of kind: any Mechanism.Type) throws(IPCError) {
    let foreign = subtracting(accepted).map(\.rawValue).sorted()
    guard let first = foreign.first else { return }
    throw IPCError(
      .usage, subject: "--\(first)", reason: "it means nothing for \(kind.keyword)")
  }
}
