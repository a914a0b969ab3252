package import LinuxIPC
internal import SystemPackage

/// The limits of mechanisms, of processes and of the machine, with who uses how much of them.
package struct LimitReport: Sendable {
  /// A limit, as it is for all, or for one of those whom it binds.
  package struct Entry: Sendable {
    /// The mechanism that it is of; nil for what belongs to no one.
    package let kind: String?
    package fileprivate(set) var limit: Limit
    /// The namespace that it is of; nil for what is the same everywhere, or where /proc does not tell.
    package var namespace: Namespace? = nil
    /// Whether that is another than our own.
    package var isElsewhere = false
  }

  package private(set) var entries: [Entry] = []
  package private(set) var coverage = Coverage()

  /// Looks.
  ///
  /// - Parameters:
  ///   - kinds: Whose limits are wanted. One that several have stands with the first of them.
  ///   - includesCommon: Whether those are wanted that belong to no mechanism, which takes a look into every
  ///     process. Those of each process are told of the ones that are in `namespaces`.
  ///   - namespaces: Those whose limits are wanted; nil for our own alone.
  package init(
    of kinds: [any Limited.Type], includesCommon: Bool, namespaces: NamespaceSelection? = nil,
    in context: Context
  ) {
    let own = kinds.filter { kind in
      kind.scope.map { namespaces?.wantsOwn($0) ?? true } ?? (namespaces?.isWhole ?? true)
    }
    let survey = LimitSurvey(kinds, namespaces, in: context)
    self.init(ofOwn: own, includesCommon: includesCommon, survey, in: context)
    defer { coverage.unite(survey.coverage) }
    guard let namespaces else { return }
    for handle in namespaces.others {
      let inner = context.inside(handle)
      let kinds = kinds.filter { $0.scope == handle.namespace.kind }
      do throws(Errno) {
        let report = try handle.run {
          LimitReport(ofOwn: kinds, includesCommon: false, survey, in: inner)
        }
        for entry in report.entries { add(entry) }
        coverage.unite(report.coverage)
      } catch {
        coverage.hide("\(handle.namespace.kind.title)s", needs: handle.needs(after: error))
      }
    }
  }

  private init(
    ofOwn kinds: [any Limited.Type], includesCommon: Bool, _ survey: LimitSurvey,
    in context: Context
  ) {
    let use = LimitUse(of: kinds.compactMap { $0 as? any Charging.Type }, survey, in: context)
    coverage.merge(use.coverage)
    for kind in kinds {
      do throws(IPCError) {
        for limit in try kind.limits(in: context) where !has(limit) {
          let rows = use.rows(of: limit, kind) { uid in
            survey.processes.filter { $0.uid == uid }
          }
          let isOfAll = limit.spansNamespaces || limit.isOfMachine
          let namespace = isOfAll ? nil : kind.scope.flatMap(context.namespace)
          entries += rows.map { Entry(kind: kind.keyword, limit: $0, namespace: namespace) }
        }
      } catch {
        coverage.hide("limits of \(kind.title)", because: error)
      }
    }
    guard includesCommon else { return }
    entries += CommonLimits.limits(survey.wanted).map { Entry(kind: nil, limit: $0) }
  }

  /// Adds what another namespace tells: one file system may be mounted in many, what is counted over all of them is
  /// added up, and what is of the whole machine is there once.
  private mutating func add(_ entry: Entry) {
    if hasFileSystem(of: entry.limit) { return }
    if entry.limit.isOfMachine {
      guard let place = place(of: entry.limit) else { return entries.append(entry) }
      // Not every namespace tells its value.
      if entries[place].limit.value == nil { entries[place].limit = entry.limit }
      return
    }
    guard entry.limit.spansNamespaces else {
      var entry = entry
      entry.isElsewhere = true
      return entries.append(entry)
    }
    let who = entry.limit.most?.who
    let place = entries.firstIndex { known in
      let rival = known.limit.most?.who
      return known.kind == entry.kind && known.limit.name == entry.limit.name
        && (who == rival || who == nil || rival == nil)
    }
    guard let place else { return entries.append(entry) }
    let known = entries[place].limit
    if known.most?.who == who {
      entries[place].limit = known.with(useElsewhere: entry.limit.used)
    } else if known.most == nil {
      entries[place].limit = entry.limit
    }
  }

  private func hasFileSystem(of limit: Limit) -> Bool {
    limit.device != nil
      && entries.contains { $0.limit.device == limit.device && $0.limit.name == limit.name }
  }

  /// Whether a mechanism before has it too.
  private func has(_ limit: Limit) -> Bool { place(of: limit) != nil }

  private func place(of limit: Limit) -> Int? {
    entries.firstIndex { $0.limit.setting == limit.setting && $0.limit.name == limit.name }
  }
}
