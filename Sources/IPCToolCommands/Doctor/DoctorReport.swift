internal import Glibc
internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// What `doctor` tells.
struct DoctorReport {
  let findings: [RuleFinding]
  let rules: [any DoctorRule.Type]
  let coverage: Coverage

  /// How bad the worst is.
  var status: ExitStatus {
    switch findings.map(\.finding.severity).max() {
    case .critical: .critical
    case .warning: .partial
    case .info, nil: .success
    }
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
  func writeText() throws(OutputError) {
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    let sorted = findings.enumerated().sorted {
      ($1.element.finding.severity, $0.offset) < ($0.element.finding.severity, $1.offset)
    }
    for (_, row) in sorted {
      let finding = row.finding
      let subject = finding.address.map { $0 + Array(": ".utf8) } ?? []
      try line(
        Array("\(finding.severity.rawValue): ".utf8) + subject + Array(finding.message.utf8), &sink)
      let evidence = finding.evidence.joined(separator: "; ")
      try line(Array("    \(row.rule)\(evidence.isEmpty ? "" : ": \(evidence)")".utf8), &sink)
      // A command is copied: a break would change it.
      if let fix = finding.fix {
        try sink.write(SafeText.line(Array("    fix: ".utf8) + fix) + "\n")
      }
    }
    if findings.isEmpty {
      let count = rules.count
      try line(Array("nothing found by \(count) rule\(count == 1 ? "" : "s")".utf8), &sink)
    }
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
      switch status {
      case .critical: "CRITICAL"
      case .partial: "WARNING"
      default: "OK"
      }
    let worst = findings.max { $0.finding.severity < $1.finding.severity }
    let summary =
      worst.map { worst in
        let subject = worst.finding.address.map { SafeText.line($0) + ": " } ?? ""
        let others = findings.count - 1
        return subject + worst.finding.message + (others > 0 ? ", and \(others) more" : "")
      } ?? "nothing found by \(rules.count) rules"
    let data = counts.map { "\($0.0.rawValue)=\($0.1);;;0" }.joined(separator: " ")
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    // What stands behind a bar is data.
    let safe = String(String.UnicodeScalarView(summary.unicodeScalars.map { $0 == "|" ? "/" : $0 }))
    try sink.write("IPC \(word) - \(safe) | \(data)\n")
    try sink.flush()
  }

  /// All rules there are.
  static func writeList(_ rules: [any DoctorRule.Type]) throws(OutputError) {
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    let width = rules.map { $0.name.count }.max() ?? 0
    for rule in rules {
      let name = rule.name + String(repeating: " ", count: width - rule.name.count)
      let worst = rule.worst.rawValue
      try sink.write(
        "\(name)  \(worst)\(String(repeating: " ", count: 8 - worst.count))  \(rule.help)\n")
    }
    try sink.flush()
  }
}
