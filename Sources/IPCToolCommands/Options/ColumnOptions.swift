internal import ArgumentParser
internal import LinuxIPC
internal import Tabulate

/// Which columns of `Columns` are shown, and in which order the rows.
struct ColumnOptions<Columns: ColumnSet>: ParsableArguments {
  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "What to show: COL,COL these columns; +COL the usual ones and these; all.",
      valueName: "columns"),
    completion: .columnLists(of: Columns.self))
  var selection: String?

  @Flag(help: "List the columns and end.")
  var columns = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Sort by a column; -COL for the reverse.", valueName: "column"),
    completion: .sortKeys(of: Columns.self))
  var sort: String?

  /// The names of the columns that were asked for.
  ///
  /// - Parameter defaults: Those without `-o`, and those that `+` adds to.
  func names(from headings: [Heading], defaults: [String]) throws(IPCError) -> [String] {
    guard let selection else { return defaults }
    do throws(UnknownColumn) {
      return try ColumnSelection.parse(selection, headings: headings, defaults: defaults)
    } catch {
      throw Self.unknown(error, option: "-o")
    }
  }

  func sortKey(from headings: [Heading]) throws(IPCError) -> SortKey? {
    guard let sort else { return nil }
    do throws(UnknownColumn) {
      return try SortKey.parse(sort, headings: headings)
    } catch {
      throw Self.unknown(error, option: "--sort")
    }
  }

  private static func unknown(_ error: UnknownColumn, option: String) -> IPCError {
    IPCError(
      .usage, subject: option, reason: "no such column: \(error.name.isEmpty ? "''" : error.name)",
      hint: "'ipctool \(Columns.command) --columns' lists them")
  }
}
