internal import Glibc
internal import LinuxIPC
internal import Tabulate

/// Writes rows to standard output in the form that was asked for: the one place that knows the forms.
struct RowWriter: ~Copyable {
  private var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
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

  enum Narrowing {
    /// Let lines wrap.
    case wrap
    /// Cut text.
    case cut
    /// Cut text, and leave out the last columns.
    case hide
  }

  /// Completes the output.
  consuming func end(_ coverage: Coverage) throws(OutputError) {
    var hidden: [Heading] = []
    if document != nil {
      try document?.endArray(into: &sink)
      try document?.member(
        JSONDocument.Member.coverage.rawValue, Record<Coverage>.coverage.cell(coverage), into: &sink
      )
      try document?.end(into: &sink)
    } else if let table {
      hidden = try table.render(into: &sink)
    }
    try sink.flush()
    guard !hidden.isEmpty else { return }
    let titles = hidden.map(\.title).joined(separator: ", ")
    Diagnostics.write("the terminal is too narrow for \(titles)")
  }
}
