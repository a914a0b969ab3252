package import LinuxIPC

/// One view of the machine, built from no more than the question needs: the objects of some kinds, and
/// who holds them when that was asked for.
package struct Snapshot: Sendable {
  /// What to look at.
  package struct Request: Sendable {
    package var kinds: [any Mechanism.Type]
    /// What to find out about each object besides what its listing tells.
    package var details: Details
    /// Whether to find out who holds the objects, which walks /proc for the kinds that can be held.
    package var includesHolders: Bool
    /// Keep nothing but what this one process holds; nil for everything.
    package var heldBy: ProcessHoldings?
    /// By keyword: a `Sieve` of that mechanism's objects; all are kept where there is none.
    private var sieves: [String: any Sendable] = [:]

    package init(
      kinds: [any Mechanism.Type], details: Details = [], includesHolders: Bool = false
    ) {
      self.kinds = kinds
      self.details = details
      self.includesHolders = includesHolders
    }

    package mutating func set<Kind: Mechanism>(_ sieve: Sieve<Kind.Object>, for kind: Kind.Type) {
      sieves[Kind.keyword] = sieve
    }

    fileprivate func sieve<Kind: Mechanism>(for kind: Kind.Type) -> Sieve<Kind.Object>? {
      sieves[Kind.keyword] as? Sieve<Kind.Object>
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
    var held: [any Sighted.Type] = []
    var discovered: [any Discovering.Type] = []
    for kind in request.kinds where request.heldBy?.include(kind) ?? true {
      let count = (kind as? any Enumerating.Type).flatMap { populate($0, request, in: context) }
      // What the kernel does not list, processes may tell of.
      if count == nil, let kind = kind as? any Discovering.Type { discovered.append(kind) }
      // Nobody holds what is not there.
      if request.includesHolders, count ?? 0 > 0, let kind = kind as? any Sighted.Type {
        held.append(kind)
      }
    }
    if let holdings = request.heldBy, !request.includesHolders {
      discover(discovered, among: holdings, request, in: context)
    } else {
      scan(for: held, discovering: discovered, request, in: context)
    }
  }

  /// Nothing yet: for `inspect`.
  package init() {}

  /// Adds one object that is asked for by name, with all that can be found out about it.
  ///
  /// - Throws: `notFound` and its like: what was named is no gap when it is missing.
  package mutating func inspect<Kind: Inspecting>(
    _ name: Kind.Name, as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> Kind.Object {
    var object = try Kind.inspect(name, in: context)
    if let examining = kind as? any Examining.Type {
      guard let examined = examine(object, as: examining, for: .all, in: context) else {
        throw IPCError(
          .gone, subject: Kind.address(name), reason: "it was removed while it was looked at")
      }
      object = examined
    }
    var population = populations[Kind.keyword] as? Population<Kind> ?? Population<Kind>()
    if !population.objects.contains(where: { $0.identity == object.identity }) {
      population.objects.append(object)
    }
    populations[Kind.keyword] = population
    return object
  }

  /// Finds out who holds the objects of `kinds`.
  package mutating func inspectHolders(of kinds: [any Mechanism.Type], in context: Context) {
    scan(
      for: kinds.compactMap { $0 as? any Sighted.Type }, discovering: [], Request(kinds: []),
      in: context)
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

  /// Lists the objects of one kind.
  ///
  /// - Returns: How many are left of them; nil when they cannot be listed.
  private mutating func populate<Kind: Enumerating>(
    _ kind: Kind.Type, _ request: Request, in context: Context
  ) -> Int? {
    do throws(IPCError) {
      let objects = try Kind.objects(in: context, coverage: &coverage)
      return keep(objects, of: kind, request, in: context)
    } catch {
      let remedy = error.hint ?? (error.kind == .denied ? "more privileges" : error.reason)
      let needs = remedy.hasPrefix("needs ") ? String(remedy.dropFirst("needs ".count)) : remedy
      coverage.hide("\(Kind.title) objects", count: nil, needs: needs)
      return nil
    }
  }

  /// Takes the objects that the request wants, with the details that it asks for.
  ///
  /// - Returns: How many these are.
  @discardableResult
  mutating func keep<Kind: Mechanism>(
    _ objects: [Kind.Object], of kind: Kind.Type, _ request: Request, in context: Context
  ) -> Int {
    var population = Population<Kind>(objects: objects)
    if let holdings = request.heldBy {
      population.objects.removeAll { !holdings.contains($0.identity) }
    }
    let sieve = request.sieve(for: kind)
    if let sieve { population.objects.removeAll { !sieve.keeps($0, []) } }
    if !request.details.isEmpty {
      if let examining = kind as? any Examining.Type {
        population.objects = population.objects.compactMap {
          examine($0, as: examining, for: request.details, in: context)
        }
      }
      if let sieve { population.objects.removeAll { !sieve.keeps($0, request.details) } }
    }
    populations[Kind.keyword] = population
    return population.objects.count
  }

  private mutating func examine<Object, Kind: Examining>(
    _ object: Object, as kind: Kind.Type, for details: Details, in context: Context
  ) -> Object? {
    guard let object = object as? Kind.Object else { return object }
    return Kind.examine(object, for: details, in: context, coverage: &coverage) as? Object
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

  /// Takes the objects of `kinds` from what was seen in one process.
  private mutating func discover(
    _ kinds: [any Discovering.Type], among holdings: ProcessHoldings, _ request: Request,
    in context: Context
  ) {
    var findings = Findings(discovering: kinds)
    for holding in holdings.holdings { findings.note(holding) }
    for discovery in findings.discoveries { discovery.give(to: &self, request, in: context) }
  }

  /// Walks /proc for the holders of the objects of `held`, and for the objects of `discovered`, whose
  /// holders are known with them.
  private mutating func scan(
    for held: [any Sighted.Type], discovering discovered: [any Discovering.Type],
    _ request: Request, in context: Context
  ) {
    let kinds = held + discovered
    guard !kinds.isEmpty else { return }
    let scanner = ProcessScanner(kinds, in: context)
    guard
      let findings = scanner.scan(
        coverage: &coverage, collecting: Findings(discovering: discovered),
        { $0.note($1) })
    else { return }
    var found = Findings(discovering: discovered)
    for finding in findings { found.add(finding) }
    holders = found.sortedHolders
    heldKinds = Set(kinds.map { $0.keyword })
    for discovery in found.discoveries { discovery.give(to: &self, request, in: context) }
    for kind in kinds {
      if let kind = kind as? any AttachmentCounting.Type { compareAttachments(kind) }
    }
  }
}
