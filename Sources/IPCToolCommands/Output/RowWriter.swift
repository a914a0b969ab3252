internal import LinuxIPC
internal import Tabulate

/// Writes rows to standard output in the form that was asked for: the one place that knows the forms.
struct RowWriter: ~Copyable {
  private var sink = StandardOutput.sink
  private var document: JSONDocumentWriter?
  private var table: TableRenderer?

  /// - Parameters:
  ///   - array: What the rows are called in a JSON document.
  ///   - headings: Of the table.
  ///   - narrowing: What a table may do on a terminal that is too narrow for it.
  init(
    _ output: OutputOptions, array: JSONDocument.Member, headings: [Heading],
    narrowing: Narrowing = .cut
  ) throws(OutputError) {
    if output.json {
      var writer = JSONDocumentWriter(version: JSONDocument.version)
      try writer.begin(into: &sink)
      try writer.beginArray(array.rawValue, into: &sink)
      document = writer
    } else if !output.jsonl {
      var style = output.style
      if narrowing == .wrap { style.width = nil }
      style.mayHide = narrowing == .hide
      table = TableRenderer(headings: headings, style: style)
    }
  }

  /// Writes a row.
  ///
  /// - Parameter headings: Of these cells; in a table those of `init`.
  mutating func add(_ headings: [Heading], _ cells: [Cell]) throws(OutputError) {
    if table != nil {
      table?.add(cells)
    } else {
      let fields = zip(headings, cells).map { Field($0.name, $1) }
      if document != nil {
        try document?.element(fields, into: &sink)
      } else {
        try JSONLines.write(fields, into: &sink)
      }
    }
  }

  /// Writes many rows, which are made on all processors.
  mutating func add(_ headings: [Heading], _ rows: Rows) throws(OutputError) {
    // So many at a time that no more of the output than this is held; a table is held whole.
    let step = table != nil ? max(rows.count, 1) : Workers.usual * Self.rowsOfPart * 4
    for start in stride(from: 0, to: rows.count, by: step) {
      let end = min(start + step, rows.count)
      for part in parts(headings, rows, start..<end) {
        table?.append(part.table)
        if document != nil {
          try document?.elements(part.lines, into: &sink)
        } else if table == nil {
          for line in part.lines { try JSONLines.write(encoded: line, into: &sink) }
        }
      }
    }
  }

  private static let rowsOfPart = 512

  /// Some rows, in the form in which they are written.
  private struct Part: Sendable {
    var table: TableRenderer
    var lines: [[UInt8]] = []
  }

  /// Those of `range`, in their order.
  private func parts(_ headings: [Heading], _ rows: Rows, _ range: Range<Int>) -> [Part] {
    let empty = Part(table: table?.emptied ?? TableRenderer(headings: [], style: TableStyle()))
    let isTable = table != nil
    let starts = Array(stride(from: range.lowerBound, to: range.upperBound, by: Self.rowsOfPart))
    return Self.onAllProcessors(starts.count) { place in
      var part = empty
      for index in starts[place]..<min(starts[place] + Self.rowsOfPart, range.upperBound) {
        guard let cells = rows.cells(index) else { continue }
        if isTable {
          part.table.add(cells)
        } else {
          var line: [UInt8] = []
          JSONEncoding.append(zip(headings, cells).map { Field($0.name, $1) }, to: &line)
          part.lines.append(line)
        }
      }
      return part
    }
  }

  /// What `make` makes of each number below `count`, in their order.
  private static func onAllProcessors<Value: Sendable>(
    _ count: Int, _ make: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    if count < 2 { return (0..<count).map(make) }
    let shares = Shares<(place: Int, value: Value)>(count, step: 1)
    Workers.run(min(Workers.usual, count)) {
      while let share = shares.take() {
        for place in share { shares.give((place, make(place))) }
      }
    }
    return shares.all.sorted { $0.place < $1.place }.map(\.value)
  }

  enum Narrowing {
    /// Let lines wrap.
    case wrap
    /// Cut text.
    case cut
    /// Cut text, and leave out columns.
    case hide
  }

  /// Completes the output.
  ///
  /// - Parameter members: What a JSON document has beside its rows.
  consuming func end(
    _ coverage: Coverage, _ members: [(name: String, cell: Cell)] = []
  ) throws(OutputError) {
    var hidden: [Heading] = []
    if document != nil {
      try document?.endArray(into: &sink)
      for (name, cell) in members { try document?.member(name, cell, into: &sink) }
      try document?.member(
        JSONDocument.Member.coverage.rawValue, Record<Coverage>.coverage.cell(coverage), into: &sink
      )
      try document?.end(into: &sink)
    } else if let table {
      let text = table.laidOut()
      hidden = text.hidden
      try sink.write(text.header)
      for block in Self.onAllProcessors(text.blockCount, { text.block($0) }) {
        try sink.write(block)
      }
    }
    try sink.flush()
    guard !hidden.isEmpty else { return }
    let titles = hidden.map(\.title).joined(separator: ", ")
    Diagnostics.write("the terminal is too narrow for \(titles)")
  }
}
