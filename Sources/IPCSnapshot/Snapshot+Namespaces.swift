internal import LinuxIPC
internal import SystemPackage

extension Snapshot {
  /// What a kind lists in our own namespace and in the others that are looked into, each object once, by the first
  /// of its names: a file system may be mounted in several. Nil, and a gap, where it lists nothing anywhere.
  mutating func objects<Kind: Enumerating>(
    ofAllListed kind: Kind.Type, in context: Context
  ) -> [Kind.Object]? {
    guard let namespaces, let scope = Kind.scope else {
      return objects(ofListed: kind, in: context)
    }
    let others = namespaces.others(scope)
    let own = objects(ofListed: kind, in: context)
    if others.isEmpty { return namespaces.wantsOwn(scope) || own == nil ? own : [] }
    var found: [Kind.Object] = []
    var known: [ObjectIdentity: Int] = [:]
    var wanted: Set<ObjectIdentity> = []
    func add(_ objects: [Kind.Object], areWanted: Bool) {
      for object in objects {
        if known.updateValue(found.count, forKey: object.identity) == nil { found.append(object) }
        if areWanted { wanted.insert(object.identity) }
      }
    }
    add(own ?? [], areWanted: namespaces.wantsOwn(scope))
    for handle in others {
      add(
        objects(of: kind, in: handle, context), areWanted: namespaces.wants(handle.namespace))
    }
    return found.filter { wanted.contains($0.identity) }
  }

  /// What a kind lists in a namespace that is not our own; what may not be listed is a gap, and one that has gone
  /// meanwhile is none.
  mutating func objects<Kind: Enumerating>(
    of kind: Kind.Type, in handle: NamespaceHandle, _ context: Context
  ) -> [Kind.Object] {
    let inner = context.inside(handle)
    let listing = inside(handle) { (coverage) throws(IPCError) in
      try Kind.objects(in: inner, coverage: &coverage)
    }
    guard let listing else { return [] }
    return listing.map { $0.found(in: handle.namespace) }
  }

  /// Runs `body` in a namespace that is not our own; nil, and a gap, where it fails.
  private mutating func inside<Value: Sendable>(
    _ handle: NamespaceHandle,
    _ body: @escaping @Sendable (inout Coverage) throws(IPCError) -> Value
  ) -> Value? {
    typealias Answer = (value: Result<Value, IPCError>, coverage: Coverage)
    do throws(Errno) {
      let answer: Answer = try handle.run {
        var coverage = Coverage()
        let value = Result { () throws(IPCError) in try body(&coverage) }
        return (value, coverage)
      }
      coverage.merge(answer.coverage)
      do throws(IPCError) {
        return try answer.value.get()
      } catch {
        // A container without it has none of its objects.
        if error.kind != .unsupported {
          coverage.hide("\(handle.namespace.kind.title)s", because: error)
        }
      }
    } catch {
      coverage.hide("\(handle.namespace.kind.title)s", needs: handle.needs(after: error))
    }
    return nil
  }

  /// A scanner that knows the objects of all namespaces that are looked into.
  func scanner(
    _ kinds: [any Sighted.Type], discovering discovered: [any Discovering.Type] = [],
    alongDescriptors companions: [any Sighted.Type] = [], in context: Context
  ) -> ProcessScanner {
    namespaces?.scanner(
      kinds, discovering: discovered, alongDescriptors: companions, in: context)
      ?? ProcessScanner(
        kinds, discovering: discovered, alongDescriptors: companions, in: context)
  }

  /// Looks in the IPC namespace of a process, with what is found there; nil where that is not looked into.
  func lookup<Value: Sendable>(
    inIPCNamespaceOf process: borrowing ProcessDirectory, in context: Context,
    _ look: @escaping @Sendable (Context) -> Value?
  ) -> (found: Value, elsewhere: Namespace?)? {
    guard let namespace = try? Namespace.of(process: process.descriptor, .ipc) else { return nil }
    if context.isIn(namespace) { return look(context).map { ($0, nil) } }
    guard let handle = namespaces?.handle(namespace) else { return nil }
    let inner = context.inside(handle)
    let found = try? handle.run { look(inner) }
    return (found ?? nil).map { ($0, namespace) }
  }

  /// `objects`, each examined in the namespace that its name belongs to.
  mutating func examined<Kind: Examining>(
    _ objects: [Kind.Object], inTheirNamespaces kind: Kind.Type, for details: Details,
    _ context: Context
  ) -> [Kind.Object] {
    guard let namespaces, objects.contains(where: { $0.elsewhere != nil }) else {
      return objects.compactMap {
        Kind.examine($0, for: details, in: context, coverage: &coverage)
      }
    }
    var examined: [Kind.Object] = []
    // Those of one namespace follow each other.
    var start = 0
    while start < objects.count {
      let namespace = objects[start].elsewhere
      let end = objects[start...].firstIndex { $0.elsewhere != namespace } ?? objects.count
      let share = Array(objects[start..<end])
      start = end
      guard namespace != nil else {
        examined += share.compactMap {
          Kind.examine($0, for: details, in: context, coverage: &coverage)
        }
        continue
      }
      // Its name would mean another object of ours.
      guard let handle = namespaces.handle(namespace) else {
        examined += share
        continue
      }
      let inner = context.inside(handle)
      let found = inside(handle) { (coverage) throws(IPCError) in
        share.compactMap { Kind.examine($0, for: details, in: inner, coverage: &coverage) }
      }
      examined += found.map { $0.map { $0.found(in: handle.namespace) } } ?? share
    }
    return examined
  }

  /// Leaves out what no process of the wanted namespaces holds or waits for, of a kind that has no namespaces.
  mutating func siftByNamespace<Kind: Mechanism>(_ kind: Kind.Type) {
    guard let namespaces, !namespaces.isWhole, Kind.scope == nil else { return }
    var members: [Int32: Bool] = [:]
    func has(_ pid: Int32) -> Bool {
      if let known = members[pid] { return known }
      let has = namespaces.has(process: pid)
      members[pid] = has
      return has
    }
    let holdings = holdings
    replace(
      objects(of: kind).filter { object in
        holdings.holders(of: object.identity).contains { has($0.pid) }
          || holdings.waiters(of: object.identity).contains { has($0.process.pid) }
      }, of: kind)
  }
}

extension IPCObject {
  /// The same, called by a name of another namespace.
  func found(in namespace: Namespace) -> Self {
    var object = self
    object.elsewhere = namespace
    return object
  }
}
