package import LinuxIPC

/// What one process holds, of some kinds: read once, for a snapshot that keeps nothing else.
package struct ProcessHoldings: Sendable {
  let process: HolderProcess?
  let findings: [Finding]
  let families: [String]
  /// What of it could not be seen.
  let coverage: Coverage
  private let objects: Set<ObjectIdentity>
  private let found: Set<String>

  /// Looks into the process `pid`.
  ///
  /// - Parameter namespaces: Those whose objects are known besides our own.
  /// - Throws: `notFound` when there is no such process, `denied` when it may not be looked at.
  package init(
    of pid: Int32, _ kinds: [any Sighted.Type], namespaces: NamespaceSelection? = nil,
    in context: Context
  ) throws(IPCError) {
    let discovered = kinds.compactMap { $0 as? any Discovering.Type }
    let scanner =
      namespaces?.scanner(kinds, discovering: discovered, in: context)
      ?? ProcessScanner(kinds, discovering: discovered, in: context)
    var seen: (process: HolderProcess, findings: [Finding])?
    var coverage = try scanner.scan(process: pid) { seen = ($0, $1) }
    coverage.hideUnrecognised(kinds)
    self.coverage = coverage
    process = seen?.process
    let findings = seen?.findings ?? []
    self.findings = findings
    families = scanner.families
    objects = Set(findings.map(\.object))
    found = Set(findings.map { scanner.families[$0.family] })
  }

  /// Whether there may be any object of `kind` among them.
  func include(_ kind: any Mechanism.Type) -> Bool {
    (kind as? any Sighted.Type).map { found.contains($0.family) || $0.obstacle != nil } ?? false
  }

  /// How often it has each of the objects mapped whose numbers are of a space.
  func mappings(in space: ObjectIdentity.Space) -> [ObjectIdentity: UInt64] {
    [ObjectIdentity: UInt64](mappings: findings.lazy.map { ($0.object, $0.mappings) }, in: space)
  }

  func contains(_ object: ObjectIdentity) -> Bool {
    objects.contains(object)
  }
}
