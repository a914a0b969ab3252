internal import ArgumentParser
internal import LinuxIPC
internal import Tabulate

/// `caps`: which privileges there are, and what each would show.
struct ShowCapabilities: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "caps",
    abstract: "Tell which privileges ipctool has, and what each lets it see or do.",
    discussion: """
      A row for each capability that shows or allows something here; then how to grant what is missing to \
      the file of ipctool, so that whoever executes it sees more. What the file lends serves to see alone: \
      what others have is never read, changed or removed by it.
      """)

  @OptionGroup var columnOptions: ColumnOptions<CapabilityColumns>
  @OptionGroup var output: OutputOptions

  func run() throws {
    let headings = CapabilityColumns.headings
    if columnOptions.columns { return try ColumnTable.write(headings, output) }
    let sortKey = try columnOptions.sortKey(from: headings)
    let names =
      output.isMachineReadable && columnOptions.selection == nil
      ? headings.map(\.name)
      : try columnOptions.names(from: headings, defaults: CapabilityColumns.usual)
    let columns = names.compactMap { name in
      CapabilityColumns.columns.first { $0.heading.name == name }
    }
    let report = CapabilityReport(privileges: .current(), sortKey: sortKey, columns: columns)
    try StandardOutput.writing { () throws(OutputError) in
      if output.isMachineReadable || columnOptions.selection != nil {
        try report.writeRows(output)
      } else {
        try report.writeText(output)
      }
    }
  }
}
