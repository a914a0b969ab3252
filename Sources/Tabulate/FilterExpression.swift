/// The tree of an expression. The parser bounds its depth, and so the recursion over it.
indirect enum FilterExpression: Sendable {
  case comparison(FilterComparison)
  /// A column alone.
  case presence(FilterOperand)
  case not(FilterExpression)
  case and([FilterExpression])
  case or([FilterExpression])

  /// Whether a row satisfies it; nil when that depends on cells that are not known yet.
  func verdict(_ cell: (Int) -> Cell?) -> Bool? {
    switch self {
    case .comparison(let comparison): cell(comparison.operand.column).map(comparison.holds)
    case .presence(let operand): cell(operand.column).map(operand.isPresent)
    case .not(let inner): inner.verdict(cell).map { !$0 }
    case .and(let parts): Self.verdict(of: parts, decidedBy: false, cell)
    case .or(let parts): Self.verdict(of: parts, decidedBy: true, cell)
    }
  }

  /// One part that is `decisive` decides, whatever is not known of the others.
  private static func verdict(
    of parts: [FilterExpression], decidedBy decisive: Bool, _ cell: (Int) -> Cell?
  ) -> Bool? {
    var isKnown = true
    for part in parts {
      switch part.verdict(cell) {
      case .some(let verdict): if verdict == decisive { return decisive }
      case nil: isKnown = false
      }
    }
    return isKnown ? !decisive : nil
  }
}
