internal import Glibc
internal import SystemPackage

/// Walks /proc once, on all processors, for all mechanisms that are found among what processes hold.
///
/// It reads only what their patterns ask for: no descriptor where nobody declared links, no map where
/// nobody declared mappings, and the name and user of a process only once it was found to hold
/// something. Processes that end meanwhile are no error.
package struct ProcessScanner: Sendable {
  var descriptors: DescriptorPatterns
  let mappings: MappingPatterns
  /// Who wants to know what threads wait for in open(2).
  let openings: [(identify: OpenSighting.Identify, family: Int)]
  /// For each family, whether somebody wants to know how its objects were seen.
  let wantsSightings: [Bool]

  /// Whether the names of processes are wanted; they are empty else.
  package var readsCommands = true

  /// Prepares a scan.
  ///
  /// - Parameters:
  ///   - kinds: What is looked for.
  ///   - discovered: Those of them whose objects are known from sightings alone: only their findings
  ///     carry one.
  ///   - companions: What is looked for as well where descriptors are looked at anyway.
  ///   - sightings: What marks the objects of a kind, where that is more than its own of this context.
  package init(
    _ kinds: [any Sighted.Type], discovering discovered: [any Discovering.Type] = [],
    alongDescriptors companions: [any Sighted.Type] = [], in context: Context,
    sightings: (any Sighted.Type) -> Sightings? = { _ in nil }
  ) {
    var families: [String] = []
    var descriptors: [DescriptorPatterns.Entry] = []
    var mappings: [MappingPatterns.Entry] = []
    var openings: [(identify: OpenSighting.Identify, family: Int)] = []
    func add(_ kind: any Sighted.Type) {
      guard !families.contains(kind.family) else { return }
      let sightings = sightings(kind) ?? kind.sightings(in: context)
      descriptors += sightings.descriptors.map { ($0, families.count) }
      mappings += sightings.mappings.map { ($0, families.count) }
      if let opening = sightings.opening { openings.append((opening, families.count)) }
      families.append(kind.family)
    }
    kinds.forEach(add)
    if !descriptors.isEmpty { companions.forEach(add) }
    self.families = families
    self.descriptors = DescriptorPatterns(descriptors)
    self.mappings = MappingPatterns(mappings)
    self.openings = openings
    wantsSightings = families.map { family in discovered.contains { $0.family == family } }
  }

  /// The families of the kinds that are looked for: `Finding.family` is a place among them.
  package let families: [String]

  /// Whether anybody looks for descriptors: where nobody does, no table of them is read.
  package var looksAtDescriptors: Bool { !descriptors.isEmpty }

  /// Gathers everything that is found.
  ///
  /// - Parameters:
  ///   - coverage: Counts the processes that may not be looked into.
  ///   - empty: What each worker begins with.
  ///   - note: Adds what one process holds, in the order of its descriptors; called once for each.
  ///   - finish: What a worker does with what it gathered, beside the others.
  ///   - meanwhile: What the calling thread does before it helps.
  /// - Returns: What the workers gathered; nil when no process could be looked for, as /proc is not
  ///   there.
  package func scan<Findings: Sendable>(
    coverage: inout Coverage, collecting empty: Findings,
    _ note: @escaping @Sendable (inout Findings, HolderProcess, [Finding]) -> Void,
    finish: @escaping @Sendable (inout Findings) -> Void = { _ in }, meanwhile: () -> Void = {}
  ) -> [Findings]? {
    let list = ProcessList()
    let count = ProcessList.count
    let census =
      looksAtDescriptors && count >= DescriptorCensus.fewest ? DescriptorCensus() : nil
    let shares = Shares<(found: Findings, denied: UInt64, coverage: Coverage)>()
    Workers.run(min(Workers.usual, count / 32 + 1), first: meanwhile, opensApart: true) {
      var found = empty
      var denied: UInt64 = 0
      var scan = ProcessScan(self, census)
      census?.take()
      while let share = list.take() {
        for pid in share where !scan.run(pid, { note(&found, $0, $1) }) { denied += 1 }
      }
      finish(&found)
      shares.give((found, denied, scan.coverage))
    }
    // At least ourselves are there, where /proc is.
    guard let first = list.first else {
      coverage.hide(Coverage.processes, count: nil, needs: ProcessDirectory.listNeeds)
      return nil
    }
    let results = shares.all
    for result in results { coverage.merge(result.coverage) }
    let denied = results.reduce(0) { $0 + $1.denied }
    if denied > 0 {
      coverage.hide(
        Coverage.processes, count: denied,
        needs: Capabilities.current().missing(of: Capability.sight))
    }
    coverage.hideUnlisted(from: first)
    return results.map(\.found)
  }

  /// Sees that a process that was asked for by its pid is there, and that what it holds may be looked at.
  ///
  /// - Throws: `notFound`, or `denied`.
  package func check(_ pid: Int32) throws(IPCError) {
    guard let process = LastProcess(pid, at: 0), process.state != .dead else {
      // /proc shows it until its parent has asked for its status (wait(2)).
      let parent = try? ProcessDirectory(pid).status().parent
      throw IPCError(
        .notFound, subject: "process \(pid)",
        reason: parent.map { "it has ended, and its parent \($0) has not waited for it" }
          ?? "there is none, or it has ended")
    }
    if let leader = try? ProcessDirectory(pid).leader(), leader != pid {
      throw IPCError(
        .notFound, subject: "process \(pid)", reason: "it is a thread of process \(leader)")
    }
    // One that hidepid (proc(5)) hides looks to a scan like one that has ended.
    guard process.state != .hidden else {
      throw Self.denial(of: pid, needs: ProcessDirectory.listNeeds)
    }
    guard mayLook(into: pid) else { throw Self.denial(of: pid) }
  }

  private func mayLook(into pid: Int32) -> Bool {
    LentCapabilities.raising(Capability.sight) { mayLookNow(into: pid) }
  }

  private func mayLookNow(into pid: Int32) -> Bool {
    do throws(Errno) {
      let process = try ProcessDirectory(pid)
      for table in try process.tables(of: process.threads()).prefix(1) {
        let links = try DescriptorLinks(of: process, thread: table.thread)
        var buffer = [UInt8](repeating: 0, count: DescriptorLinks.bufferSize)
        var first: Int32?
        try links.forEach { if first == nil { first = $0 } }
        if let first {
          _ = try links.recognise(
            first, DescriptorPatterns([] as [DescriptorPattern]), below: SlowMounts([]), &buffer)
        }
      }
      return true
    } catch .noSuchFileOrDirectory, .noSuchProcess {
      return true
    } catch {
      return (try? ProcessDirectory(pid).status().isKernelThread) ?? true
    }
  }

  private static func denial(
    of pid: Int32, needs: String = Capabilities.current().missing(of: Capability.sight)
  ) -> IPCError {
    IPCError(
      .denied, subject: "process \(pid)", reason: "what it holds may not be looked at",
      hint: "needs \(needs)")
  }

  /// Calls `visit` with everything that one process holds.
  ///
  /// - Returns: What of it could not be seen, though it may be looked into.
  /// - Throws: `notFound` when there is no such process, `denied` when a part of it may not be looked
  ///   at: it was asked for by name.
  package func scan(
    process pid: Int32, _ visit: (HolderProcess, [Finding]) -> Void
  ) throws(IPCError) -> Coverage {
    try check(pid)
    var scan = ProcessScan(self)
    guard scan.run(pid, visit) else { throw Self.denial(of: pid) }
    return scan.coverage
  }
}
