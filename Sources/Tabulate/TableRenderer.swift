/// Gathers rows, then writes them aligned.
///
/// No box drawing, two spaces between columns, no padding after the last cell of a line. On a
/// terminal that is too narrow, text is cut; see `TableLayout`.
package struct TableRenderer: Sendable {
  /// Where a cell's text ends in `text`, which is where the next one's begins.
  fileprivate struct Piece {
    let end: Int
    let columns: Int
    let severity: Severity
  }

  /// Rows that were added one after the other.
  fileprivate struct Block {
    var text: [UInt8] = []
    var pieces: [Piece] = []
  }

  private let headings: [Heading]
  private let alignments: [Alignment]
  private let style: TableStyle
  private let indent: Int
  private var layout: TableLayout
  fileprivate private(set) var block = Block()
  /// Those before it, of other tables that were appended.
  fileprivate private(set) var blocks: [Block] = []

  /// Begins an empty table.
  package init(headings: [Heading], style: TableStyle) {
    self.init(headings: headings, style: style, indent: 0)
  }

  /// Begins an empty table whose lines all begin with blanks.
  init(headings: [Heading], style: TableStyle, indent: Int) {
    self.headings = headings
    alignments = headings.map(\.alignment)
    self.style = style
    self.indent = indent
    layout = TableLayout(headings: headings, header: style.header, mayCut: style.mayCut)
  }

  /// Adds a row: a cell for each heading.
  package mutating func add(_ cells: [Cell]) {
    precondition(cells.count == headings.count, "a row has a cell for each heading")
    for column in cells.indices {
      let cell = cells[column]
      let columns = TableText.append(cell, exactBytes: style.exactBytes, to: &block.text)
      let severity = style.color ? cell.severity : .normal
      block.pieces.append(
        Piece(end: block.text.count, columns: columns, severity: severity))
      layout.note(cell, columns: columns, in: column)
    }
  }

  /// A table of the same form without rows, to be filled elsewhere and appended.
  package var emptied: TableRenderer {
    TableRenderer(headings: headings, style: style, indent: indent)
  }

  /// Adds the rows of a table of the same form.
  package mutating func append(_ other: TableRenderer) {
    if !block.pieces.isEmpty { blocks.append(block) }
    block = Block()
    blocks += other.blocks
    blocks.append(other.block)
    layout.merge(other.layout)
  }

  /// Writes the table: the headings, if the style has them, then the rows.
  ///
  /// The caller flushes the sink.
  ///
  /// - Returns: The columns that were left out, as the terminal is too narrow.
  @discardableResult
  package func render(into sink: inout OutputSink) throws(OutputError) -> [Heading] {
    let text = laidOut()
    try sink.write(text.header)
    for index in 0..<text.blockCount { try sink.write(text.block(index)) }
    return text.hidden
  }

  /// A table whose columns have their widths, to be written piece by piece.
  package struct Text: Sendable {
    package let header: [UInt8]
    /// The columns that were left out, as the terminal is too narrow.
    package let hidden: [Heading]
    fileprivate let table: TableRenderer
    fileprivate let layout: TableLayout

    package var blockCount: Int { table.blocks.count + 1 }

    /// The lines of some rows, which take no notice of others: to be made on whatever thread.
    package func block(_ index: Int) -> [UInt8] {
      table.lines(of: index < table.blocks.count ? table.blocks[index] : table.block, layout)
    }
  }

  /// Gives the columns their widths. Comes after the last row.
  package func laidOut() -> Text {
    var layout = layout
    if let width = style.width, !headings.isEmpty, layout.excess(over: width - indent) > 0 {
      layout.keepFirstEntries(leastOfLists)
      if style.mayHide { layout.hide(to: width - indent) }
      layout.narrow(to: width - indent) { column in
        pieces(of: column).map { block, index in block.pieces[index].columns }
      }
    }
    var header: [UInt8] = []
    if style.header, !headings.isEmpty { appendHeader(layout, to: &header) }
    let hidden = headings.indices.filter { !layout.shown.contains($0) }.map { headings[$0] }
    return Text(header: header, hidden: hidden, table: self, layout: layout)
  }

  /// The cells of a column: the block and the place in it of each.
  private func pieces(of column: Int) -> some Sequence<(Block, Int)> {
    (blocks + [block]).lazy.flatMap { block in
      stride(from: column, to: block.pieces.count, by: headings.count).lazy.map { (block, $0) }
    }
  }

  /// How wide a column of lists has to be, so that of each one entry is shown.
  private func leastOfLists(in column: Int) -> Int {
    pieces(of: column).reduce(0) { least, place in
      let (block, index) = place
      if block.pieces[index].columns <= least { return least }
      let start = index > 0 ? block.pieces[index - 1].end : 0
      return max(least, ListText(Array(block.text[start..<block.pieces[index].end])).least)
    }
  }

  fileprivate func lines(of block: Block, _ layout: TableLayout) -> [UInt8] {
    var lines: [UInt8] = []
    if headings.isEmpty { return lines }
    // Room for the blanks of narrow columns, too.
    lines.reserveCapacity(block.text.count + 8 * block.pieces.count)
    var start = 0
    // Through spans no piece of a row counts references.
    let pieces = block.pieces.span
    let text = block.text.span
    for row in stride(from: 0, to: pieces.count, by: headings.count) {
      start = appendRow(
        pieces.extracting(row..<row + headings.count), of: text, from: start, layout, to: &lines)
    }
    return lines
  }

  private func appendHeader(_ layout: TableLayout, to line: inout [UInt8]) {
    var blanks = indent
    for column in layout.shown {
      let heading = headings[column]
      let padding = layout.columns[column].width - heading.title.utf8.count
      if heading.alignment == .right { blanks += max(padding, 0) }
      if !heading.title.isEmpty {
        line.append(repeating: UInt8(ascii: " "), count: blanks)
        blanks = 0
        if style.color { line.append(contentsOf: SGR.bold.utf8) }
        line.append(contentsOf: heading.title.utf8)
        if style.color { line.append(contentsOf: SGR.reset.utf8) }
      }
      if heading.alignment == .left { blanks += max(padding, 0) }
      blanks += 2
    }
    line.append(UInt8(ascii: "\n"))
  }

  /// Appends a row; blanks are held back until something follows them.
  ///
  /// - Returns: Where the text of the next row begins.
  private func appendRow(
    _ row: Span<Piece>, of text: Span<UInt8>, from start: Int, _ layout: TableLayout,
    to line: inout [UInt8]
  ) -> Int {
    let first = start
    var blanks = indent
    for column in layout.shown {
      let piece = row[column]
      let start = column > 0 ? row[column - 1].end : first
      let width = layout.columns[column].width
      let cuts = layout.columns[column].isCut && piece.columns > width
      let padding = cuts ? 0 : max(width - piece.columns, 0)
      let isRight = alignments[column] == .right
      if isRight { blanks += padding }
      if piece.end > start {
        line.append(repeating: UInt8(ascii: " "), count: blanks)
        blanks = 0
        let sequence = style.color ? SGR.start(piece.severity) : nil
        if let sequence { line.append(contentsOf: sequence.utf8) }
        if cuts {
          var whole: [UInt8] = []
          whole.append(text.extracting(start..<piece.end))
          blanks = appendCut(
            whole, columns: width, isList: layout.columns[column].isList, to: &line)
        } else {
          line.append(text.extracting(start..<piece.end))
        }
        if sequence != nil { line.append(contentsOf: SGR.reset.utf8) }
      }
      if !isRight { blanks += padding }
      blanks += 2
    }
    line.append(UInt8(ascii: "\n"))
    return row.isEmpty ? first : row[row.count - 1].end
  }

  /// Appends as much of a text as leaves a column for the ellipsis, and the ellipsis; of a list whole entries,
  /// and how many more there are.
  ///
  /// - Returns: How many columns are left over because the next sign is a wide one, or an entry.
  private func appendCut(
    _ text: [UInt8], columns: Int, isList: Bool, to line: inout [UInt8]
  ) -> Int {
    if isList, let part = ListText(text).part(columns: columns) {
      line.append(contentsOf: text[..<part.end])
      line.append(contentsOf: part.rest)
      return columns - part.columns
    }
    var offset = 0
    var left = columns - 1
    while offset < text.count {
      let (scalar, length) = Unicode.Scalar.decode(text, at: offset)
      let width = scalar?.columns ?? 1
      if width > left { break }
      left -= width
      line.append(contentsOf: text[offset..<offset + length])
      offset += length
    }
    line.append(contentsOf: "…".utf8)
    return left
  }
}
