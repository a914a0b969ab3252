internal import LinuxIPC

/// A process that has left the IPC namespace where it attached looks like a holder of what has the same id where it is
/// now, if there is any.
extension Snapshot {
  /// Compares who was found with the kernel's own count.
  ///
  /// - Parameter objects: Nil for all of the kind.
  mutating func compareAttachments<Kind: AttachmentCounting>(
    _ objects: [any IPCObject]? = nil, as kind: Kind.Type
  ) {
    for object in objects as? [Kind.Object] ?? self.objects(of: kind) {
      let counted = Kind.attachments(of: object)
      let found = holdings.holders(of: object.identity).reduce(0) { $0 + UInt64($1.mappings) }
      if counted == 0 {
        if found > 0 {
          holdings.forget(object.identity)
          hideStrangers(found)
        }
      } else if counted > found {
        let stays = holdings.hasNamesake(of: object.identity) ? ", or \(Self.staying)" : ""
        coverage.hide(
          "attachments", count: counted - found, needs: Capabilities.everyProcess + stays)
      } else if counted < found {
        hideStrangers(found - counted)
      }
    }
  }

  /// Which objects a process can have attached. What else it has attached is counted.
  mutating func attached<Kind: AttachmentCounting>(
    _ objects: [any IPCObject], as kind: Kind.Type, by process: ProcessHoldings,
    in context: Context
  ) -> Set<ObjectIdentity> {
    let attached = Self.attached(objects.compactMap { $0 as? Kind.Object }, as: kind)
    hideStrangers(process.mappings(in: Kind.space), to: attached, in: context)
    return attached
  }

  /// Counts what processes have attached and nothing tells of.
  mutating func hideStrangers<Kind: AttachmentCounting>(
    of kind: Kind.Type, _ request: Request, in context: Context
  ) {
    // Otherwise there are those that were left out.
    guard request.heldBy == nil, request.sieve(for: kind) == nil else { return }
    let mappings = holdings.mappings(in: Kind.space).filter { isLookedAt($0.key, in: context) }
    var attached = Self.attached(objects(of: kind), as: kind)
    if mappings.keys.allSatisfy(attached.contains) { return }
    // Some may have come since.
    var other = self
    let now = other.objects(ofAllListed: kind, in: context) ?? []
    attached.formUnion(Self.attached(now, as: kind))
    hideStrangers(mappings, to: attached, in: context)
  }

  private static func attached<Kind: AttachmentCounting>(
    _ objects: [Kind.Object], as kind: Kind.Type
  ) -> Set<ObjectIdentity> {
    Set(objects.lazy.filter { Kind.attachments(of: $0) > 0 }.map(\.identity))
  }

  private mutating func hideStrangers(
    _ mappings: [ObjectIdentity: UInt64], to attached: Set<ObjectIdentity>, in context: Context
  ) {
    for (object, count) in mappings
    where !attached.contains(object) && isLookedAt(object, in: context) {
      hideStrangers(count)
    }
  }

  /// What is elsewhere was not looked for, which is counted already.
  private func isLookedAt(_ object: ObjectIdentity, in context: Context) -> Bool {
    let namespace = Namespace(kind: .ipc, inode: object.namespace)
    return (context.isIn(namespace) || namespaces?.handle(namespace) != nil)
      && namespaces?.wants(namespace) ?? true
  }

  private mutating func hideStrangers(_ count: UInt64) {
    coverage.hide("IPC namespaces of attachments", count: count, needs: Self.staying)
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
