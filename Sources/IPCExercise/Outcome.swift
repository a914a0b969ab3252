internal import LinuxIPC

/// What came of the life of one object.
package struct Outcome: Sendable {
  /// The keyword of its kind.
  package let kind: String
  /// Those that succeeded.
  package internal(set) var steps: [Step] = []
  /// The step after those, and why it failed; nil when all succeeded.
  package internal(set) var failure: (step: Step, why: StepFailure)?

  init(of kind: any Mechanism.Type) {
    self.kind = kind.keyword
  }
}
