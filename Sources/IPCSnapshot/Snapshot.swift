package import LinuxIPC

/// One view of the machine, built from no more than the question needs: the objects of some kinds, and
/// who holds them when that was asked for.
package struct Snapshot: Sendable {
  /// By keyword: a `Population` of that mechanism.
  private var populations: [String: any Sendable] = [:]
  /// By keyword: a list of `Refused` of that mechanism.
  private var refused: [String: any Sendable] = [:]
  /// Who holds what, as far as it was looked for.
  package internal(set) var holdings = Holdings()
  /// Whose holders were looked for.
  private var heldKinds: Set<ObjectIdentifier> = []
  package internal(set) var coverage = Coverage()
  /// Those of the request, while the snapshot is made.
  private(set) var threads: ThreadTable?
  /// Those of the request.
  private(set) var namespaces: NamespaceSelection?
  /// The kinds that the kernel should have listed, and did not.
  private var unlistedKinds: Set<String> = []
  /// The inodes of all sockets that the kernel listed in our own network namespace, also of those that
  /// nobody asked for.
  var listedSockets: Set<UInt64> = []
  /// The kinds of sockets of which that is so.
  private(set) var listedKinds: Set<String> = []
  /// The other network namespaces that were found because processes are in them.
  var inhabitedNetworks: Set<UInt64> = []
  /// The sockets of other network namespaces, also those that nobody asked for, by keyword: a `Population` of
  /// that kind.
  var socketsElsewhere: [String: any Sendable] = [:]

  /// Looks.
  ///
  /// A kind that this machine does not offer is a gap in `coverage`, not an error.
  package init(_ request: Request, in context: Context) {
    threads = request.threads
    defer { threads = nil }
    namespaces = request.namespaces
    if let namespaces { coverage.merge(namespaces.coverage) }
    var held: [any Sighted.Type] = []
    var discovered: [any Discovering.Type] = []
    var sockets: [any SocketMechanism.Type] = []
    var absent: [any AttachmentCounting.Type] = []
    for kind in request.kinds where request.heldBy?.include(kind) ?? true {
      if let kind = kind as? any SocketMechanism.Type {
        // There may be many, and they may be held though the kernel lists none here.
        sockets.append(kind)
        continue
      }
      let count = (kind as? any Enumerating.Type).flatMap { populate($0, request, in: context) }
      // What the kernel does not list, processes may tell of.
      if count == nil, let kind = kind as? any Discovering.Type { discovered.append(kind) }
      // Nobody holds what is not there.
      if request.includesHolders, let count, let kind = kind as? any Sighted.Type,
        count > 0 || kind.isHeldUnlisted
      {
        held.append(kind)
      } else if let kind = kind as? any AttachmentCounting.Type {
        absent.append(kind)
      }
    }
    // Those that who attached them took elsewhere: where processes are looked into anyway.
    if request.includesHolders, !discovered.isEmpty { held += absent }
    let looksAround =
      request.includesHolders || Self.mayHavePeersElsewhere(sockets, request, in: context)
    if let holdings = request.heldBy, !looksAround,
      !discovered.contains(where: { $0.isDecidedByHolders })
    {
      for kind in sockets { list(kind, request, comparesHeld: true, in: context) }
      let areAllKnown = discover(discovered, among: holdings, request, in: context)
      // One may be of a network that its holder is not in: then others tell of that network.
      if !areAllKnown { scan(for: sockets, discovering: [], request, in: context) }
    } else {
      let comparesHeld = looksAround || request.heldBy != nil
      scan(
        for: held + (comparesHeld ? sockets : []), discovering: discovered, request, in: context
      ) { snapshot in
        for kind in sockets {
          snapshot.list(kind, request, comparesHeld: comparesHeld, in: context)
        }
      }
    }
    for kind in sockets { sift(kind, request) }
    for kind in request.kinds { siftByNamespace(kind) }
  }

  /// Looks for nothing but who holds objects of `kinds`, and for those objects that only processes tell
  /// of: before `inspect`.
  ///
  /// - Parameter namespaces: Those that are looked into besides our own.
  package init(
    aroundObjectsOf kinds: [any Mechanism.Type], namespaces: NamespaceSelection? = nil,
    in context: Context
  ) {
    self.namespaces = namespaces
    var held: [any Sighted.Type] = []
    var discovered: [any Discovering.Type] = []
    // What is at the other end of a socket only the list of all of them tells.
    let sockets = kinds.compactMap { $0 as? any SocketMechanism.Type }
    var request = Request(kinds: sockets, includesHolders: true)
    request.spansNetworks = true
    request.namespaces = namespaces
    for kind in sockets { list(kind, request, comparesHeld: true, in: context) }
    for kind in kinds {
      if let kind = kind as? any Discovering.Type, !(kind is any Enumerating.Type) {
        discovered.append(kind)
      } else if let kind = kind as? any Sighted.Type {
        held.append(kind)
      }
    }
    scan(for: held, discovering: discovered, request, in: context)
    for kind in sockets { sift(kind, request) }
  }

  mutating func replace<Kind: Mechanism>(_ objects: [Kind.Object], of kind: Kind.Type) {
    populations[Kind.keyword] = Population<Kind>(objects: objects)
  }

  /// Keeps in mind what was sighted and is no object.
  mutating func note<Kind: Mechanism>(
    _ refused: [Refused<Kind.Object>], of kind: Kind.Type
  ) {
    self.refused[Kind.keyword] = refused
  }

  /// What of one kind was sighted and is no object.
  func refused<Kind: Mechanism>(of kind: Kind.Type) -> [Refused<Kind.Object>] {
    refused[Kind.keyword] as? [Refused<Kind.Object>] ?? []
  }

  /// Whether the objects of one kind were looked for, and could be.
  func hasObjects<Kind: Mechanism>(of kind: Kind.Type) -> Bool {
    populations[Kind.keyword] != nil
  }

  /// Whether all objects of one kind are there, but for those that `coverage` counts.
  package func isWhole<Kind: Mechanism>(_ kind: Kind.Type) -> Bool {
    hasObjects(of: kind) && !unlistedKinds.contains(Kind.keyword)
  }

  /// The objects of one kind, in the order in which the kernel gave them.
  package func objects<Kind: Mechanism>(of kind: Kind.Type) -> [Kind.Object] {
    (populations[Kind.keyword] as? Population<Kind>)?.objects ?? []
  }

  /// Who holds an object of `kind`; nil when that was not looked for.
  package func holders<Kind: Mechanism>(of object: Kind.Object, as kind: Kind.Type) -> [Holder]? {
    guard heldKinds.contains(ObjectIdentifier(kind)) else { return nil }
    return holdings.holders(of: object.identity, accessing: object.access)
  }

  /// The threads that wait in open(2) for an object of `kind`; nil when that was not looked for.
  package func waiters<Kind: Mechanism>(of object: Kind.Object, as kind: Kind.Type) -> [Waiter]? {
    guard heldKinds.contains(ObjectIdentifier(kind)) else { return nil }
    return holdings.waiters(of: object.identity)
  }

  /// Lists the objects of one kind.
  ///
  /// - Returns: How many are left of them; nil when they cannot be listed.
  private mutating func populate<Kind: Enumerating>(
    _ kind: Kind.Type, _ request: Request, in context: Context
  ) -> Int? {
    objects(ofAllListed: kind, in: context).map { keep($0, of: kind, request, in: context) }
  }

  /// Lists the sockets of one kind, all of them: one that nobody asked for may be at the other end of one
  /// that is asked for. `sift` takes out the others once that is known.
  ///
  /// - Parameter comparesHeld: Whether they are to be compared with those that processes hold.
  private mutating func list<Kind: SocketMechanism>(
    _ kind: Kind.Type, _ request: Request, comparesHeld: Bool, in context: Context
  ) {
    guard var objects = objects(ofListed: kind, in: context) else { return }
    if comparesHeld {
      listedKinds.insert(Kind.keyword)
      for object in objects { listedSockets.insert(object.identity.inode) }
    }
    if !request.details.isEmpty {
      objects = examined(objects, of: kind, for: request.details, in: context)
    }
    let others = elsewhere(kind, in: context)
    if !others.isEmpty {
      if comparesHeld { for object in others { listedSockets.insert(object.identity.inode) } }
      objects = Kind.joined(objects + others, [])
    }
    replace(objects, of: kind)
  }

  /// What the kernel lists; nil, and a gap, when it cannot.
  mutating func objects<Kind: Enumerating>(
    ofListed kind: Kind.Type, in context: Context
  ) -> [Kind.Object]? {
    do throws(IPCError) {
      return try Kind.objects(in: context, coverage: &coverage)
    } catch {
      coverage.hide("\(Kind.title) objects", because: error)
      unlistedKinds.insert(Kind.keyword)
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
      if let counting = kind as? any AttachmentCounting.Type {
        let strangers = strangers(
          among: population.objects, as: counting, to: holdings, in: context)
        population.objects.removeAll { strangers.contains($0.identity) }
      }
    }
    let sieve = request.sieve(for: kind)
    if let sieve { population.objects.removeAll { !sieve.keeps($0, []) } }
    if !request.details.isEmpty {
      population.objects = examined(
        population.objects, of: kind, for: request.details, in: context)
      if let sieve { population.objects.removeAll { !sieve.keeps($0, request.details) } }
    }
    populations[Kind.keyword] = population
    return population.objects.count
  }

  /// Takes the objects of `kinds` from what was seen in one process.
  ///
  /// - Returns: Whether all its sockets are in the lists of its network and of ours.
  private mutating func discover(
    _ kinds: [any Discovering.Type], among seen: ProcessHoldings, _ request: Request,
    in context: Context
  ) -> Bool {
    coverage.merge(seen.coverage)
    guard let process = seen.process else { return true }
    let empty = Findings(discovering: kinds, families: seen.families)
    var share = empty
    share.note(process, seen.findings)
    share.arrange()
    let findings = Findings.merged([share], into: empty)
    holdings = findings.holdings
    for discovery in findings.discoveries { discovery.give(to: &self, request, in: context) }
    return !hasListedKind(addSocketsOfOtherNetworks(request, in: context), request)
  }

  /// Walks /proc for the holders of the objects of `held`, and for the objects of `discovered`, whose
  /// holders are known with them.
  private mutating func scan(
    for held: [any Sighted.Type], discovering discovered: [any Discovering.Type],
    _ request: Request, in context: Context, meanwhile: (inout Snapshot) -> Void = { _ in }
  ) {
    // What is seen first knows an object best: one that lost its name has only those who see it.
    let kinds = discovered + held
    guard !kinds.isEmpty else { return meanwhile(&self) }
    // Unix sockets may carry descriptors, which are then hidden.
    var scanner = scanner(
      kinds, discovering: discovered, alongDescriptors: [UnixSocket.self], in: context)
    scanner.readsCommands = request.includesCommands
    let empty = Findings(discovering: discovered, families: scanner.families)
    var seen = Coverage()
    let shares = scanner.scan(
      coverage: &seen, collecting: empty, { $0.note($1, $2) }, finish: { $0.arrange() },
      meanwhile: { meanwhile(&self) })
    coverage.merge(seen)
    coverage.hideUnrecognised(kinds)
    guard let shares else { return }
    let found = Findings.merged(shares, into: empty)
    holdings = found.holdings
    heldKinds = Set(kinds.filter { $0.obstacle == nil }.map { ObjectIdentifier($0) })
    for discovery in found.discoveries { discovery.give(to: &self, request, in: context) }
    let unlisted = addSocketsOfOtherNetworks(request, in: context)
    addUnlisted(unlisted, request, in: context)
    if scanner.looksAtDescriptors { hideDescriptorsInFlight(in: context) }
    for kind in held {
      if let kind = kind as? any AttachmentCounting.Type {
        compareAttachments(of: kind, request, in: context)
      }
    }
  }
}
