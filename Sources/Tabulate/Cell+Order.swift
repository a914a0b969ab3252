extension Cell {
  /// Whether this cell sorts strictly before another.
  ///
  /// A strict weak ordering over cells of all kinds: everything that is a number in its base unit
  /// comes first, numerically; then text by its bytes, statuses by rank and then word, lists and
  /// records element by element; absent cells last.
  package func precedes(_ other: Cell) -> Bool {
    order(relativeTo: other) < 0
  }

  /// Negative, zero or positive as this cell sorts before, with or after another.
  private func order(relativeTo other: Cell) -> Int {
    if let mine = numericKey, let theirs = other.numericKey {
      return Self.order(mine, theirs)
    }
    switch (self, other) {
    case (.text(let mine), .text(let theirs)):
      return Self.order(mine, theirs)
    case (.status(let mine, let myRank), .status(let theirs, let theirRank)):
      guard myRank == theirRank else { return myRank < theirRank ? -1 : 1 }
      return Self.order(mine.utf8, theirs.utf8)
    case (.list(let mine), .list(let theirs)):
      return Self.order(mine, theirs)
    case (.record(let mine), .record(let theirs)):
      return Self.order(mine.map(\.cell), theirs.map(\.cell))
    default:
      return Self.order(kindRank, other.kindRank)
    }
  }

  /// The value of a numeric cell; 128 bits hold both signed and unsigned 64-bit values.
  var numericKey: Int128? {
    switch self {
    case .number(let value), .time(let value): Int128(value)
    case .count(let value), .bytes(let value), .percent(let value): Int128(value)
    case .mode(let value): Int128(value)
    case .process(let pid, _): Int128(pid)
    case .flag(let value): value ? 1 : 0
    case .absent, .text, .status, .list, .record: nil
    }
  }

  /// Where the kinds stand among each other.
  private var kindRank: Int {
    switch self {
    case .number, .count, .bytes, .mode, .time, .process, .flag, .percent: 0
    case .text: 1
    case .status: 2
    case .list: 3
    case .record: 4
    case .absent: 5
    }
  }

  private static func order<Value: Comparable>(_ mine: Value, _ theirs: Value) -> Int {
    mine < theirs ? -1 : (mine == theirs ? 0 : 1)
  }

  private static func order(
    _ mine: some Sequence<UInt8>, _ theirs: some Sequence<UInt8>
  ) -> Int {
    if mine.lexicographicallyPrecedes(theirs) { return -1 }
    return mine.elementsEqual(theirs) ? 0 : 1
  }

  private static func order(_ mine: [Cell], _ theirs: [Cell]) -> Int {
    for (left, right) in zip(mine, theirs) {
      let order = left.order(relativeTo: right)
      if order != 0 { return order }
    }
    return order(mine.count, theirs.count)
  }
}
