/// A table in which below each row stands a text about it, indented by the first column.
///
/// Its cells are short words of ours: nothing is cut, and the text is wrapped.
package struct AnnotatedTable {
  private let titles: [String]
  private let style: TableStyle
  private let width: Int
  private var rows: [(cells: [String], note: String)] = []

  /// - Parameter width: Of the text, in columns of a terminal.
  package init(titles: [String], style: TableStyle, width: Int) {
    self.titles = titles
    self.style = style
    self.width = width
  }

  package mutating func add(_ cells: [String], note: String) {
    precondition(cells.count == titles.count, "a row has a cell for each title")
    rows.append((cells, note))
  }

  /// Writes the table. The caller flushes the sink.
  package func render(into sink: inout OutputSink) throws(OutputError) {
    let widths = titles.indices.map { column in
      rows.reduce(style.header ? titles[column].utf8.count : 0) {
        max($0, $1.cells[column].utf8.count)
      }
    }
    if style.header {
      let line = Self.line(titles, widths)
      try sink.write((style.color ? SGR.bold + line + SGR.reset : line) + "\n")
    }
    let indent = (widths.first ?? 0) + 2
    for row in rows {
      try sink.write(Self.line(row.cells, widths) + "\n")
      for line in WrappedText.lines(of: row.note, width: width - indent) {
        try sink.write(String(repeating: " ", count: indent) + line + "\n")
      }
    }
  }

  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      line += cell
      if column < cells.count - 1 {
        line += String(repeating: " ", count: widths[column] - cell.utf8.count + 2)
      }
    }
    return line
  }
}
