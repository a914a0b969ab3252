internal import LinuxIPC

/// How much users take of limits, added up over the objects that there are.
struct LimitUse: Sendable {
  /// A limit of mechanisms that have it together.
  private struct Key: Hashable {
    let mechanism: String
    let limit: String
  }

  /// What each user takes; nil as soon as one part is not known: a sum of the others would pass for all.
  private typealias Shares = [UInt32: UInt64?]

  private var shares: [Key: Shares] = [:]
  /// The mechanisms whose objects could be listed, and whether none of them may be hidden.
  private var listed: [String: Bool] = [:]
  private(set) var coverage = Coverage()

  init(of kinds: [any Charging.Type], _ survey: LimitSurvey, in context: Context) {
    var wanted: [any Charging.Type] = []
    for kind in kinds.flatMap({ $0.sharers }) where !wanted.contains(where: { $0 == kind }) {
      wanted.append(kind)
    }
    // Only where objects are known from their holders, or may be without a name, somebody has to look for those.
    for isHeld in [false, true] {
      let some = wanted.filter {
        (Self.isKnownFromHolders($0) && survey.unlisted(of: $0) == nil) == isHeld
      }
      if !some.isEmpty { add(some, includesHolders: isHeld, survey, in: context) }
    }
  }

  private static func isKnownFromHolders(_ kind: any Charging.Type) -> Bool {
    guard let kind = kind as? any Sighted.Type else { return false }
    return kind.isHeldUnlisted || !(kind is any Enumerating.Type)
  }

  private mutating func add(
    _ kinds: [any Charging.Type], includesHolders: Bool, _ survey: LimitSurvey,
    in context: Context
  ) {
    var details: Details = []
    for kind in kinds { details.formUnion(kind.chargedDetails) }
    let snapshot = Snapshot(
      Snapshot.Request(kinds: kinds, details: details, includesHolders: includesHolders),
      in: context)
    coverage.unite(snapshot.coverage)
    for kind in kinds {
      var seen = snapshot.coverage
      if let unlisted = survey.unlisted(of: kind) {
        coverage.unite(unlisted)
        seen.merge(unlisted)
      }
      add(kind, snapshot, seen, in: context)
    }
  }

  /// - Parameter seen: What was not seen of the kind, or of others with it.
  private mutating func add<Kind: Charging>(
    _ kind: Kind.Type, _ snapshot: Snapshot, _ seen: Coverage, in context: Context
  ) {
    guard snapshot.isWhole(kind) else { return }
    listed[Kind.keyword] = seen.isComplete
    let seesOthers = Self.seesAllHolders(of: kind, snapshot)
    for object in snapshot.objects(of: kind) {
      let holders = snapshot.holdings.holders(of: object.identity)
      for charge in Kind.charges(of: object, heldBy: holders, in: context) {
        guard let uid = charge.uid else {
          coverage.hide("\(Kind.title)s, by whom they are used up", needs: "the kernel to tell")
          continue
        }
        let isWhole = seesOthers || uid == context.effectiveUID
        add(isWhole ? charge.amount : nil, of: uid, to: Self.key(charge.limit, kind))
      }
    }
  }

  private mutating func add(_ amount: UInt64?, of uid: UInt32, to key: Key) {
    let sum = shares[key, default: [:]][uid] ?? 0
    let total = sum.flatMap { sum in amount.map { sum.saturatingSum($0) } }
    shares[key, default: [:]][uid] = .some(total)
  }

  /// Whether those objects are there too that other users alone hold.
  private static func seesAllHolders(of kind: any Charging.Type, _ snapshot: Snapshot) -> Bool {
    if kind is any Enumerating.Type || snapshot.coverage.isComplete { return true }
    let capabilities = Capabilities.current()
    return Capability.sight.allSatisfy { capabilities.has($0) }
  }

  private static func key(_ limit: String, _ kind: any Charging.Type) -> Key {
    Key(mechanism: kind.sharers.first?.keyword ?? kind.keyword, limit: limit)
  }

  /// What is told of `limit`: one that binds each user for himself is told of each who uses some, most first.
  ///
  /// - Parameter processes: Those of a user.
  func rows(
    of limit: Limit, _ kind: any Limited.Type, processes: (UInt32) -> [ProcessUsage]
  ) -> [Limit] {
    guard let kind = kind as? any Charging.Type, let isComplete = listed[kind.keyword] else {
      return [limit]
    }
    let users = (shares[Self.key(limit.name, kind)] ?? [:])
      .map { (uid: $0.key, used: $0.value) }
      .sorted { ($0.used ?? 0, $1.uid) > ($1.used ?? 0, $0.uid) }
    switch limit.scope {
    case .user:
      if users.isEmpty { return [isComplete ? limit.unused : limit] }
      let rows = users.map { user in
        limit.binding(
          .user(user.uid), value: value(of: limit, processes, user.uid), used: user.used)
      }
      // What has no bound is not told of everybody.
      return limit.value == nil ? Array(rows.prefix(1)) : rows
    case .everybody:
      guard let (uid, used) = users.first, users.allSatisfy({ $0.used != nil }) else {
        return [limit]
      }
      return [limit.mostly(Limit.Consumer(.user(uid), used: used))]
    case .process, .object: return [limit]
    }
  }

  /// The limit of a user: where it is one of his processes', the lowest of theirs, and ours where he has none; nil where
  /// some of them are free from it, who are likely to be those that need much.
  private func value(
    of limit: Limit, _ processes: (UInt32) -> [ProcessUsage], _ uid: UInt32
  ) -> UInt64? {
    let all = limit.resource == nil && limit.exemption == nil ? [] : processes(uid)
    if let exemption = limit.exemption, all.contains(where: { $0.isFree(by: exemption) }) {
      return nil
    }
    guard let resource = limit.resource else { return limit.value }
    return all.isEmpty ? limit.value : all.compactMap { $0.limit(resource) }.min()
  }
}
