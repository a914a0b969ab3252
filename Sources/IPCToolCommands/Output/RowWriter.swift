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
  ///   - mayCut: Whether a table may cut text that the terminal is too narrow for.
  init(
    _ output: OutputOptions, array: String, headings: [Heading], mayCut: Bool = true
  ) throws(OutputError) {
    if output.json {
      var writer = JSONDocumentWriter(version: jsonVersion)
      try writer.begin(into: &sink)
      try writer.beginArray(array, into: &sink)
      document = writer
    } else if !output.jsonl {
      var style = output.style
      if !mayCut { style.width = nil }
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

  /// Completes the output.
  consuming func end(_ coverage: Coverage) throws(OutputError) {
    if document != nil {
      try document?.endArray(into: &sink)
      try document?.member("coverage", Record<Coverage>.coverage.cell(coverage), into: &sink)
      try document?.end(into: &sink)
    } else if let table {
      try table.render(into: &sink)
    }
    try sink.flush()
  }
}
