/// Writes one object from top to bottom, a `label: value` a line.
///
/// Records become a table under their label. Nothing is cut: lines wrap. A time is also told
/// as a distance from now. An empty list is `none`, because `-` says that nothing is known.
package struct PropertyListRenderer {
  private var style: TableStyle
  private let now: Int64
  private let wrapping: Int?

  /// Prepares to write.
  ///
  /// - Parameters:
  ///   - style: How the reader wants it to look.
  ///   - now: What times are told relative to, in seconds since the epoch.
  ///   - wrapping: How wide lines of text are, which is ours then and goes on below its beginning, also in the
  ///     columns of records; nil leaves it to the terminal.
  package init(style: TableStyle, now: Int64, wrapping: Int? = nil) {
    self.style = style
    self.wrapping = wrapping
    self.style.mayCut = false
    self.now = now
  }

  /// Writes the properties of an object in their order. The caller flushes the sink.
  package func render(
    _ properties: [(Heading, Cell)], into sink: inout OutputSink
  ) throws(OutputError) {
    let labelled = properties.map {
      (label: $0.label, members: $0.shape.members, cell: $1, records: Self.records(in: $1))
    }
    let inline = labelled.lazy.filter { $0.records == nil }
    let width = inline.map { $0.label.utf8.count }.max() ?? 0
    for property in labelled {
      var line: [UInt8] = []
      if style.color { line.append(contentsOf: SGR.bold.utf8) }
      line.append(contentsOf: property.label.utf8)
      line.append(UInt8(ascii: ":"))
      if style.color { line.append(contentsOf: SGR.reset.utf8) }
      if property.records == nil {
        append(
          property.cell, after: width - property.label.utf8.count + 1, at: width + 2, to: &line)
      }
      line.append(UInt8(ascii: "\n"))
      try sink.write(line)
      if let records = property.records {
        try renderTable(of: records, property.members, into: &sink)
      }
    }
  }

  /// The records that a cell consists of, if that is what it is.
  private static func records(in cell: Cell) -> [[Field]]? {
    switch cell {
    case .record(let fields) where !fields.isEmpty: return [fields]
    case .list(let cells) where !cells.isEmpty:
      var records: [[Field]] = []
      for cell in cells {
        guard case .record(let fields) = cell else { return nil }
        records.append(fields)
      }
      return records
    default: return nil
    }
  }

  /// - Parameter start: In which column of the terminal it begins.
  private func append(
    _ cell: Cell, after blanks: Int, at start: Int, to line: inout [UInt8]
  ) {
    var value: [UInt8] = []
    switch cell {
    case .time(let seconds) where Timestamp.appendLocal(seconds, to: &value):
      value.append(contentsOf: " (".utf8)
      Timestamp.appendRelative(seconds, now: now, to: &value)
      value.append(UInt8(ascii: ")"))
    case .list([]):
      value.append(contentsOf: "none".utf8)
    default:
      _ = TableText.append(cell, exactBytes: style.exactBytes, to: &value)
    }
    if value.isEmpty { return }
    line.append(repeating: UInt8(ascii: " "), count: blanks)
    if let wrapping, case .text = cell {
      let lines = WrappedText.lines(
        of: String(decoding: value, as: UTF8.self), width: wrapping - start)
      value = Array(lines.joined(separator: "\n" + String(repeating: " ", count: start)).utf8)
    }
    let sequence = style.color ? SGR.start(cell.severity) : nil
    if let sequence { line.append(contentsOf: sequence.utf8) }
    line.append(contentsOf: value)
    if sequence != nil { line.append(contentsOf: SGR.reset.utf8) }
  }

  /// - Parameter members: What is known of the fields.
  private func renderTable(
    of records: [[Field]], _ members: [Heading], into sink: inout OutputSink
  ) throws(OutputError) {
    // Records need not have the same fields: a column for each name, in the order of appearance.
    var names: [String] = []
    for field in records.joined() where !names.contains(field.name) { names.append(field.name) }
    let rows = records.map { fields in
      names.map { name in fields.first { $0.name == name }?.cell ?? .absent }
    }
    let headings = names.enumerated().map { index, name in
      let title = members.first { $0.name == name }?.title
      return Heading(
        name: name, title: title ?? name.uppercased(), help: "",
        alignment: Self.isNumeric(rows.lazy.map { $0[index] }) ? .right : .left)
    }
    var table = TableRenderer(headings: headings, style: style, indent: 2)
    // A column that stands alone is of lines that people copy.
    let lines = wrapping.flatMap { width in
      names.count > 1 ? wrapped(rows, headings.map(\.title), to: width - 2) : nil
    }
    for line in lines ?? rows { table.add(line) }
    try table.render(into: &sink)
  }

  /// Rows with their texts in as many lines as they take.
  private func wrapped(_ rows: [[Cell]], _ titles: [String], to width: Int) -> [[Cell]] {
    func text(_ cell: Cell) -> String {
      if case .text(let bytes) = cell { return String(decoding: bytes, as: UTF8.self) }
      return String(decoding: TableText.text(cell, exactBytes: style.exactBytes), as: UTF8.self)
    }
    func isText(_ cell: Cell) -> Bool { if case .text = cell { true } else { false } }
    let widths = WrappedColumns.widths(
      of: titles.indices.map { column in [titles[column]] + rows.map { text($0[column]) } },
      to: width,
      where: { column in rows.allSatisfy { isText($0[column]) || $0[column] == .absent } })
    return rows.flatMap { cells in
      WrappedColumns.lines(of: cells.map(text), widths).enumerated().map { number, line in
        zip(cells, line).map { cell, text in
          number == 0 && !isText(cell) ? cell : .text(Array(text.utf8))
        }
      }
    }
  }

  /// Whether a column holds amounts, and nothing else that would have to be read as words.
  private static func isNumeric(_ cells: some Sequence<Cell>) -> Bool {
    var hasNumber = false
    for cell in cells {
      switch cell {
      case .number, .count, .bytes, .percent: hasNumber = true
      case .process(_, note: nil): hasNumber = true
      case .absent: break
      default: return false
      }
    }
    return hasNumber
  }
}
