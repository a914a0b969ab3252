internal import IPCSnapshot
internal import LinuxIPC

/// A limit of the kernel that is nearly used up.
enum LimitRule: DoctorRule {
  static let name = "limit"
  static let help = "a limit of the kernel is used over --warning or --critical percent"
  static let worst = DoctorFinding.Severity.critical
  static let needs: Examination.Needs = .limits

  static func findings(_ machine: Examination) -> [DoctorFinding] {
    machine.limits.flatMap { entry in
      ([entry.limit] + entry.limit.others).compactMap { finding(machine, $0, entry) }
    }
  }

  private static func finding(
    _ machine: Examination, _ limit: Limit, _ entry: LimitReport.Entry
  ) -> DoctorFinding? {
    guard let percent = limit.percent, let fraction = limit.fraction, let used = limit.used,
      let value = limit.value, !limit.isSetAside
    else { return nil }
    // Percent are told in whole ones, and more than 95 of them are also 95.2.
    func isAbove(_ threshold: UInt64) -> Bool {
      used >= value || fraction * 100 > Double(threshold)
    }
    guard isAbove(machine.thresholds.warningPercent) else { return nil }
    let isCritical = isAbove(machine.thresholds.criticalPercent)
    let share =
      value > 0
      ? "\(percent) % of the \(limit.words) are used"
      : "\(limit.settingName) allows no \(limit.name)"
    return DoctorFinding(
      isCritical ? .critical : .warning, nil,
      share + (limit.most.map { " (\(limit.isShared ? "most by" : "by") \($0.who.words))" } ?? ""),
      evidence: ["\(used) of \(value)"]
        + (limit.setting == limit.settingName ? [] : ["raised by \(limit.setting)"])
        + (entry.isElsewhere ? entry.namespace.map { ["in the namespace \($0.text)"] } ?? [] : [])
        + (limit.most.flatMap { most in most.used.map { ["\($0) by \(most.who.words)"] } } ?? []))
  }
}

extension Limit {
  /// Whether all whom it binds use it up together.
  fileprivate var isShared: Bool { scope == .everybody }

  /// What is limited, and by what: many limits are of things that are called the same.
  fileprivate var words: String {
    isShared ? "\(name) of \(settingName)" : "\(name) that \(settingName) allows"
  }
}

extension Limit.Consumer.Who {
  fileprivate var words: String {
    switch self {
    case .user(let uid): "user \(uid)"
    case .process(let process): "process \(process.pid)"
    }
  }
}
