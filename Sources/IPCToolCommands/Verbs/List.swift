internal import ArgumentParser
internal import Glibc
internal import IPCSnapshot
internal import LinuxIPC
internal import SystemPackage
internal import Tabulate

/// `ls`: a row per object.
struct List: SeeingCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls", abstract: "List objects, a row each.",
    discussion: """
      Without a kind: all kinds. The columns of a table depend on the kinds; scripts choose theirs \
      with -o. Looking changes nothing. What may not be seen is counted on standard \
      error, and in JSON under 'coverage'.
      """)

  @Argument(
    help: ArgumentHelp("What to list: \(Catalog.keywords).", valueName: "kind"),
    completion: .list(Catalog.mechanisms.map { $0.keyword }))
  var kinds: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of kinds that are files with a path (\(Self.searchable)): also those below a directory that nobody holds.",
      valueName: "dir"), completion: .directory)
  var under: String?

  @OptionGroup var namespaceOptions: NamespaceOptions
  @OptionGroup var filterOptions: FilterOptions
  @OptionGroup var columnOptions: ColumnOptions<ObjectColumns>
  @OptionGroup var output: OutputOptions

  func run() throws {
    let mechanisms = try kinds.isEmpty ? Catalog.mechanisms : Catalog.mechanisms(named: kinds)
    let headings = Headings.ordered(
      Heading.common + mechanisms.flatMap { Listing.headings(of: $0) })
    if columnOptions.columns { return try ColumnTable.write(headings, output) }
    let shown = try shown(of: mechanisms, from: headings)
    let context = Context.current()
    let directory = try directory(for: mechanisms)
    let namespaces = try namespaceOptions.selection(in: context)
    let listing = Listing(
      mechanisms: mechanisms,
      headings: shown,
      sortKey: try columnOptions.sortKey(from: headings, of: mechanisms),
      areUsual: columnOptions.selection == nil,
      filters: try filterOptions.filters(of: mechanisms, in: context),
      holdings: try filterOptions.holdings(of: mechanisms, namespaces, in: context),
      directory: directory, namespaces: namespaces,
      output: output)
    try listing.run(in: context)
  }

  /// The columns that are shown, chosen from `headings`.
  private func shown(
    of mechanisms: [any Presented.Type], from headings: [Heading]
  ) throws(IPCError) -> [Heading] {
    // JSON has the same members for every object, whatever kinds are asked for.
    if output.isMachineReadable, columnOptions.selection == nil { return ObjectColumns.headings }
    var usual = mechanisms.count == 1 ? mechanisms.flatMap { $0.tableColumns } : ObjectColumns.usual
    if namespaceOptions.namespace != nil {
      let spaces: [Heading] = [.ipcNamespace, .netNamespace, .mountNamespace]
      usual += spaces.filter(headings.contains).map(\.name)
    }
    let names = try columnOptions.names(from: headings, defaults: usual, of: mechanisms)
    return names.compactMap { name in headings.first { $0.name == name } }
  }

  /// The kinds that `--under` is about.
  private static var searchable: String {
    Catalog.mechanisms.filter { $0 is any Searching.Type }.map { $0.keyword }
      .joined(separator: ", ")
  }

  /// The absolute path of the directory of `--under`.
  private func directory(for mechanisms: [any Presented.Type]) throws(IPCError) -> [UInt8]? {
    guard let under else { return nil }
    guard mechanisms.contains(where: { $0 is any Searching.Type }) else {
      throw Reference.misuse("--under", "it is for \(Self.searchable)")
    }
    return try DirectoryArgument.path(under)
  }
}
