package import IPCSnapshot
package import LinuxIPC

/// One look at who uses objects: at all of them together, since to find out who uses one takes a walk over all
/// processes. Who comes later is seen the next time, and who has gone has left his traces.
package struct UserSearch: Sendable {
  package let survivors: Survivors
  private let holders: Snapshot?
  private let waits: QueueWaits?
  private let context: Context
  private let namespaces: NamespaceSelection?

  /// Looks.
  ///
  /// - Parameters:
  ///   - kinds: Whose objects were found.
  ///   - namespaces: Where they were found besides our own; nil for nowhere.
  package init(
    of kinds: [any Forgettable.Type], _ namespaces: NamespaceSelection? = nil, in context: Context
  ) {
    self.context = context
    self.namespaces = namespaces
    survivors = kinds.isEmpty ? Survivors() : .current()
    let opened = kinds.filter { $0 is any Openable.Type }
    var request = Snapshot.Request(kinds: opened, includesHolders: true)
    request.namespaces = namespaces
    holders = opened.isEmpty ? nil : Snapshot(request, in: context)
    waits = kinds.contains { $0 is any Awaited.Type } ? .all() : nil
  }

  /// Whether anybody is left who uses an object.
  package func abandonment<Kind: Forgettable>(
    of object: Kind.Object, _ kind: Kind.Type, _ traces: Traces
  ) -> Abandonment {
    Abandonment(
      of: traces, among: survivors, isHeld: { isHeld(object, kind) },
      isAwaited: { isAwaited(object, kind) })
  }

  /// A process that was seen is proof, and so is the kernel's own count. That nobody was seen is one where every
  /// process could be looked into, and the kernel itself has none open.
  private func isHeld<Kind: Forgettable>(_ object: Kind.Object, _ kind: Kind.Type) -> Bool? {
    func isHeld<Opened: Openable>(_ opened: Opened.Type) -> Bool? {
      guard let object = object as? Opened.Object, let holders else { return nil }
      let isHeld = holders.isUnheld(object, as: opened).map { !$0 }
      if isHeld == true || isHeld == false && !Opened.mayServeKernel { return isHeld }
      return ObjectPlace<Opened>(of: object, namespaces, from: context).isHeld(object)
    }
    guard let opened = kind as? any Openable.Type else { return false }
    return isHeld(opened)
  }

  private func isAwaited<Kind: Forgettable>(_ object: Kind.Object, _ kind: Kind.Type) -> Bool? {
    func isAwaited<Queue: Awaited>(_ queue: Queue.Type) -> Bool? {
      guard let object = object as? Queue.Object, let waits else { return nil }
      return Queue.isAwaited(object, in: waits) ? true : waits.isWhole ? false : nil
    }
    guard let queue = kind as? any Awaited.Type else { return false }
    return isAwaited(queue)
  }
}
