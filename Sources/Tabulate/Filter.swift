/// A condition on the cells of a row, as `--filter` states it.
///
///     EXPR: COLUMN | COLUMN OPERATOR VALUE | not EXPR | EXPR and EXPR | EXPR or EXPR | (EXPR)
///
/// `not` binds strongest, `or` weakest. What a value may be, and what the operators mean, follows from
/// the shape of the column; a cell that is absent satisfies no comparison.
package struct Filter: Sendable {
  /// The columns that it asks about, each once.
  package let headings: [Heading]

  private let expression: FilterExpression

  /// Reads an expression.
  ///
  /// - Parameters:
  ///   - text: As it was typed.
  ///   - headings: The columns that it may ask about.
  ///   - now: From when distances such as `2h` count back, in seconds since the epoch.
  package init(
    parsing text: [UInt8], headings: [Heading], now: Int64
  ) throws(FilterError) {
    var parser = FilterParser(text, headings: headings, now: now)
    expression = try parser.parse()
    self.headings = parser.used
  }

  /// Whether a row satisfies it.
  ///
  /// - Parameter cell: The cell under one of `headings`, by its position there; nil while it is not
  ///   known.
  /// - Returns: nil when that depends on what is not known yet.
  package func verdict(_ cell: (Int) -> Cell?) -> Bool? {
    expression.verdict(cell)
  }
}
