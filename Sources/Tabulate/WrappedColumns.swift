/// Columns of text of ours that is wrapped within them, where a table is too wide.
enum WrappedColumns {
  /// How wide the columns become so that they fit together, as far as words let them.
  ///
  /// - Parameters:
  ///   - texts: Those of each column.
  ///   - width: Of all of them, with two blanks between each, in columns of a terminal.
  ///   - mayWrap: Whether the texts of a column may be wrapped.
  static func widths(
    of texts: [[String]], to width: Int, where mayWrap: (Int) -> Bool = { _ in true }
  ) -> [Int] {
    var widths = texts.map { $0.map(\.utf8.count).max() ?? 0 }
    var excess = widths.reduce(2 * (widths.count - 1) - width, +)
    var left = Set(texts.indices.filter(mayWrap))
    while excess > 0 {
      // The widest is the one that has most to give.
      guard let widest = left.max(by: { (widths[$0], $0) < (widths[$1], $1) }) else { break }
      let narrower = longestLine(of: texts[widest], width: widths[widest] - 1)
      if narrower < widths[widest] {
        excess -= widths[widest] - narrower
        widths[widest] = narrower
      } else {
        left.remove(widest)
      }
    }
    return widths
  }

  /// What is left over at the ends of lines is no part of a column.
  private static func longestLine(of texts: [String], width: Int) -> Int {
    let lines = texts.lazy.flatMap { WrappedText.lines(of: $0, width: width) }
    return lines.map(\.utf8.count).max() ?? 0
  }

  /// The lines that a row takes, a text for each column in each of them.
  static func lines(of texts: [String], _ widths: [Int]) -> [[String]] {
    let columns = zip(texts, widths).map { WrappedText.lines(of: $0, width: $1) }
    return (0..<max(columns.map(\.count).max() ?? 0, 1)).map { line in
      columns.map { line < $0.count ? $0[line] : "" }
    }
  }
}
