internal import IPCDiagnosis
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// A kind whose objects may be forgotten, and shown.
typealias OrphanKind = Forgettable & Presented

/// An object with what is left of its users, without the type of its kind.
struct Orphan: Sendable {
  let kind: any OrphanKind.Type
  let identity: ObjectIdentity
  let address: String
  let traces: Traces
  let abandonment: Abandonment
  /// What the kind's own columns of these names show of it; empty where it was not looked at.
  let cells: [String: Cell]
  /// What speaks for it that nobody is left.
  let reason: String
  /// As `Forgettable.removeForgotten`, in the namespace that its name belongs to.
  let remove: @Sendable () throws(IPCError) -> String?
  /// Whether its name still means it, or that cannot be told.
  let mayBeThere: @Sendable () -> Bool

  init<Kind: OrphanKind>(
    _ object: Kind.Object, at place: ObjectPlace<Kind>, _ traces: Traces,
    _ abandonment: Abandonment, _ survivors: Survivors, _ looking: Looking
  ) {
    kind = Kind.self
    identity = object.identity
    address = Kind.address(of: object)
    self.traces = traces
    self.abandonment = abandonment
    remove = { () throws(IPCError) in
      try place.run { (context) throws(IPCError) in
        try Kind.removeForgotten(object, in: context)
      }
    }
    mayBeThere = {
      object.identity.mayBeFound { () throws(IPCError) in
        try place.run { (context) throws(IPCError) in
          try Kind.removable(object.name, in: context).identity
        }
      }
    }
    let isForgotten = abandonment == .forgotten
    cells = isForgotten ? Self.cells(object, at: place, looking) : [:]
    reason = isForgotten ? Self.reason(traces, survivors, looking.users) : ""
  }

  /// How much would be lost with it.
  static let contents: [Heading] = [.bytes, .capacityBytes, .messages]

  private static func cells<Kind: OrphanKind>(
    _ object: Kind.Object, at place: ObjectPlace<Kind>, _ looking: Looking
  ) -> [String: Cell] {
    func examined<Examined: Examining>(_ kind: Examined.Type) -> Kind.Object? {
      guard let object = object as? Examined.Object else { return nil }
      let examined = try? place.run { (context) throws(IPCError) in
        var ignored = Coverage()
        return Examined.examine(object, for: .fill, in: context, coverage: &ignored)
      }
      return examined as? Kind.Object
    }
    let whole = (Kind.self as? any Examining.Type).flatMap { examined($0) } ?? object
    let row = Listed(whole, holders: nil, looking)
    let columns = Kind.columns.filter { Self.contents.contains($0.heading) }
    return Dictionary(uniqueKeysWithValues: columns.map { ($0.heading.name, $0.value(row)) })
  }

  private static func reason(
    _ traces: Traces, _ survivors: Survivors, _ users: UserNames
  ) -> String {
    var facts = traces.users.map { user in
      let isReused = survivors.lastProcess(user.pid, user.time) == .reused
      return "\(user.deed) by \(user.pid), dead\(isReused ? " (the pid is another's now)" : "")"
    }
    if !traces.recordsUsers { facts.append("nobody has it open") }
    let owners = traces.owners.subtracting([0])
    if !traces.recordsMaker, owners.isEmpty {
      let others = traces.recordsUsers ? "who made it or used it before" : "who made it"
      facts.append("\(others) is not recorded")
    }
    if !traces.recordsMaker, !owners.isEmpty {
      let names = owners.sorted().map { String(decoding: users.name($0), as: UTF8.self) }
      facts.append("no process of \(names.joined(separator: " or ")) is as old")
    }
    return facts.joined(separator: "; ")
  }
}

extension ObjectIdentity {
  /// Whether a look still finds it, or that cannot be told.
  func mayBeFound(by look: () throws(IPCError) -> ObjectIdentity) -> Bool {
    do throws(IPCError) {
      return try look() == self
    } catch {
      return !error.meansAbsence
    }
  }
}
