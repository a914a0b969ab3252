internal import ArgumentParser
internal import Glibc
internal import IPCSnapshot
internal import LinuxIPC
internal import SystemPackage
internal import Tabulate

/// `ls`: a row per object.
struct List: ParsableCommand {
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

  @OptionGroup var filterOptions: FilterOptions
  @OptionGroup var columnOptions: ColumnOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let mechanisms = try mechanisms()
    // JSON has the same members for every object, whatever kinds are asked for.
    let all = output.isMachineReadable && columnOptions.selection == nil
    let headings =
      all
      ? Catalog.headings.filter { !Listing.inspectionNames().contains($0.name) }
      : Headings.ordered(Heading.common + mechanisms.flatMap { Listing.headings(of: $0) })
    if columnOptions.columns { return try ColumnTable.write(headings, output) }
    let defaults =
      mechanisms.count == 1 ? mechanisms.flatMap { $0.tableColumns } : Catalog.mixedColumns
    let names =
      all
      ? headings.map(\.name) : try columnOptions.names(from: headings, defaults: defaults)
    let context = Context.current()
    let directory = try directory(for: mechanisms)
    let listing = Listing(
      mechanisms: mechanisms,
      headings: headings.filter { names.contains($0.name) }.sorted(by: names),
      sortKey: try columnOptions.sortKey(from: headings),
      areUsual: columnOptions.selection == nil,
      filters: try filterOptions.filters(of: mechanisms, in: context),
      holdings: try filterOptions.holdings(of: mechanisms, in: context), directory: directory,
      output: output)
    try listing.run(in: context)
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
    return try GeneralFailures.attempt("open", under) { () throws(Errno) in
      try DirectoryTree.absolute(RawArgument.decode(under))
    }
  }

  /// Those that were named, each once; all when none was.
  private func mechanisms() throws(IPCError) -> [any Presented.Type] {
    guard !kinds.isEmpty else { return Catalog.mechanisms }
    for kind in kinds where Catalog.mechanism(kind) == nil {
      let isAddress = kind.contains(":") || kind.contains("/")
      throw Reference.misuse(
        kind, "no such kind (known are \(Catalog.keywords))",
        hint: isAddress ? "'ipctool show' shows the object of an address" : nil)
    }
    return Catalog.mechanisms.filter { kinds.contains($0.keyword) }
  }
}

extension [Heading] {
  /// In the order of `names`, which holds each of theirs.
  fileprivate func sorted(by names: [String]) -> [Heading] {
    names.compactMap { name in first { $0.name == name } }
  }
}
