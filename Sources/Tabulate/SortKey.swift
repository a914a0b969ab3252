/// The argument of `--sort`: a column, and which end comes first.
package enum SortKey: Sendable, Equatable {
  case ascending(String)
  case descending(String)

  /// Reads `COL`, or `-COL` for descending.
  ///
  /// - Throws: `UnknownColumn` when no column has that name.
  package static func parse(
    _ text: String, headings: [Heading]
  ) throws(UnknownColumn) -> SortKey {
    if text.utf8.first == UInt8(ascii: "-") {
      return .descending(try ColumnSelection.find(String(text.dropFirst()), in: headings).name)
    }
    return .ascending(try ColumnSelection.find(text, in: headings).name)
  }

  /// The name of the column.
  package var column: String {
    switch self {
    case .ascending(let name), .descending(let name): name
    }
  }

  /// Rows in its order; what compares equal stays as it came.
  ///
  /// - Parameter cell: The cell of a row by which it is placed.
  package func sorted<Row>(_ rows: [Row], by cell: (Row) -> Cell) -> [Row] {
    let keys = rows.map(cell)
    let order = rows.indices.sorted {
      if places(keys[$0], before: keys[$1]) { return true }
      return !places(keys[$1], before: keys[$0]) && $0 < $1
    }
    return order.map { rows[$0] }
  }

  /// Whether a row with the one cell comes strictly before a row with the other.
  ///
  /// Absent cells come last in both directions: nobody sorts by a column to see what lacks it.
  package func places(_ first: Cell, before second: Cell) -> Bool {
    switch self {
    case .ascending:
      return first.precedes(second)
    case .descending:
      if first == .absent || second == .absent { return first.precedes(second) }
      return second.precedes(first)
    }
  }
}
