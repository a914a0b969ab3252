internal import IPCDiagnosis
internal import Tabulate

/// A finding, and the rule that made it.
struct RuleFinding: Sendable {
  let rule: String
  let finding: DoctorFinding
}

/// What is told of a finding of `doctor`.
enum FindingColumns {
  static let all: [Column<RuleFinding>] = [
    Column(
      heading: Heading(
        name: "rule", title: "RULE", help: "the rule that made it", isOptional: false,
        words: DoctorRules.all.map { $0.name })
    ) { .text($0.rule) },
    Column(
      heading: Heading(
        name: "severity", title: "SEVERITY", help: "info, warning or critical", isOptional: false,
        words: DoctorFinding.Severity.allCases.map(\.rawValue))
    ) { .text($0.finding.severity.rawValue) },
    Column(
      heading: Heading(
        name: "address", title: "ADDRESS",
        help: "the object that it is about; null where it is about none, or several", shape: .text)
    ) { $0.finding.address.map { .text($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "message", title: "MESSAGE", help: "what is wrong, in words", isOptional: false)
    ) { .text($0.finding.message) },
    Column(
      heading: Heading(
        name: "evidence", title: "EVIDENCE", help: "what was seen: a fact each",
        shape: .list(.word), isOptional: false)
    ) { .list($0.finding.evidence.map { .text($0) }) },
    Column(
      heading: Heading(
        name: "fix", title: "FIX",
        help: "a command that mends it and harms nobody; null where there is none", shape: .text)
    ) { $0.finding.fix.map { .text($0) } ?? .absent },
  ]
}
