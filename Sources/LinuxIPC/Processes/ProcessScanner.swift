internal import Glibc
internal import SystemPackage

/// Walks /proc once, on all processors, for all mechanisms that are found among what processes hold.
///
/// It reads only what their patterns ask for: no descriptor where nobody declared links, no map where
/// nobody declared mappings, and the name and user of a process only once it was found to hold
/// something. Processes that end meanwhile are no error.
package struct ProcessScanner: Sendable {
  let descriptors: [DescriptorPattern]
  let mappings: MappingPatterns

  /// What it takes to look into every process.
  private static let sight: [Capabilities.Capability] = [.systemPtrace, .dacReadSearch]

  package init(_ kinds: [any Sighted.Type], in context: Context) {
    let sightings = kinds.map { $0.sightings(in: context) }
    descriptors = sightings.flatMap(\.descriptors)
    mappings = MappingPatterns(sightings.flatMap(\.mappings))
  }

  /// Gathers everything that is found.
  ///
  /// - Parameters:
  ///   - coverage: Counts the processes that may not be looked into.
  ///   - empty: What each worker begins with.
  ///   - note: Adds a finding; holdings of one process come to one worker, in the order of its
  ///     descriptors.
  /// - Returns: What the workers gathered; nil when no process could be looked for, as /proc is not
  ///   there.
  package func scan<Findings: Sendable>(
    coverage: inout Coverage, collecting empty: Findings,
    _ note: @escaping @Sendable (inout Findings, Holding) -> Void
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
    let shares = Shares<(found: Findings, denied: UInt64)>(listed.count)
    Workers.run(min(Workers.usual, listed.count / 32 + 1)) {
      var found = empty
      var denied: UInt64 = 0
      var scan = ProcessScan(self)
      while let share = shares.take() {
        for pid in listed[share] where !scan.run(pid, { note(&found, $0) }) { denied += 1 }
      }
      shares.give((found, denied))
    }
    let results = shares.all
    hide(
      results.reduce(0) { $0 + $1.denied },
      // Every pid namespace has an init while it lives; where it is not listed, others are not either.
      hasSeenInit: listed.first == 1, in: &coverage)
    return results.map(\.found)
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
  package func scan(process pid: Int32, _ visit: (Holding) -> Void) throws(IPCError) {
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

  /// Reads the maps of `process`; false when it may not be.
  static func readMaps(
    of process: borrowing ProcessDirectory, thread: Int32? = nil, into buffer: inout [UInt8]
  ) throws(Errno) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    do throws(Errno) {
      let path = thread.map { "task/\($0)/maps" } ?? "maps"
      let maps = try Descriptor(opening: [UInt8](path: path), in: process.descriptor)
      try WholeFile.append(maps, to: &buffer)
      return true
    } catch {
      guard error == .permissionDenied || error == .notPermitted else { throw error }
      return false
    }
  }
}
