internal import Glibc
internal import LinuxIPC
internal import Tabulate

/// What `--columns` prints: the columns themselves, as a table.
enum ColumnTable {
  static func write(_ headings: [Heading], _ output: OutputOptions) throws(IPCError) {
    let columns = [
      Heading(name: "column", title: "COLUMN", help: "its name", isOptional: false),
      Heading(name: "title", title: "TITLE", help: "its heading", isOptional: false),
      Heading(name: "help", title: "MEANING", help: "what it shows", isOptional: false),
    ]
    try StandardOutput.writing { () throws(OutputError) in
      var writer = try RowWriter(output, array: "columns", headings: columns, mayCut: false)
      for heading in headings {
        try writer.add(
          columns, [.text(heading.name), .text(heading.title), .text(heading.help)])
      }
      try writer.end(Coverage())
    }
  }
}
