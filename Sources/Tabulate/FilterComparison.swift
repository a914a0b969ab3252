/// A column, an operator and a value.
struct FilterComparison: Sendable {
  /// What a value is held against.
  enum Test: Sendable {
    /// Whatever is a number in its base unit: sizes, times, modes and flags are.
    case number(FilterRelation, Int128)
    case text(FilterRelation, [UInt8])
    /// A word of ours that is a hexadecimal number, such as a key: with zeros in front, or none.
    case hexadecimal(FilterRelation, UInt64)
    case pattern(FilterPattern)
  }

  let operand: FilterOperand
  let test: Test
  /// `!=` and `!~`: of several values none may pass the test.
  let isNegated: Bool

  func holds(for cell: Cell) -> Bool {
    switch cell {
    case .absent: return false
    case .list(let cells): return cells.contains { test.passes(operand.value(of: $0)) } != isNegated
    case .status(let words, _):
      return Self.parts(of: words).contains(where: test.passes) != isNegated
    default:
      let value = operand.value(of: cell)
      if case .absent = value { return false }
      return test.passes(value) != isNegated
    }
  }
}

extension FilterComparison {
  /// The words of a status, and all of them as they are shown.
  private static func parts(of words: String) -> [Cell] {
    let single = words.split(separator: ",").map { Cell.text(String($0)) }
    return single.count == 1 ? single : single + [.text(words)]
  }
}

extension FilterComparison.Test {
  func passes(_ cell: Cell) -> Bool {
    switch self {
    case .number(let relation, let wanted):
      cell.numericKey.map { relation.holds($0, wanted) } ?? false
    case .text(let relation, let wanted):
      cell.textKey.map { relation.holds($0, wanted) } ?? false
    case .hexadecimal(let relation, let wanted):
      cell.textKey.flatMap(FilterValue.hexadecimal).map { relation.holds($0, wanted) } ?? false
    case .pattern(let pattern): cell.textKey.map(pattern.matches) ?? false
    }
  }
}

extension Cell {
  /// What comparisons of text see.
  fileprivate var textKey: [UInt8]? {
    switch self {
    case .text(let bytes): bytes
    case .status(let word, _): Array(word.utf8)
    default: nil
    }
  }
}
