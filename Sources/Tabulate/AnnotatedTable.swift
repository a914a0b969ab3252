/// A table in which below each row stands a text about it, indented by the first column.
///
/// Its cells are a few words of ours: nothing is cut, and what is too wide is wrapped.
package struct AnnotatedTable {
  private let titles: [String]
  private let style: TableStyle
  private let width: Int
  private var rows: [(cells: [String], note: String)] = []

  /// - Parameter width: Of the whole, in columns of a terminal.
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
    let widths = WrappedColumns.widths(
      of: titles.indices.map { column in
        (style.header ? [titles[column]] : []) + rows.map { $0.cells[column] }
      }, to: width)
    if style.header {
      for titles in WrappedColumns.lines(of: titles, widths) {
        let line = Self.line(titles, widths)
        try sink.write((style.color ? SGR.bold + line + SGR.reset : line) + "\n")
      }
    }
    let indent = (widths.first ?? 0) + 2
    for row in rows {
      for line in WrappedColumns.lines(of: row.cells, widths) {
        try sink.write(Self.line(line, widths) + "\n")
      }
      for line in WrappedText.lines(of: row.note, width: width - indent) {
        try sink.write(String(repeating: " ", count: indent) + line + "\n")
      }
    }
  }

  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    var blanks = 0
    for (cell, width) in zip(cells, widths) {
      if !cell.isEmpty {
        line += String(repeating: " ", count: blanks) + cell
        blanks = 0
      }
      blanks += width - cell.utf8.count + 2
    }
    return line
  }
}
