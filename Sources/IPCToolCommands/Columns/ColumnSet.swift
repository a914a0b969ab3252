internal import LinuxIPC
internal import Tabulate

/// The columns of one command, which its help, its completion and its man page tell of.
protocol ColumnSet: SendableMetatype {
  /// The command.
  static var command: String { get }
  /// Every column that `-o` and `--sort` take, in the order of JSON; where that depends on the kinds that
  /// are listed, those of all.
  static var headings: [Heading] { get }
  /// Those of a table when none are chosen; where that depends on the kinds, of several.
  static var usual: [String] { get }
}

/// The columns of `ls`.
enum ObjectColumns: ColumnSet {
  static let command = "ls"
  static var headings: [Heading] {
    let inspected = Listing.inspectionNames()
    return Catalog.headings.filter { !inspected.contains($0.name) }
  }
  static var usual: [String] { Catalog.mixedColumns }
}

/// The columns of `ps`.
enum HeldColumns: ColumnSet {
  static let command = "ps"
  static var headings: [Heading] { HeldRow.columns.map(\.heading) }
  static var usual: [String] { HeldRow.tableColumns }
}
