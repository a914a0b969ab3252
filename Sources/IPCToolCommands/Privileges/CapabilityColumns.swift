internal import ArgumentParser
internal import LinuxIPC
internal import Tabulate

/// The columns of `caps`.
enum CapabilityColumns: ColumnSet {
  static let command = "caps"
  static var headings: [Heading] { columns.map(\.heading) }
  static let usual = ["capability", "state", "verbs"]

  struct Row: Sendable {
    let capability: Capability
    let privileges: Privileges
  }

  static let columns: [Column<Row>] = [
    Column(
      heading: Heading(
        name: "capability", title: "CAPABILITY", help: "its name, as capabilities(7) has it",
        isOptional: false, words: Capability.allCases.map(\.name))
    ) { .text($0.capability.name) },
    Column(
      heading: Heading(
        name: "state", title: "STATE",
        help:
          "yes; lent by the file, to see with; unused; permitted; no; never: nothing gives it here",
        isOptional: false, words: Privileges.Standing.allCases.map(\.rawValue))
    ) { .text($0.privileges.standing(of: $0.capability).rawValue) },
    Column(
      heading: Heading(
        name: "verbs", title: "VERBS", help: "which commands show or do more with it",
        shape: .list(.word), isOptional: false)
    ) { .list($0.capability.commands.map { .text($0) }) }
    .abbreviated { .text(brief($0.capability.commands)) },
    Column(
      heading: Heading(name: "shows", title: "SHOWS", help: "what it lets them see")
    ) { $0.capability.shows.map { .text($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "allows", title: "ALLOWS",
        help: "what else it lets them do, where it is the user's own and not lent by the file")
    ) { $0.capability.allows.map { .text($0) } ?? .absent },
    flag("effective", "whether it is in force") { $0.effective },
    flag("permitted", "whether it may be in force") { $0.permitted },
    flag("inheritable", "whether it is kept for files that inherit it") { $0.inheritable },
    flag("ambient", "whether programs without capabilities of their own get it") { $0.ambient },
    flag("bounding", "whether the file of a program can lend it at all") { $0.bounding },
    flag("file", "whether the file of ipctool has it") { $0.executable.capabilities },
  ]

  private static func flag(
    _ name: String, _ help: String, _ set: @escaping @Sendable (Privileges) -> Set<Capability>
  ) -> Column<Row> {
    Column(
      heading: Heading(
        name: name, title: name.uppercased(), help: help, shape: .flag, isOptional: false)
    ) { .flag(set($0.privileges).contains($0.capability)) }
  }

  /// In a table all that look are too many.
  private static func brief(_ verbs: [String]) -> String {
    let all = Capability.seeing { _ in true }
    return verbs.starts(with: all)
      ? (["all that look"] + verbs.dropFirst(all.count)).joined(separator: ", ")
      : verbs.joined(separator: ", ")
  }
}

extension Record<Grant> {
  /// What could be granted, for programs.
  static let grant = Record([
    Column(
      heading: Heading(
        name: "shows", title: "SHOWS", help: "what is seen with it", isOptional: false)
    ) { .text($0.shows) },
    Column(
      heading: Heading(
        name: "capabilities", title: "CAPABILITIES", help: "what is granted",
        shape: .list(.word), isOptional: false)
    ) { .list($0.capabilities.map { .text($0.name) }) },
    Column(
      heading: Heading(
        name: "command", title: "COMMAND", help: "what grants it, for a shell", shape: .text,
        isOptional: false)
    ) { .text($0.command) },
  ])
}
