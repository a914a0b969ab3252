internal import Glibc
internal import LinuxIPC
internal import Tabulate

/// What `--columns` prints: the columns themselves, as a table.
enum ColumnTable {
  static let headings = [
    Heading(name: "column", title: "COLUMN", help: "its name", isOptional: false),
    Heading(name: "title", title: "TITLE", help: "its heading", isOptional: false),
    Heading(name: "help", title: "MEANING", help: "what it shows", isOptional: false),
  ]

  /// Writes a row for each of `columns`.
  static func write(_ columns: [Heading], _ output: OutputOptions) throws(IPCError) {
    try StandardOutput.writing { () throws(OutputError) in
      var writer = try RowWriter(output, array: .columns, headings: headings, narrowing: .wrap)
      for column in columns {
        try writer.add(headings, [.text(column.name), .text(column.title), .text(column.help)])
      }
      try writer.end(Coverage())
    }
  }
}
