internal import ArgumentParser
internal import Glibc
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// `ipctool` alone: a line per mechanism.
struct Summary: SeeingCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "What exists on this machine, a line per mechanism.",
    discussion: "This is what ipctool does without a command.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    let context = Context.current()
    let snapshot = Snapshot(
      Snapshot.Request(kinds: Catalog.mechanisms, details: .fill), in: context)
    let rows = Catalog.mechanisms.map { SummaryRow($0, snapshot, context) }
    try StandardOutput.writing { () throws(OutputError) in
      try write(rows, snapshot.coverage)
    }
    if !output.json { Diagnostics.report(snapshot.coverage) }
  }

  private func write(_ rows: [SummaryRow], _ coverage: Coverage) throws(OutputError) {
    let columns = SummaryRow.columns
    let headings = columns.map(\.heading)
    var writer = try RowWriter(output, array: .mechanisms, headings: headings, narrowing: .hide)
    for row in rows { try writer.add(headings, columns.map { $0.value(row) }) }
    try writer.end(coverage)
  }
}
