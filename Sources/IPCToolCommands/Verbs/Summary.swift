internal import ArgumentParser
internal import Glibc
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `ipctool` alone: a line per mechanism.
struct Summary: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "What exists on this machine, a line per mechanism.",
    discussion: "This is what ipctool does without a command.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    let context = Context.current()
    let snapshot = Snapshot(
      Snapshot.Request(kinds: Catalog.mechanisms, includesHolders: false), in: context)
    let rows = Catalog.mechanisms.map { SummaryRow($0, snapshot, context) }
    do throws(OutputError) {
      try write(rows, snapshot.coverage)
    } catch {
      throw error.asIPCError
    }
    if !output.json { Diagnostics.report(snapshot.coverage) }
  }

  private func write(_ rows: [SummaryRow], _ coverage: Coverage) throws(OutputError) {
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    let columns = SummaryRow.columns
    let fields = { (row: SummaryRow) in columns.map { Field($0.heading.name, $0.value(row)) } }
    if output.json {
      var document = JSONDocumentWriter(version: jsonVersion)
      try document.begin(into: &sink)
      try document.beginArray("mechanisms", into: &sink)
      for row in rows { try document.element(fields(row), into: &sink) }
      try document.endArray(into: &sink)
      try document.member("coverage", coverage.cell, into: &sink)
      try document.end(into: &sink)
    } else if output.jsonl {
      for row in rows { try JSONLines.write(fields(row), into: &sink) }
    } else {
      var table = TableRenderer(headings: columns.map(\.heading), style: output.style)
      for row in rows { table.add(columns.map { $0.value(row) }) }
      try table.render(into: &sink)
    }
    try sink.flush()
  }
}
