package import LinuxIPC

/// One view of the machine, built from no more than the question needs: the objects of some kinds, and
/// who holds them when that was asked for.
package struct Snapshot: Sendable {
  /// What to look at.
  package struct Request: Sendable {
    package var kinds: [any Mechanism.Type]
    /// Whether to find out who holds the objects, which walks /proc for the kinds that can be held.
    package var includesHolders: Bool

    package init(kinds: [any Mechanism.Type], includesHolders: Bool) {
      self.kinds = kinds
      self.includesHolders = includesHolders
    }
  }

  /// By keyword: a `Population` of that mechanism.
  private var populations: [String: any Sendable] = [:]
  private var holders: [ObjectIdentity: [Holder]] = [:]
  /// Whose holders were looked for, by keyword.
  private var heldKinds: Set<String> = []
  package private(set) var coverage = Coverage()

  /// Looks.
  ///
  /// A kind that this machine does not offer is a gap in `coverage`, not an error.
  package init(_ request: Request, in context: Context) {
    for kind in request.kinds {
      if let kind = kind as? any Enumerating.Type { populate(kind, in: context) }
    }
    let sighted = request.kinds.compactMap { $0 as? any Sighted.Type }
    // What only processes tell of cannot be listed without asking them.
    findHolders(
      request.includesHolders ? sighted : sighted.filter { $0 is any Discovering.Type }, in: context
    )
  }

  /// Nothing yet: for `inspect`.
  package init() {}

  /// Adds one object that is asked for by name.
  ///
  /// - Throws: `notFound` and its like: what was named is no gap when it is missing.
  package mutating func inspect<Kind: Inspecting>(
    _ name: Kind.Name, as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> Kind.Object {
    let object = try Kind.inspect(name, in: context)
    var population = populations[Kind.keyword] as? Population<Kind> ?? Population<Kind>()
    if !population.objects.contains(where: { $0.identity == object.identity }) {
      population.objects.append(object)
    }
    populations[Kind.keyword] = population
    return object
  }

  /// Finds out who holds the objects of `kinds`.
  package mutating func inspectHolders(of kinds: [any Mechanism.Type], in context: Context) {
    findHolders(kinds.compactMap { $0 as? any Sighted.Type }, in: context)
  }

  /// The objects of one kind, in the order in which the kernel gave them.
  package func objects<Kind: Mechanism>(of kind: Kind.Type) -> [Kind.Object] {
    (populations[Kind.keyword] as? Population<Kind>)?.objects ?? []
  }

  /// Who holds `object`; nil when that was not looked for.
  package func holders(of object: some IPCObject) -> [Holder]? {
    let identity = object.identity
    guard heldKinds.contains(identity.kind) else { return nil }
    return holders[identity] ?? []
  }

  private func discovery<Kind: Discovering>(_ kind: Kind.Type) -> any Discovery {
    KindDiscovery<Kind>()
  }

  private mutating func populate<Kind: Enumerating>(_ kind: Kind.Type, in context: Context) {
    var population = Population<Kind>()
    do throws(IPCError) {
      population.objects = try Kind.objects(in: context, coverage: &coverage)
    } catch {
      let remedy = error.hint ?? (error.kind == .denied ? "more privileges" : error.reason)
      let needs = remedy.hasPrefix("needs ") ? String(remedy.dropFirst("needs ".count)) : remedy
      coverage.hide("\(Kind.title) objects", count: nil, needs: needs)
    }
    populations[Kind.keyword] = population
  }

  /// Compares what was found with the kernel's own count. It may be more: a process that left the IPC
  /// namespace where it attached looks like a holder of our object with the same id.
  private mutating func compareAttachments<Kind: AttachmentCounting>(_ kind: Kind.Type) {
    for object in objects(of: kind) {
      let counted = Kind.attachments(of: object)
      let found = (holders[object.identity] ?? []).reduce(0) { $0 + $1.mappings }
      if counted == 0 {
        holders[object.identity] = nil
      } else if counted > found {
        coverage.hide(
          "attachments", count: counted - found, needs: "a look into every process of the machine")
      } else if counted < found {
        coverage.hide(
          "IPC namespaces of attachments", count: found - counted,
          needs: "their processes to stay in the namespace where they attached")
      }
    }
  }

  private mutating func findHolders(_ kinds: [any Sighted.Type], in context: Context) {
    guard !kinds.isEmpty else { return }
    var found: [ObjectIdentity: [Holder]] = [:]
    let discoveries = kinds.compactMap { kind in
      (kind as? any Discovering.Type).map { discovery($0) }
    }
    let hasLooked = ProcessScanner(kinds, in: context).scan(coverage: &coverage) { holding in
      found[holding.object, default: []].append(holding.holder)
      for discovery in discoveries where discovery.keyword == holding.object.kind {
        discovery.note(holding)
      }
    }
    guard hasLooked else { return }
    holders = found
    heldKinds = Set(kinds.map { $0.keyword })
    for discovery in discoveries { populations[discovery.keyword] = discovery.population }
    for kind in kinds {
      if let kind = kind as? any AttachmentCounting.Type { compareAttachments(kind) }
    }
  }
}
