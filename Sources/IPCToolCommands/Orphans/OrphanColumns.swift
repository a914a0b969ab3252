internal import LinuxIPC
internal import Tabulate

/// What is told of an object that `rm --orphaned` would remove.
enum OrphanColumns {
  struct Row: Sendable {
    let orphan: Orphan
    let looking: Looking
  }

  /// Those of a table.
  static let usual = ["address", "user", "bytes", "messages", "last_time", "reason"]

  static let all: [Column<Row>] =
    object
    + Orphan.contents.map { heading in
      Column(heading: heading) { $0.orphan.cells[heading.name] ?? .absent }
    } + judgement

  private static let object: [Column<Row>] = [
    Column(heading: .kind) { .text($0.orphan.kind.keyword) },
    Column(heading: .address) { .text($0.orphan.address) },
    Column(heading: .uid) { .number(Int64($0.orphan.traces.owner)) },
    Column(heading: .user) { .text($0.looking.users.name($0.orphan.traces.owner)) },
  ]

  private static let judgement: [Column<Row>] = [
    Column(
      heading: Heading(
        name: "last_time", title: "LAST USED", help: "when it was made, used or changed last",
        shape: .time, isOptional: false)
    ) { .time($0.orphan.traces.lastTime) }
    .abbreviated { row in
      var text: [UInt8] = []
      let now = row.looking.context.now
      Timestamp.appendRelative(row.orphan.traces.lastTime, now: now, to: &text)
      return .text(text)
    },
    Column(
      heading: Heading(
        name: "reason", title: "WHY", help: "why nobody is left to use it", isOptional: false)
    ) { .text($0.orphan.reason) },
  ]
}
