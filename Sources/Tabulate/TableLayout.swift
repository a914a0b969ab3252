/// How wide the columns of a table are.
struct TableLayout: Sendable {
  /// One column.
  struct Column: Sendable {
    /// How many columns of the terminal it takes.
    var width: Int

    /// How narrow it may become.
    let floor: Int

    /// Whether its cells make sense in part.
    var mayBeCut: Bool

    /// Whether longer cells are cut, and do not push their row to the right.
    var isCut = false
  }

  private(set) var columns: [Column]

  /// How many of them are shown: the first ones.
  private(set) var shown: Int

  /// The columns of a table without rows. Headings are ASCII, and never cut.
  init(headings: [Heading], header: Bool) {
    columns = headings.enumerated().map { index, heading in
      let title = header ? heading.title.utf8.count : 0
      return Column(
        width: title, floor: max(title, 8), mayBeCut: index > 0 && heading.alignment == .left)
    }
    shown = columns.count
  }

  /// Takes note of a cell.
  mutating func note(_ cell: Cell, columns width: Int, in column: Int) {
    // Written only where something changes, which is rare: this is done for every cell.
    if width > columns[column].width { columns[column].width = width }
    if columns[column].mayBeCut, !cell.mayBeCut { columns[column].mayBeCut = false }
  }

  /// Takes note of all cells that `other` noted.
  mutating func merge(_ other: TableLayout) {
    for index in columns.indices {
      columns[index].width = max(columns[index].width, other.columns[index].width)
      columns[index].mayBeCut = columns[index].mayBeCut && other.columns[index].mayBeCut
    }
  }

  /// Leaves out the last columns, until the others could be made to fit.
  mutating func hide(to width: Int) {
    let least = columns.enumerated().map { index, column in
      column.mayBeCut || index == 0 ? min(column.width, column.floor) : column.width
    }
    while shown > 1, least[..<shown].reduce(2 * (shown - 1), +) > width { shown -= 1 }
  }

  /// Makes the columns that are shown fit, as far as it can be.
  ///
  /// Text is cut in the last column first, as the first ones matter most. The first column is
  /// never cut: it holds addresses, which people copy. If it alone is too wide, it is made as wide
  /// as its longest cell that fits, and the longer ones push their rows to the right.
  ///
  /// - Parameters:
  ///   - width: The columns of the terminal.
  ///   - firstColumn: The widths of the cells of the first column.
  mutating func narrow(to width: Int, firstColumn: some Sequence<Int>) {
    let columns = self.columns[..<shown]
    var excess = columns.reduce(2 * (columns.count - 1) - width) { $0 + $1.width }
    // What cannot be made to fit stays whole: cut text that wraps all the same helps nobody.
    let spare = columns.filter(\.mayBeCut).reduce(0) { $0 + max($1.width - $1.floor, 0) }
    let firstSpare = columns.first.map { max($0.width - $0.floor, 0) } ?? 0
    if excess > spare + firstSpare { return }
    for index in columns.indices.reversed() where excess > 0 && columns[index].mayBeCut {
      let cut = min(excess, columns[index].width - columns[index].floor)
      if cut <= 0 { continue }
      self.columns[index].width -= cut
      self.columns[index].isCut = true
      excess -= cut
    }
    guard excess > 0, let first = columns.first, first.width - excess >= first.floor else { return }
    let limit = first.width - excess
    self.columns[0].width = firstColumn.reduce(first.floor) { $1 <= limit ? max($0, $1) : $0 }
  }
}
