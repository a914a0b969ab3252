/// What is done with an object in its life, in this order.
package enum Step: String, Sendable {
  case create, ls, show, send, peek, recv, rm
  /// It is to be found no more.
  case gone
}

/// Why a step failed.
package struct StepFailure: Error, Sendable, Equatable {
  /// The first line of what the command said.
  package let reason: String
  /// The second one: what to do about it.
  package let hint: String?

  init(_ reason: String, hint: String? = nil) {
    self.reason = reason
    self.hint = hint
  }
}
