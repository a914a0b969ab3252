import Testing

@testable import Tabulate

/// What a body writes.
func captured(
  capacity: Int = 65536, _ body: (inout OutputSink) throws(OutputError) -> Void
) throws -> String {
  let file = try ScratchFile()
  var sink = OutputSink(fileDescriptor: file.descriptor, capacity: capacity)
  try body(&sink)
  try sink.flush()
  return String(decoding: try file.contents(), as: UTF8.self)
}

/// A style and its defaults, for tables that nobody reads on a terminal.
let plain = TableStyle()

/// Headings named after their titles; a name with `>` before it leans to the right.
func headings(_ titles: String...) -> [Heading] {
  titles.map { title in
    let isRight = title.hasPrefix(">")
    let title = isRight ? String(title.dropFirst()) : title
    return Heading(
      name: title.lowercased(), title: title, help: "", alignment: isRight ? .right : .left)
  }
}

/// The table of some rows.
func table(
  _ headings: [Heading], _ rows: [[Cell]], style: TableStyle = plain
) throws -> String {
  var table = TableRenderer(headings: headings, style: style)
  for row in rows { table.add(row) }
  return try captured { sink throws(OutputError) in try table.render(into: &sink) }
}
