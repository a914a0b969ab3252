/// How two values stand to each other.
enum FilterRelation: Sendable {
  case equal, less, lessOrEqual, greater, greaterOrEqual

  func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }

  /// Text stands in the order of its bytes.
  func holds(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if self == .equal { return left == right }
    let order = left.lexicographicallyPrecedes(right) ? -1 : left == right ? 0 : 1
    return holds(order, 0)
  }
}

/// What stands between a column and a value.
struct FilterOperator: Sendable {
  enum Meaning: Sendable, Equatable {
    case relation(FilterRelation)
    case pattern
  }

  /// As it is named in errors.
  let symbol: String
  let meaning: Meaning
  let isNegated: Bool

  private init(_ symbol: String, _ meaning: Meaning, isNegated: Bool = false) {
    self.symbol = symbol
    self.meaning = meaning
    self.isNegated = isNegated
  }

  /// By what is typed, the longer before what it begins with. `==`, `=~` and the words are those of
  /// scols-filter(5).
  static let all: [(text: String, FilterOperator)] = [
    ("!=", unequal), ("!~", FilterOperator("!~", .pattern, isNegated: true)), ("==", equal),
    ("=~", matches), ("<=", lessOrEqual), (">=", greaterOrEqual), ("=", equal), ("<", less),
    (">", greater), ("~", matches), ("eq", equal), ("ne", unequal), ("lt", less),
    ("le", lessOrEqual), ("gt", greater), ("ge", greaterOrEqual),
  ]

  private static let equal = FilterOperator("=", .relation(.equal))
  private static let unequal = FilterOperator("!=", .relation(.equal), isNegated: true)
  private static let less = FilterOperator("<", .relation(.less))
  private static let lessOrEqual = FilterOperator("<=", .relation(.lessOrEqual))
  private static let greater = FilterOperator(">", .relation(.greater))
  private static let greaterOrEqual = FilterOperator(">=", .relation(.greaterOrEqual))
  private static let matches = FilterOperator("~", .pattern)
}
