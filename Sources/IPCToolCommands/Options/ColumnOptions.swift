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
  /// - Parameters:
  ///   - defaults: Those without `-o`, and those that `+` adds to.
  ///   - kinds: Those that are listed, where the columns depend on them.
  func names(
    from headings: [Heading], defaults: [String], of kinds: [any Presented.Type] = []
  ) throws(IPCError) -> [String] {
    guard let selection else { return defaults }
    do throws(UnknownColumn) {
      return try ColumnSelection.parse(selection, headings: headings, defaults: defaults)
    } catch {
      throw Self.unknown(error, option: "-o", kinds)
    }
  }

  func sortKey(
    from headings: [Heading], of kinds: [any Presented.Type] = []
  ) throws(IPCError) -> SortKey? {
    guard let sort else { return nil }
    do throws(UnknownColumn) {
      return try SortKey.parse(sort, headings: headings)
    } catch {
      throw Self.unknown(error, option: "--sort", kinds)
    }
  }

  private static func unknown(
    _ error: UnknownColumn, option: String, _ kinds: [any Presented.Type]
  ) -> IPCError {
    if !kinds.isEmpty, let lack = Listing.lack(of: error.name, in: kinds) {
      let named = kinds.count == Catalog.mechanisms.count ? [] : kinds.map { $0.keyword }
      let command = ([Columns.command] + named).joined(separator: " ")
      return IPCError(
        .usage, subject: option, reason: lack,
        hint: "'ipctool \(command) --columns' lists what there is")
    }
    return IPCError(
      .usage, subject: option, reason: "no such column: \(error.name.isEmpty ? "''" : error.name)",
      hint: "'ipctool \(Columns.command) --columns' lists them")
  }
}
