internal import ArgumentParser
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// Which objects are listed.
struct FilterOptions: ParsableArguments {
  @Option(
    name: .customLong("filter"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      Those for which this holds: COL=VALUE, !=, <, <=, >, >=, ~ and !~ (a regular expression), COL \
      alone (there is something), joined by and, or, not and parentheses. 'user=root and bytes>1M'; \
      'change_time<2h or holders.command~^nginx' (2h is the moment 2 hours ago).
      """, valueName: "expr"))
  var expressions: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Those that this user owns, by name or number.", valueName: "user"),
    completion: .users)
  var user: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Those that this process holds.", valueName: "pid"),
    completion: .processes)
  var pid: Int32?

  func validate() throws {
    if let pid, pid <= 0 { throw ValidationError("--pid takes the number of a process") }
  }

  /// All of which a row has to satisfy.
  func filters(
    of kinds: [any Presented.Type], in context: Context
  ) throws(IPCError) -> [Filter] {
    let headings = Headings.ordered(kinds.flatMap { Listing.headings(of: $0) })
    var filters: [Filter] = []
    if let user {
      guard let uid = UserNames.uid(of: user) else {
        throw Reference.misuse("--user", "no such user: \(user)")
      }
      guard headings.contains(.uid) else {
        throw Reference.misuse("--user", Listing.lack("owner", kinds))
      }
      filters.append(try Self.read("uid=\(uid)", "--user", headings, kinds, context))
    }
    for expression in expressions {
      filters.append(try Self.read(expression, "--filter", headings, kinds, context))
    }
    return filters
  }

  /// What the process of --pid holds of `kinds`; nil without the option.
  func holdings(
    of kinds: [any Presented.Type], _ namespaces: NamespaceSelection?, in context: Context
  ) throws(IPCError) -> ProcessHoldings? {
    guard let pid else { return nil }
    let held = kinds.compactMap { $0 as? any Sighted.Type }
    if held.isEmpty {
      let keywords = kinds.map { $0.keyword }.joined(separator: ", ")
      throw Reference.misuse("--pid", "the kernel does not tell which process uses \(keywords)")
    }
    return try ProcessHoldings(of: pid, held, namespaces: namespaces, in: context)
  }

  private static func read(
    _ expression: String, _ option: String, _ headings: [Heading],
    _ kinds: [any Presented.Type], _ context: Context
  ) throws(IPCError) -> Filter {
    try Filter(
      option: option, expression, headings: headings, now: context.now,
      unknown: { reason(unknown: $0, of: kinds) })
  }

  /// Why there is no column of that name to ask about.
  private static func reason(
    unknown name: String, of kinds: [any Presented.Type]
  ) -> String {
    Listing.lack(of: name, in: kinds)
      ?? "no such column: \(name) ('ipctool ls --columns' lists them)"
  }
}
