internal import LinuxIPC
internal import Tabulate

/// What `caps` tells: to programs rows, to people also what each is for and how it is granted.
struct CapabilityReport {
  let privileges: Privileges
  let sortKey: SortKey?
  let columns: [Column<CapabilityColumns.Row>]

  private var rows: [CapabilityColumns.Row] {
    let rows = Capability.allCases.map {
      CapabilityColumns.Row(capability: $0, privileges: privileges)
    }
    guard let sortKey,
      let column = CapabilityColumns.columns.first(where: { $0.heading.name == sortKey.column })
    else { return rows }
    return sortKey.sorted(rows, by: column.value)
  }

  func writeRows(_ output: OutputOptions) throws(OutputError) {
    let headings = columns.map(\.heading)
    var writer = try RowWriter(output, array: .capabilities, headings: headings, narrowing: .wrap)
    for row in rows {
      try writer.add(
        headings, columns.map { output.isMachineReadable ? $0.value(row) : $0.brief(row) })
    }
    try writer.end(
      Coverage(), Record<Privileges>.members.map { ($0.heading.name, $0.value(privileges)) })
  }

  func writeText(_ output: OutputOptions) throws(OutputError) {
    var sink = StandardOutput.sink
    let width = Terminal.width ?? 80
    var table = AnnotatedTable(
      titles: columns.map(\.heading.title), style: output.style, width: width)
    for row in rows {
      table.add(columns.map { Self.word($0.brief(row)) }, note: row.capability.purpose)
    }
    try table.render(into: &sink)
    if !output.noHeader {
      for paragraph in paragraphs {
        try sink.write("\n")
        for line in paragraph.flatMap({ $0.lines(width) }) { try sink.write(line + "\n") }
      }
    }
    try sink.flush()
  }

  /// The cells of this table are words of our own.
  private static func word(_ cell: Cell) -> String {
    if case .text(let bytes) = cell { String(decoding: bytes, as: UTF8.self) } else { "" }
  }

  /// A line of text, or one to be copied, which is not wrapped.
  private enum Line {
    case text(String)
    case command([UInt8])
    /// For a shell, before which it may stand.
    case comment(String)

    func lines(_ width: Int) -> [String] {
      switch self {
      case .text(let text): WrappedText.lines(of: text, width: width)
      // Quoted so that it is one line for a terminal; a backslash that is doubled would be two for the shell.
      case .command(let bytes): [SafeText.block(bytes)]
      case .comment(let text): WrappedText.lines(of: text, width: width - 2).map { "# \($0)" }
      }
    }
  }

  private var paragraphs: [[Line]] {
    var paragraphs = [[Line.text(privileges.summary)]]
    for grant in Grant.all(for: privileges) {
      paragraphs.append([
        .text("So that whoever executes this file sees \(grant.shows):"),
        .command(Array("  ".utf8) + grant.command),
      ])
    }
    let obstacles = Grant.obstacles(for: privileges)
    if !obstacles.isEmpty {
      paragraphs.append(obstacles.map { .comment($0) })
    }
    return paragraphs
  }
}

extension Privileges {
  /// Where they come from, and what that means.
  fileprivate var summary: String {
    let text =
      switch source {
      case .none: "ipctool has no capabilities: it may do what its user may."
      case .root: "ipctool is run by root, whose capabilities are in force."
      case .ambient: "The user has capabilities by himself (ambient), and they are in force."
      case .file:
        "The file of ipctool lends capabilities: they serve to see alone, and are raised where they do."
      }
    return isInUserNamespace
      ? text + " All count for what belongs to this user namespace, and not for the machine." : text
  }
}

extension Record<Privileges> {
  /// What is told beside the rows.
  static let members: [Column<Privileges>] = [
    Column(
      heading: Heading(
        name: "source", title: "SOURCE",
        help: "where the capabilities come from: none, root, ambient (the user's own), file",
        isOptional: false, words: Privileges.Source.allCases.map(\.rawValue))
    ) { .text($0.source.rawValue) },
    Column(
      heading: Heading(
        name: "user_namespace", title: "USER NAMESPACE",
        help: "whether they count for a user namespace alone, and not for the machine",
        shape: .flag, isOptional: false)
    ) { .flag($0.isInUserNamespace) },
    Column(
      heading: Heading(
        name: "no_new_privs", title: "NO NEW PRIVS",
        help: "whether the file lends nothing to this process, whatever it has", shape: .flag,
        isOptional: false)
    ) { .flag($0.hasNoNewPrivileges) },
    Column(
      heading: Heading(
        name: "nosuid", title: "NOSUID",
        help: "whether the mount that the file is on lends nothing",
        shape: .flag, isOptional: false)
    ) { .flag($0.executable.isOnNosuidMount) },
    Column(
      heading: Heading(
        name: "executable", title: "EXECUTABLE",
        help: "the path of the file; absent where none leads to it any more",
        shape: .text)
    ) { $0.executable.path.map { .text($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "grants", title: "GRANTS", help: "what could be granted to the file",
        shape: .list(Record<Grant>.grant.shape), isOptional: false)
    ) { .list(Grant.all(for: $0).map(Record<Grant>.grant.cell)) },
    Column(
      heading: Heading(
        name: "obstacles", title: "OBSTACLES", help: "why that would have no effect, or not all",
        shape: .list(.word), isOptional: false)
    ) { .list(Grant.obstacles(for: $0).map { .text($0) }) },
  ]
}
