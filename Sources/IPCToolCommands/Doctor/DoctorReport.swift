internal import Glibc
internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// What `doctor` tells.
struct DoctorReport {
  let findings: [RuleFinding]
  let rules: [any DoctorRule.Type]
  let coverage: Coverage
  /// Whether processes were not looked into for want of a right that could be had.
  var isBlind = false

  private var nothing: String {
    "nothing found by \(Counted.words(rules.count, "rule"))"
  }

  /// How bad the worst is.
  var status: ExitStatus {
    switch findings.map(\.finding.severity).max() {
    case .critical: .critical
    case .warning: .partial
    case .info, nil: .success
    }
  }

  /// The same for a monitoring system, to which nothing found is no answer where not enough was seen.
  var monitoredStatus: ExitStatus {
    let isUnknown = isBlind ? coverage.hidesProcesses : coverage.hidesList
    return status == .success && isUnknown ? .unknown : status
  }

  /// For programs.
  func writeRows(_ output: OutputOptions) throws(OutputError) {
    let headings = FindingColumns.all.map(\.heading)
    var writer = try RowWriter(output, array: .findings, headings: headings)
    for finding in findings {
      try writer.add(headings, FindingColumns.all.map { $0.value(finding) })
    }
    try writer.end(coverage)
  }

  /// For people: a finding a paragraph, the worst first.
  func writeText(_ style: TableStyle) throws(OutputError) {
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    let sorted = findings.enumerated().sorted {
      ($1.element.finding.severity, $0.offset) < ($0.element.finding.severity, $1.offset)
    }
    for (_, row) in sorted {
      let finding = row.finding
      let subject = finding.address.map { $0 + Array(": ".utf8) } ?? []
      let severity = finding.severity
      let text = WrappedText.paragraph(
        Array("\(severity.rawValue): ".utf8) + subject + Array(finding.message.utf8),
        width: Terminal.width)
      try sink.write(
        style.dressed(severity.rawValue, as: severity.shown)
          + text.dropFirst(severity.rawValue.count) + "\n")
      let evidence = finding.evidence.joined(separator: "; ")
      try line(Array("    \(row.rule)\(evidence.isEmpty ? "" : ": \(evidence)")".utf8), &sink)
      // A command is copied: a break would change it.
      if let fix = finding.fix {
        try sink.write(SafeText.line(Array("    fix: ".utf8) + fix) + "\n")
      }
    }
    if findings.isEmpty { try line(Array(nothing.utf8), &sink) }
    try sink.flush()
  }

  private func line(_ text: [UInt8], _ sink: inout OutputSink) throws(OutputError) {
    try sink.write(WrappedText.paragraph(text, width: Terminal.width) + "\n")
  }

  /// One line for a monitoring system, with what it draws behind the bar
  /// (https://nagios-plugins.org/doc/guidelines.html).
  func writeNagios() throws(OutputError) {
    let counts = DoctorFinding.Severity.allCases.map { severity in
      (severity, findings.count { $0.finding.severity == severity })
    }
    let word =
      switch monitoredStatus {
      case .critical: "CRITICAL"
      case .partial: "WARNING"
      case .unknown: "UNKNOWN"
      default: "OK"
      }
    let worst = findings.max { $0.finding.severity < $1.finding.severity }
    let summary =
      worst.map { worst in
        let subject = worst.finding.address.map { SafeText.line($0) + ": " } ?? ""
        let message = SafeText.line(Array(worst.finding.message.utf8))
        let others = findings.count - 1
        return subject + message + (others > 0 ? ", and \(others) more" : "")
      } ?? nothing
    // Nobody else reads what goes to standard error.
    let unseen =
      if coverage.hidesList {
        " (not all processes seen)"
      } else {
        coverage.hiddenProcesses.map { " (\(Counted.words($0, "process")) not seen)" } ?? ""
      }
    let data = counts.map { "\($0.0.rawValue)=\($0.1);;;0" }.joined(separator: " ")
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    // What stands behind a bar is data.
    let safe = String(String.UnicodeScalarView(summary.unicodeScalars.map { $0 == "|" ? "/" : $0 }))
    try sink.write("IPC \(word) - \(safe)\(unseen) | \(data)\n")
    try sink.flush()
  }

  /// All rules there are.
  static func writeList(
    _ rules: [any DoctorRule.Type], _ output: OutputOptions
  ) throws(OutputError) {
    var writer = try RowWriter(output, array: .rules, headings: ruleHeadings, narrowing: .wrap)
    for rule in rules {
      let cells: [Cell] = [.text(rule.name), .text(rule.worst.rawValue), .text(rule.help)]
      try writer.add(ruleHeadings, cells)
    }
    try writer.end(Coverage())
  }

  static let ruleHeadings = [
    Heading(name: "rule", title: "RULE", help: "its name", isOptional: false),
    Heading(
      name: "severity", title: "WORST", help: "the worst that it finds", isOptional: false,
      words: DoctorFinding.Severity.allCases.map(\.rawValue)),
    Heading(name: "help", title: "FINDS", help: "what it finds", isOptional: false),
  ]
}

extension DoctorFinding.Severity {
  /// How much it is to stand out.
  fileprivate var shown: Severity {
    switch self {
    case .info: .normal
    case .warning: .warning
    case .critical: .critical
    }
  }
}
