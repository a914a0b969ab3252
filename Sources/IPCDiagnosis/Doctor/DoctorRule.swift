package import LinuxIPC

/// One thing that the doctor looks for: a pure function over what was seen.
package protocol DoctorRule: SendableMetatype {
  /// As `--rule` and `--ignore` have it.
  static var name: String { get }
  /// What it finds, in words.
  static var help: String { get }
  /// The worst that it finds.
  static var worst: DoctorFinding.Severity { get }
  /// The mechanisms whose objects it looks at.
  static var kinds: [any Mechanism.Type] { get }
  static var needs: Examination.Needs { get }
  /// What is to be known of each object besides what its listing tells.
  static var details: Details { get }

  static func findings(_ machine: Examination) -> [DoctorFinding]

  /// Of what was seen that which it cannot judge.
  static func gaps(_ machine: Examination) -> Coverage

  /// Both.
  static func examine(_ machine: Examination) -> (findings: [DoctorFinding], gaps: Coverage)
}

extension DoctorRule {
  package static var kinds: [any Mechanism.Type] { [] }
  package static var needs: Examination.Needs { [] }
  package static var details: Details { [] }
  package static func gaps(_ machine: Examination) -> Coverage { Coverage() }
  package static func examine(
    _ machine: Examination
  ) -> (findings: [DoctorFinding], gaps: Coverage) {
    (findings(machine), gaps(machine))
  }
}

/// All rules, in the order in which they are told.
package enum DoctorRules {
  package static let all: [any DoctorRule.Type] = [
    DeadlockRule.self, DeadOwnerRule.self, DeadOperatorRule.self, LimitRule.self,
    QueueFullRule.self, BacklogFullRule.self, StuckReaderRule.self, NoOtherEndRule.self,
    OrphanedSegmentRule.self, DestroyedSegmentRule.self, PinnedSegmentRule.self,
    LargeSegmentRule.self,
    UnheldRule.self, StaleSocketRule.self, ShadowedSocketRule.self, DeletedMemoryRule.self,
    ManyObjectsRule.self, WorldWritableRule.self, QueuesUnmountedRule.self,
  ]
}
