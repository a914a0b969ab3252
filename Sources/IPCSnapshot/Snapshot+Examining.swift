internal import LinuxIPC

extension Snapshot {
  /// `objects` with those of `details` that they have; without those that have gone since.
  mutating func examined<Kind: Mechanism>(
    _ objects: [Kind.Object], of kind: Kind.Type, for details: Details, in context: Context
  ) -> [Kind.Object] {
    var objects = objects
    if let examining = kind as? any Examining.Type {
      objects = examine(objects, as: examining, for: details, in: context)
    }
    if let borrowing = kind as? any Borrowing.Type {
      objects = borrow(objects, as: borrowing, for: details)
    }
    if let gauging = kind as? any Gauging.Type {
      objects = gauge(objects, as: gauging)
    }
    return objects
  }

  private mutating func gauge<Object, Kind: Gauging>(
    _ objects: [Object], as kind: Kind.Type
  ) -> [Object] {
    guard let listed = objects as? [Kind.Object] else { return objects }
    let holdings = holdings
    let gauged = Kind.gauge(
      listed, heldBy: { holdings.holders(of: $0.identity) }, among: threads,
      coverage: &coverage)
    return gauged as? [Object] ?? objects
  }

  private mutating func examine<Object, Kind: Examining>(
    _ objects: [Object], as kind: Kind.Type, for details: Details, in context: Context
  ) -> [Object] {
    guard let listed = objects as? [Kind.Object] else { return objects }
    let examined = examined(listed, inTheirNamespaces: kind, for: details, context)
    return examined as? [Object] ?? objects
  }

  /// Borrows from the holders of many objects, on all processors.
  private mutating func borrow<Object, Kind: Borrowing>(
    _ objects: [Object], as kind: Kind.Type, for details: Details
  ) -> [Object] {
    guard let listed = objects as? [Kind.Object] else { return objects }
    typealias Share = (examined: [(place: Int, object: Kind.Object)], coverage: Coverage)
    let holdings = holdings
    let shares = Shares<Share>(listed.count)
    Workers.run(min(Workers.usual, listed.count / 64 + 1), opensApart: true) {
      var own = Share(examined: [], coverage: Coverage())
      var borrower = Borrower()
      while let share = shares.take() {
        for place in share {
          let object = listed[place]
          let examined = Kind.examine(
            object, heldBy: holdings.holders(of: object.identity), for: details,
            through: &borrower, coverage: &own.coverage)
          if let examined { own.examined.append((place, examined)) }
        }
      }
      shares.give(own)
    }
    for share in shares.all { coverage.merge(share.coverage) }
    let examined = shares.all.flatMap(\.examined).sorted { $0.place < $1.place }
    return examined.map(\.object) as? [Object] ?? objects
  }
}
