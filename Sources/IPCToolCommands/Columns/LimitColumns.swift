internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// The columns of `limits`.
enum LimitColumns: ColumnSet {
  static let command = "limits"
  static var headings: [Heading] { columns.map(\.heading) }
  static let usual = ["kind", "setting", "value", "used", "percent", "most"]

  /// A limit, and what is needed to name who uses most of it.
  struct Row: Sendable {
    let entry: LimitReport.Entry
    let users: UserNames
    /// Whether sizes are told in bytes, also within text.
    let exactBytes: Bool
  }

  static let columns: [Column<Row>] =
    [
      Column(
        heading: Heading(
          name: "kind", title: "KIND",
          help: "the mechanism, of several that have the limit together the first; absent for all",
          words: Catalog.limited.map { $0.keyword })
      ) { $0.entry.kind.map { .text($0) } ?? .absent }
    ] + own { $0.entry.limit } + [
      Column(
        heading: Heading(
          name: "unit", title: "UNIT", help: "what its numbers count: count, bytes or pages",
          isOptional: false, words: Limit.Unit.allCases.map(\.rawValue))
      ) { .text($0.entry.limit.unit.rawValue) },
      Column(
        heading: Heading(
          name: "scope", title: "SCOPE",
          help: "whom it binds: all together, each user, each process or each object",
          isOptional: false, words: ["all", "user", "process", "object"])
      ) { .text($0.entry.limit.scope.word) },
      Column(
        heading: Heading(
          name: "most", title: "MOST", help: "the user or process that uses most, and how much",
          shape: Record<Most>.most.shape)
      ) { $0.most.map(Record<Most>.most.cell) ?? .absent }
      .abbreviated { row in
        row.most.map { .text($0.brief(exactBytes: row.exactBytes)) } ?? .absent
      },
      Column(
        heading: Heading(
          name: "namespace", title: "NAMESPACE",
          help: "whose limit it is, as addresses have it: ipc=INODE; absent for the whole machine")
      ) { $0.entry.namespace.map { .text(Array($0.text.utf8)) } ?? .absent },
    ]

  /// What is said of a limit wherever one stands: each defined once.
  static func own<Row>(_ limit: @escaping @Sendable (Row) -> Limit) -> [Column<Row>] {
    [
      Column(
        heading: Heading(
          name: "name", title: "NAME", help: "what is limited, in words", isOptional: false)
      ) { .text(limit($0).name) },
      Column(
        heading: Heading(
          name: "value", title: "VALUE",
          help: "the limit; absent where there is none, or it is not told here", shape: .count,
          alignment: .right)
      ) { amount(limit($0).value, limit($0).unit) }
      .abbreviated { brief(limit($0).value, limit($0).unit) },
      Column(
        heading: Heading(
          name: "used", title: "USED",
          help: "how much is used; of a process's limit by the process that is nearest to its own",
          shape: .count, alignment: .right)
      ) { amount(limit($0).used, limit($0).unit) },
      Column(
        heading: Heading(
          name: "percent", title: "USE%", help: "how much is used, in percent", shape: .percent,
          alignment: .right)
      ) { limit($0).percent.map { .percent($0) } ?? .absent },
      Column(
        heading: Heading(
          name: "setting", title: "SETTING", help: "what raises it", isOptional: false,
          isWhole: true)
      ) { .text(limit($0).setting) }
      .abbreviated { .text(limit($0).resource?.name ?? limit($0).setting) },
    ]
  }

  static func amount(_ value: UInt64?, _ unit: Limit.Unit) -> Cell {
    guard let value else { return .absent }
    return unit == .bytes ? .bytes(value) : .count(value)
  }

  /// The kernel's largest numbers stand for no limit at all, and are too wide for a table.
  private static func brief(_ value: UInt64?, _ unit: Limit.Unit) -> Cell {
    value.map { $0 >= 1 << 40 ? .bytes($0) : amount($0, unit) } ?? .absent
  }
}

extension Limit.Scope {
  /// As JSON has it.
  fileprivate var word: String {
    switch self {
    case .everybody: "all"
    case .user: "user"
    case .process: "process"
    case .object: "object"
    }
  }
}

extension Record<Limit> {
  /// A limit of the kernel, and what is used of it.
  static let limit = Record(LimitColumns.own { $0 })
}
