/// How wide the columns of a table are.
struct TableLayout: Sendable {
  /// What may be done with a column that is too wide.
  enum Narrowing: Sendable {
    /// Nothing: a part of a number is another number.
    case none
    /// Longer cells are cut.
    case cut
    /// Longer cells stay whole and push their row to the right: people copy them.
    case push
  }

  /// One column.
  struct Column: Sendable {
    /// How many columns of the terminal it takes.
    var width: Int

    /// How narrow it may become.
    var floor: Int

    var narrowing: Narrowing

    /// How wide it stays while there are columns that may be left out: pushed rows are for the few.
    let least: Int

    /// How soon it is left out.
    let dispensability: Int

    /// Whether cells are lists, which are cut between entries.
    let isList: Bool

    /// Whether longer cells are cut, and do not push their row to the right.
    var isCut = false

    /// How much narrower it may become.
    var spare: Int { narrowing == .none ? 0 : max(width - floor, 0) }
  }

  private(set) var columns: [Column]

  /// The places of those that are shown.
  private(set) var shown: [Int]

  /// The columns of a table without rows. Headings are ASCII, and never cut.
  ///
  /// - Parameter mayCut: Whether text may be cut. The first column never is: it tells what the row is about.
  init(headings: [Heading], header: Bool, mayCut: Bool = true) {
    columns = headings.enumerated().map { index, heading in
      let title = header ? heading.title.utf8.count : 0
      let narrowing: Narrowing =
        index == 0 || heading.isWhole
        ? .push : heading.alignment == .right ? .none : mayCut ? .cut : .push
      let isList = if case .list = heading.shape { true } else { false }
      // Where short addresses and keys fit, rows are not pushed for nothing.
      let floor = max(title, heading.isWhole ? 12 : 8)
      return Column(
        width: title, floor: floor, narrowing: narrowing,
        least: heading.isWhole ? Self.commonAddress : 0, dispensability: heading.dispensability,
        isList: isList)
    }
    shown = Array(columns.indices)
  }

  /// Takes note of a cell.
  mutating func note(_ cell: Cell, columns width: Int, in column: Int) {
    // Written only where something changes, which is rare: this is done for every cell.
    if width > columns[column].width { columns[column].width = width }
    if columns[column].narrowing == .cut, !cell.mayBeCut { columns[column].narrowing = .none }
  }

  /// Takes note of all cells that `other` noted.
  mutating func merge(_ other: TableLayout) {
    for index in columns.indices {
      columns[index].width = max(columns[index].width, other.columns[index].width)
      if other.columns[index].narrowing == .none { columns[index].narrowing = .none }
    }
  }

  /// Whether the columns that are shown are wider than the terminal, and by how much.
  func excess(over width: Int) -> Int {
    shown.reduce(2 * (shown.count - 1) - width) { $0 + columns[$1].width }
  }

  /// Has lists keep their first entry, which alone tells something; but not a boundless one.
  ///
  /// - Parameter least: How many columns that takes in a column, for all of its cells.
  mutating func keepFirstEntries(_ least: (Int) -> Int) {
    for index in columns.indices where columns[index].isList && columns[index].spare > 0 {
      columns[index].floor = max(columns[index].floor, min(least(index), Self.longestEntry))
    }
  }

  /// A name of 15 characters, a pid, and how many more there are.
  private static let longestEntry = 28

  /// An address of IPv4 with its port.
  private static let commonAddress = 21

  /// Leaves out columns, until the others could be made to fit: the most dispensable first, of those the last.
  /// The first column always stays.
  mutating func hide(to width: Int) {
    while shown.count > 1, leastWidth > width {
      let next = shown.indices.dropFirst().reversed().max {
        columns[shown[$0]].dispensability < columns[shown[$1]].dispensability
      }
      if let next { shown.remove(at: next) }
    }
  }

  /// How narrow the columns that are shown may become together.
  private var leastWidth: Int {
    shown.reduce(2 * (shown.count - 1)) { sum, index in
      let column = columns[index]
      return sum + min(max(column.width - column.spare, column.least), column.width)
    }
  }

  /// Makes the columns that are shown fit, as far as it can be.
  ///
  /// Text is cut in the last column first, as the first ones matter most. Only where that does not do, what is
  /// never cut is made as wide as its longest cell that fits, and the longer ones push their rows to the
  /// right; what room that gives the others have.
  ///
  /// - Parameters:
  ///   - width: The columns of the terminal.
  ///   - cells: The widths of the cells of a column.
  mutating func narrow<Cells: Sequence<Int>>(to width: Int, cells: (Int) -> Cells) {
    let needed = excess(over: width)
    // What cannot be made to fit stays whole: cut text that wraps all the same helps nobody.
    guard needed > 0, needed <= shown.reduce(0, { $0 + columns[$1].spare }) else { return }
    let cuttable = shown.filter { columns[$0].narrowing == .cut }
    var rest = needed - cuttable.reduce(0) { $0 + columns[$1].spare }
    for index in shown.reversed() where rest > 0 && columns[index].narrowing == .push {
      let column = columns[index]
      let limit = max(column.width - rest, column.floor)
      let longest = cells(index).reduce(column.floor) { $1 <= limit ? max($0, $1) : $0 }
      columns[index].width = min(longest, column.width)
      rest -= column.width - columns[index].width
    }
    var excess = excess(over: width)
    for index in cuttable.reversed() where excess > 0 {
      let cut = min(excess, columns[index].spare)
      if cut == 0 { continue }
      columns[index].width -= cut
      columns[index].isCut = true
      excess -= cut
    }
  }
}
