package import LinuxIPC

/// What one process holds, of some kinds: read once, for a snapshot that keeps nothing else.
package struct ProcessHoldings: Sendable {
  let holdings: [Holding]
  private let objects: Set<ObjectIdentity>
  private let keywords: Set<String>

  /// Looks into the process `pid`.
  ///
  /// - Throws: `notFound` when there is no such process, `denied` when it may not be looked at.
  package init(
    of pid: Int32, _ kinds: [any Sighted.Type], in context: Context
  ) throws(IPCError) {
    var found: [Holding] = []
    try ProcessScanner(kinds, in: context).scan(process: pid) { found.append($0) }
    holdings = found
    objects = Set(found.map(\.object))
    keywords = Set(objects.map(\.kind))
  }

  /// Whether there is any object of `kind` among them.
  func include(_ kind: any Mechanism.Type) -> Bool {
    keywords.contains(kind.keyword)
  }

  func contains(_ object: ObjectIdentity) -> Bool {
    objects.contains(object)
  }
}
