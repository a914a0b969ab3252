/// Something that is wrong on a machine, or worth to be known.
package struct DoctorFinding: Sendable, Equatable {
  /// How bad it is.
  package enum Severity: String, Sendable, CaseIterable, Comparable {
    case info, warning, critical

    package static func < (one: Severity, other: Severity) -> Bool {
      one.rank < other.rank
    }

    private var rank: Int {
      switch self {
      case .info: 0
      case .warning: 1
      case .critical: 2
      }
    }
  }

  package let severity: Severity
  /// The object that it is about; nil where it is about none, or several.
  package let address: [UInt8]?
  /// One sentence, without the address.
  package let message: String
  /// What was seen: a fact each.
  package let evidence: [String]
  /// A command that mends it and harms nobody; nil where there is none.
  package private(set) var fix: [UInt8]?

  init(
    _ severity: Severity, _ address: [UInt8]?, _ message: String, evidence: [String] = [],
    remedy: Remedy? = nil
  ) {
    self.severity = severity
    self.address = address
    self.message = message
    self.evidence = evidence + [remedy?.refusal].compactMap(\.self)
    fix = remedy?.command
  }
}

extension DoctorFinding {
  /// The same where another finding has the command already, which would fail the second time.
  package var withoutFix: DoctorFinding {
    var finding = self
    finding.fix = nil
    return finding
  }
}
