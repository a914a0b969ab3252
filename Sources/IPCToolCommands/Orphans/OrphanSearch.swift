internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC

/// One look for objects that nobody is left to use: at all of them together, since to find out who uses one takes a
/// walk over all processes.
struct OrphanSearch {
  /// Which objects are asked about.
  struct Condition: Sendable {
    let kinds: [any OrphanKind.Type]
    /// The owner; nil for anybody.
    let uid: UInt32?
    /// When they were used last at the latest, in seconds since the epoch; nil for whenever.
    let moment: Int64?
    /// nil for any.
    var addresses: Set<String>?

    func holds(for traces: Traces) -> Bool {
      (uid.map { $0 == traces.owner } ?? true) && (moment.map { traces.lastTime <= $0 } ?? true)
    }
  }

  /// All objects that were asked about and may be removed by us.
  private(set) var objects: [Orphan] = []
  /// What of them could not be seen.
  private(set) var coverage = Coverage()

  let condition: Condition
  private let survivors: Survivors
  private let holders: Snapshot?
  private let waits: QueueWaits?
  private let looking: Looking

  /// First the objects are looked at, and then who uses them: who comes later is seen the next time, and who has
  /// gone has left his traces.
  init(_ condition: Condition, in context: Context) {
    self.condition = condition
    looking = Looking(context: context)
    var listed: [(kind: any OrphanKind.Type, snapshot: Snapshot)] = []
    for kind in condition.kinds {
      var request = Snapshot.Request(kinds: [kind], details: kind.tracedDetails)
      if let addresses = condition.addresses { request.keepOnly(addresses, of: kind) }
      let snapshot = Snapshot(request, in: context)
      coverage.merge(snapshot.coverage)
      if snapshot.hasAny(of: kind) { listed.append((kind, snapshot)) }
    }
    survivors = listed.isEmpty ? Survivors() : .current()
    let opened = listed.map(\.kind).filter { $0 is any Openable.Type }
    holders =
      opened.isEmpty
      ? nil : Snapshot(Snapshot.Request(kinds: opened, includesHolders: true), in: context)
    waits = listed.contains { $0.kind is any Awaited.Type } ? .all(in: context) : nil
    for (kind, snapshot) in listed { judge(kind, snapshot) }
  }

  private mutating func judge<Kind: OrphanKind>(_ kind: Kind.Type, _ snapshot: Snapshot) {
    for object in snapshot.objects(of: kind) {
      let traces = Kind.traces(of: object, in: looking.context)
      guard condition.holds(for: traces) else { continue }
      do throws(IPCError) {
        try Kind.checkForgetting(object, in: looking.context)
      } catch {
        // What is no such object is nobody's concern.
        if error.kind == .denied {
          coverage.hide(
            "users of others' objects",
            needs: "to be their owner, or CAP_SYS_ADMIN (System V) and CAP_FOWNER (files)")
        }
        continue
      }
      let abandonment = Abandonment(
        of: traces, among: survivors, isHeld: { isHeld(object, kind) },
        isAwaited: { isAwaited(object, kind) })
      if case .untold(let needs) = abandonment {
        coverage.hide("users of \(Kind.keyword) objects", needs: needs)
      }
      objects.append(Orphan(object, kind, traces, abandonment, survivors, looking))
    }
  }

  /// A process that was seen is proof, and so is the kernel's own count. That nobody was seen is one where every
  /// process could be looked into, and the kernel itself has none open.
  private func isHeld<Kind: OrphanKind>(_ object: Kind.Object, _ kind: Kind.Type) -> Bool? {
    func isHeld<Opened: Openable>(_ opened: Opened.Type) -> Bool? {
      guard let object = object as? Opened.Object, let holders else { return nil }
      let isHeld = holders.isUnheld(object, as: opened).map { !$0 }
      if isHeld == true || isHeld == false && !Opened.mayServeKernel { return isHeld }
      return Opened.isHeld(object, in: looking.context)
    }
    guard let opened = kind as? any Openable.Type else { return false }
    return isHeld(opened)
  }

  private func isAwaited<Kind: OrphanKind>(_ object: Kind.Object, _ kind: Kind.Type) -> Bool? {
    func isAwaited<Queue: Awaited>(_ queue: Queue.Type) -> Bool? {
      guard let object = object as? Queue.Object, let waits else { return nil }
      return Queue.isAwaited(object, in: waits) ? true : waits.isWhole ? false : nil
    }
    guard let queue = kind as? any Awaited.Type else { return false }
    return isAwaited(queue)
  }

  /// What nobody is left to use.
  var orphans: [Orphan] { objects.filter { $0.abandonment == .forgotten } }
}

extension Snapshot.Request {
  fileprivate mutating func keepOnly<Kind: OrphanKind>(
    _ addresses: Set<String>, of kind: Kind.Type
  ) {
    set(Sieve { object, _ in addresses.contains(Kind.address(of: object)) }, for: kind)
  }
}

extension Snapshot {
  fileprivate func hasAny<Kind: Mechanism>(of kind: Kind.Type) -> Bool {
    !objects(of: kind).isEmpty
  }
}
