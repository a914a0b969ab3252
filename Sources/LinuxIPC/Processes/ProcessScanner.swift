internal import Glibc
internal import SystemPackage

/// Walks /proc once, on all processors, for all mechanisms that are found among what processes hold.
///
/// It reads only what their patterns ask for: no descriptor where nobody declared links, no map where
/// nobody declared mappings, and the name and user of a process only once it was found to hold
/// something. Processes that end meanwhile are no error.
package struct ProcessScanner: Sendable {
  let descriptors: DescriptorPatterns
  let mappings: MappingPatterns
  /// Who wants to know what threads wait for in open(2).
  let openings: [(identify: OpenSighting.Identify, family: Int)]
  /// For each family, whether somebody wants to know how its objects were seen.
  let wantsSightings: [Bool]

  /// What it takes to look into every process.
  package static let sight: [Capabilities.Capability] = [.systemPtrace, .dacReadSearch]

  /// Prepares a scan.
  ///
  /// - Parameters:
  ///   - kinds: What is looked for.
  ///   - discovered: Those of them whose objects are known from sightings alone: only their findings
  ///     carry one.
  package init(
    _ kinds: [any Sighted.Type], discovering discovered: [any Discovering.Type] = [],
    in context: Context
  ) {
    families = kinds.reduce(into: []) { if !$0.contains($1.family) { $0.append($1.family) } }
    var descriptors: [DescriptorPatterns.Entry] = []
    var mappings: [MappingPatterns.Entry] = []
    var openings: [(identify: OpenSighting.Identify, family: Int)] = []
    for (index, family) in families.enumerated() {
      guard let kind = kinds.first(where: { $0.family == family }) else { continue }
      let sightings = kind.sightings(in: context)
      descriptors += sightings.descriptors.map { ($0, index) }
      mappings += sightings.mappings.map { ($0, index) }
      if let opening = sightings.opening { openings.append((opening, index)) }
    }
    self.descriptors = DescriptorPatterns(descriptors)
    self.mappings = MappingPatterns(mappings)
    self.openings = openings
    wantsSightings = families.map { family in discovered.contains { $0.family == family } }
  }

  /// The families of the kinds that are looked for: `Finding.family` is a place among them.
  package let families: [String]

  /// Gathers everything that is found.
  ///
  /// - Parameters:
  ///   - coverage: Counts the processes that may not be looked into.
  ///   - empty: What each worker begins with.
  ///   - note: Adds what one process holds, in the order of its descriptors; called once for each.
  /// - Returns: What the workers gathered; nil when no process could be looked for, as /proc is not
  ///   there.
  package func scan<Findings: Sendable>(
    coverage: inout Coverage, collecting empty: Findings,
    _ note: @escaping @Sendable (inout Findings, HolderProcess, [Finding]) -> Void
  ) -> [Findings]? {
    var pids: [Int32] = []
    try? ProcessDirectory.forEachPID { pid in
      pids.append(pid)
      return true
    }
    // At least ourselves are there, where /proc is.
    guard !pids.isEmpty else {
      coverage.hide("holders", count: nil, needs: "/proc")
      return nil
    }
    let listed = pids
    let shares = Shares<(found: Findings, denied: UInt64, unseen: ProcessScan.Unseen)>(listed.count)
    Workers.run(min(Workers.usual, listed.count / 32 + 1)) {
      var found = empty
      var denied: UInt64 = 0
      var scan = ProcessScan(self)
      while let share = shares.take() {
        for pid in listed[share] where !scan.run(pid, { note(&found, $0, $1) }) { denied += 1 }
      }
      shares.give((found, denied, scan.unseen))
    }
    let results = shares.all
    hide(
      results.reduce(0) { $0 + $1.denied },
      // Every pid namespace has an init while it lives; where it is not listed, others are not either.
      hasSeenInit: listed.first == 1, in: &coverage)
    hide(results.map(\.unseen), in: &coverage)
    return results.map(\.found)
  }

  private func hide(_ unseen: [ProcessScan.Unseen], in coverage: inout Coverage) {
    let files = unseen.reduce(0) { $0 + $1.files }
    if files > 0 {
      coverage.hide(
        "files", count: files, needs: "to be their user, whom alone their file system shows them to"
      )
    }
    let waits = unseen.reduce(0) { $0 + $1.waits }
    if waits > 0 {
      coverage.hide(
        "waits for FIFOs", count: waits, needs: "an answer from the server of their file system")
    }
  }

  private func hide(_ denied: UInt64, hasSeenInit: Bool, in coverage: inout Coverage) {
    if denied > 0 {
      coverage.hide(
        "processes", count: denied,
        needs: Capabilities.current().missing(of: Self.sight))
    }
    if !hasSeenInit {
      coverage.hide(
        "processes", count: nil, needs: "CAP_SYS_PTRACE, or /proc mounted without hidepid")
    }
  }

  /// Calls `visit` with everything that one process holds.
  ///
  /// - Throws: `notFound` when there is no such process, `denied` when a part of it may not be looked
  ///   at: it was asked for by name.
  package func scan(
    process pid: Int32, _ visit: (HolderProcess, [Finding]) -> Void
  ) throws(IPCError) {
    let process = LastProcess(pid, at: 0)
    guard let process, process.state != .dead else {
      throw IPCError(
        .notFound, subject: "process \(pid)", reason: "there is none, or it has ended")
    }
    var scan = ProcessScan(self)
    // One that hidepid (proc(5)) hides looks to the scan like one that has ended.
    guard process.state != .hidden, scan.run(pid, visit) else {
      let needs = Capabilities.current().missing(of: Self.sight)
      throw IPCError(
        .denied, subject: "process \(pid)", reason: "what it holds may not be looked at",
        hint: "needs \(needs)")
    }
  }
}
