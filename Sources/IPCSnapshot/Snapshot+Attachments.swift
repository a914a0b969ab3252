internal import LinuxIPC

/// A process that has left the IPC namespace where it attached looks like a holder of what has the same id where it is
/// now, if there is any.
extension Snapshot {
  /// Compares who was found with the kernel's own count.
  mutating func compareAttachments<Kind: AttachmentCounting>(
    of kind: Kind.Type, _ request: Request, in context: Context
  ) {
    // Otherwise there are those that were left out.
    let isAll = request.heldBy == nil && request.sieve(for: kind) == nil
    compare(objects(of: kind), isAll: isAll, as: kind, in: context) { snapshot in
      // Some may have come since.
      var other = snapshot
      return other.objects(ofAllListed: kind, in: context) ?? []
    }
  }

  /// The same for an object that was looked at after its holders were looked for.
  mutating func compareAttachments<Kind: AttachmentCounting>(
    _ object: any IPCObject, as kind: Kind.Type, in context: Context
  ) {
    guard let object = object as? Kind.Object else { return }
    compare([object], isAll: false, as: kind, in: context) { _ in [object] }
  }

  /// - Parameters:
  ///   - isAll: Whether there are no others.
  ///   - listing: Lists them again.
  private mutating func compare<Kind: AttachmentCounting>(
    _ objects: [Kind.Object], isAll: Bool, as kind: Kind.Type, in context: Context,
    listing: (Self) -> [Kind.Object]
  ) {
    hideUnseen(objects, as: kind)
    let known = Self.attachments(of: objects, as: kind)
    let surplus = surplus(holdings.mappings(in: Kind.space), beyond: known, in: context)
      .filter { isAll || known[$0.key] != nil }
    if surplus.isEmpty { return }
    let holders = Set(surplus.keys.flatMap { holdings.holders(of: $0).map(\.pid) })
    for stranger in hideStrangers(surplus, holders, listing(self), as: kind, in: context) {
      holdings.forget(stranger)
    }
  }

  /// Which objects a process cannot have attached, though it seems to. What it has attached instead is counted.
  ///
  /// - Parameter objects: Listed after the process was looked into.
  mutating func strangers<Kind: AttachmentCounting>(
    among objects: [any IPCObject], as kind: Kind.Type, to holdings: ProcessHoldings,
    in context: Context
  ) -> Set<ObjectIdentity> {
    guard let process = holdings.process else { return [] }
    let objects = objects.compactMap { $0 as? Kind.Object }
    let surplus = surplus(
      holdings.mappings(in: Kind.space), beyond: Self.attachments(of: objects, as: kind),
      in: context)
    return hideStrangers(surplus, [process.pid], objects, as: kind, in: context)
  }

  /// Counts the attachments of whom nobody was found to be.
  private mutating func hideUnseen<Kind: AttachmentCounting>(
    _ objects: [Kind.Object], as kind: Kind.Type
  ) {
    for object in objects {
      let counted = Kind.attachments(of: object)
      let found = holdings.holders(of: object.identity).reduce(0) { $0 + UInt64($1.mappings) }
      guard counted > found else { continue }
      let stays = holdings.hasNamesake(of: object.identity) ? ", or \(Self.staying)" : ""
      coverage.hide(
        "attachments", count: counted - found, needs: Capabilities.everyProcess + stays)
    }
  }

  private static func attachments<Kind: AttachmentCounting>(
    of objects: [Kind.Object], as kind: Kind.Type
  ) -> [ObjectIdentity: UInt64] {
    Dictionary(objects.map { ($0.identity, Kind.attachments(of: $0)) }) { first, _ in first }
  }

  /// What is mapped more often than the kernel counts.
  private func surplus(
    _ mappings: [ObjectIdentity: UInt64], beyond counted: [ObjectIdentity: UInt64],
    in context: Context
  ) -> [ObjectIdentity: UInt64] {
    mappings.filter { $0.value > counted[$0.key] ?? 0 && isLookedAt($0.key, in: context) }
  }

  /// Counts what is mapped and lies elsewhere.
  ///
  /// Processes attach and detach while they and the kernel's list are looked at, one after the other: they are looked
  /// at once more, and what was attached or detached meanwhile is not judged.
  ///
  /// - Parameters:
  ///   - mappings: How often each object was found to be mapped.
  ///   - pids: By whom.
  ///   - objects: As listed after that.
  /// - Returns: The objects that nobody has attached.
  private mutating func hideStrangers<Kind: AttachmentCounting>(
    _ mappings: [ObjectIdentity: UInt64], _ pids: Set<Int32>, _ objects: [Kind.Object],
    as kind: Kind.Type, in context: Context
  ) -> Set<ObjectIdentity> {
    if mappings.isEmpty { return [] }
    var still: [ObjectIdentity: UInt64] = [:]
    for pid in pids {
      let holdings = try? ProcessHoldings(of: pid, [kind], namespaces: namespaces, in: context)
      still.merge(holdings?.mappings(in: Kind.space) ?? [:]) { $0 + $1 }
    }
    let listed = Dictionary(objects.map { ($0.identity, $0) }) { first, _ in first }
    var strangers: Set<ObjectIdentity> = []
    for (identity, count) in mappings {
      let object = listed[identity]
      if let object, Kind.lastAttachment(of: object) >= context.now { continue }
      let found = min(count, still[identity] ?? 0)
      let counted = object.map { Kind.attachments(of: $0) } ?? 0
      guard found > counted else { continue }
      coverage.hide(
        "IPC namespaces of attachments", count: found - counted, needs: Self.staying)
      if counted == 0 { strangers.insert(identity) }
    }
    return strangers
  }

  /// What is elsewhere was not looked for, which is counted already.
  private func isLookedAt(_ object: ObjectIdentity, in context: Context) -> Bool {
    let namespace = Namespace(kind: .ipc, inode: object.namespace)
    return (context.isIn(namespace) || namespaces?.handle(namespace) != nil)
      && namespaces?.wants(namespace) ?? true
  }

  private static let staying = "their processes to stay in the namespace where they attached"
}

extension [ObjectIdentity: UInt64] {
  /// How often each of the objects is mapped whose numbers are of a space.
  init(mappings: some Sequence<(ObjectIdentity, UInt32)>, in space: ObjectIdentity.Space) {
    self = [:]
    for (object, count) in mappings where object.space == space {
      self[object, default: 0] += UInt64(count)
    }
  }
}
