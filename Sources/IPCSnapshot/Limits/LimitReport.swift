package import LinuxIPC

/// The limits of mechanisms, of processes and of the machine, with who uses how much of them.
package struct LimitReport: Sendable {
  /// A limit, as it is for all, or for one of those whom it binds.
  package struct Entry: Sendable {
    /// The mechanism that it is of; nil for what belongs to no one.
    package let kind: String?
    package let limit: Limit
  }

  package private(set) var entries: [Entry] = []
  package private(set) var coverage = Coverage()

  /// Looks.
  ///
  /// - Parameters:
  ///   - kinds: Whose limits are wanted. One that several have stands with the first of them.
  ///   - includesCommon: Whether those are wanted that belong to no mechanism, which takes a look into every
  ///     process.
  package init(of kinds: [any Limited.Type], includesCommon: Bool, in context: Context) {
    let use = LimitUse(of: kinds.compactMap { $0 as? any Charging.Type }, in: context)
    coverage.merge(use.coverage)
    var processes: [ProcessUsage]?
    if includesCommon { processes = ProcessUsage.all(coverage: &coverage) }
    for kind in kinds {
      do throws(IPCError) {
        for limit in try kind.limits(in: context) where !has(limit) {
          let rows = use.rows(of: limit, kind) { uid in
            if processes == nil { processes = ProcessUsage.all(coverage: &coverage) }
            return processes?.filter { $0.uid == uid } ?? []
          }
          entries += rows.map { Entry(kind: kind.keyword, limit: $0) }
        }
      } catch {
        coverage.hide("limits of \(kind.title)s", because: error)
      }
    }
    guard includesCommon else { return }
    entries += CommonLimits.limits(processes ?? []).map { Entry(kind: nil, limit: $0) }
  }

  /// Whether a mechanism before has it too.
  private func has(_ limit: Limit) -> Bool {
    entries.contains { $0.limit.setting == limit.setting && $0.limit.name == limit.name }
  }
}
