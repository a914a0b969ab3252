internal import Glibc
internal import LinuxIPC
internal import Tabulate

/// What `--columns` prints: the columns themselves, as a table.
enum ColumnTable {
  static func write(_ headings: [Heading], _ output: OutputOptions) throws(IPCError) {
    var table = TableRenderer(
      headings: [
        Heading(name: "column", title: "COLUMN", help: "its name"),
        Heading(name: "title", title: "TITLE", help: "its heading"),
        Heading(name: "help", title: "MEANING", help: "what it shows"),
      ], style: output.style)
    for heading in headings {
      table.add([.text(heading.name), .text(heading.title), .text(heading.help)])
    }
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    do throws(OutputError) {
      try table.render(into: &sink)
      try sink.flush()
    } catch {
      throw error.asIPCError
    }
  }
}
