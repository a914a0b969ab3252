internal import LinuxIPC
internal import Tabulate

/// What `mechanisms` tells of one kind.
struct GuideRow: Sendable {
  let keyword: String
  let title: String
  let guide: Guide
  /// What the kernel allows; nil where it was not looked for.
  let limits: [Limit]?
  /// What exists now; nil where it was not looked for, or could not be listed.
  let objects: UInt64?

  init(_ kind: any Presented.Type, limits: [Limit]? = nil, objects: UInt64? = nil) {
    keyword = kind.keyword
    title = kind.title
    guide = kind.guide
    self.limits = limits
    self.objects = objects
  }
}

/// The members of the guide, each defined once.
enum GuideColumns {
  static let columns: [Column<GuideRow>] = [
    Column(heading: .kind) { .text($0.keyword) },
    text("title", "what it is") { $0.title },
    text("use", "when to use it: for this") { $0.guide.use },
    text("medium", "through what the data goes") { $0.guide.medium.rawValue }
      .digested { told($0.guide.medium.rawValue, $0.guide.storage) },
    text("storage", "more about the medium") { $0.guide.storage },
    text("unit", "what is passed on at once") { $0.guide.unit },
    text("direction", "which way the data goes through one object") {
      $0.guide.direction.rawValue
    }.digested { told($0.guide.direction.rawValue, $0.guide.ends) },
    text("ends", "more about the direction") { $0.guide.ends },
    text("reach", "whether other hosts can take part") { $0.guide.reach.rawValue }
      .digested { told($0.guide.reach.rawValue, $0.guide.access) },
    text("access", "how processes come to share an object") { $0.guide.access },
    text("ordering", "in which order the data comes") { $0.guide.ordering },
    text("boundaries", "whether what comes is cut as it was sent") { $0.guide.boundaries },
    text("lifetime", "how long an object lives, and what outlives whom") { $0.guide.lifetime },
    words("calls", "the C functions, in the order of an object's life") { $0.guide.calls },
    words("manual", "the man pages that describe it") { $0.guide.manual },
    words("example", "lines for a shell that try it out, and leave nothing behind") {
      $0.guide.example
    }.digested(as: .list(line.shape)) { .list($0.guide.example.map(line.cell)) },
    Column(
      heading: Heading(
        name: "objects", title: "OBJECTS", help: "how many exist on this machine now",
        shape: .count)
    ) { $0.objects.map { .count($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "limits", title: "LIMITS", help: "what the kernel allows here",
        shape: .list(Record<Limit>.limit.shape))
    ) { $0.limits.map { .list($0.map(Record<Limit>.limit.cell)) } ?? .absent }
    .digested { $0.limits.map { .list($0.map(Record<Limit>.limit.brief)) } ?? .absent },
  ]

  /// Those of a page, where what one tells more of another stands with that.
  static let page = columns.filter { !["storage", "ends", "access"].contains($0.heading.name) }

  private static func text(
    _ name: String, _ help: String, _ value: @escaping @Sendable (GuideRow) -> String
  ) -> Column<GuideRow> {
    Column(heading: Heading(name: name, title: name.uppercased(), help: help, isOptional: false)) {
      .text(value($0))
    }
  }

  private static func words(
    _ name: String, _ help: String, _ value: @escaping @Sendable (GuideRow) -> [String]
  ) -> Column<GuideRow> {
    Column(
      heading: Heading(
        name: name, title: name.uppercased(), help: help, shape: .list(.word), isOptional: false)
    ) { .list(value($0).map { .text($0) }) }
    .digested { .text(value($0).joined(separator: ", ")) }
  }

  private static let line = Record<String>([
    Column(heading: Heading(name: "command", title: "COMMAND", help: "a line", isOptional: false)) {
      .text($0)
    }
  ])

  private static func told(_ word: String, _ more: String) -> Cell { .text("\(word): \(more)") }
}
