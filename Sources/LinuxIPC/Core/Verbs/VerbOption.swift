/// The parameters of verbs that not every mechanism has, by the names that the command line and the
/// man pages give them.
package enum VerbOption: String, Sendable, CaseIterable {
  case mode, size, count, value
  case maxMessages = "max-messages"
  case messageSize = "message-size"
  case existOk = "exist-ok"
  case type, except, priority, index, all
  case offset, length
  case lines, null
  case force, ttl, listen
}

extension Set<VerbOption> {
  /// Checks that each of these options means something.
  ///
  /// - Parameter what: For what they should, in words.
  /// - Throws: `usage` naming the first that does not.
  package func check(against accepted: Set<VerbOption>, of what: String) throws(IPCError) {
    let foreign = subtracting(accepted).map(\.rawValue).sorted()
    guard let first = foreign.first else { return }
    throw IPCError(.usage, subject: "--\(first)", reason: "it means nothing for \(what)")
  }
}
