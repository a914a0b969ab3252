@testable import Tabulate

/// A row with a cell of every shape, and the filters over it.
enum FilterRow {
  /// 2026-11-23T01:02:03Z
  static let time: Int64 = 1_795_395_723
  /// An hour later.
  static let now = time + 3600

  private static let holder = Record<(pid: Int32, command: String, fd: Int64?)>([
    Column(heading: heading("pid", .process)) { .number(Int64($0.pid)) },
    Column(heading: heading("command", .text)) { .text($0.command) },
    Column(heading: heading("fd", .number)) { $0.fd.map { .number($0) } ?? .absent },
  ])

  static let cells: [(Heading, Cell)] = [
    (heading("kind", .word), .text("msg")),
    (heading("address", .word), .text("msg:7")),
    (heading("name", .text), .text("/cache.1")),
    (heading("path", .text), .text([0x2F, 0xFF, 0x00, 0x41, 0x0A, 0x42])),
    (heading("key", .word), .text("0x0000002a")),
    (heading("id", .number), .number(-7)),
    (heading("uid", .number), .number(4_294_967_294)),
    (heading("messages", .count), .count(0)),
    (heading("inode", .count), .count(.max)),
    (heading("bytes", .bytes), .bytes(1536)),
    (heading("mode", .mode), .mode(0o640)),
    (Heading(name: "send_time", title: "SENT", help: "", shape: .time), .time(time)),
    (heading("creator", .process), .process(4147, note: Array("dead".utf8))),
    (heading("full", .percent), .percent(95)),
    (heading("locked", .flag), .flag(true)),
    (heading("huge", .flag), .flag(false)),
    (heading("state", .word), .status("dest,locked", .warning)),
    (heading("empty", .text), .text("")),
    (heading("values", .list(.number)), .list([.number(0), .number(3)])),
    (heading("peers", .list(.word)), .list([])),
    (
      heading("holders", .list(holder.shape)),
      .list([holder.cell((12, "nginx", 3)), holder.cell((34, "redis", nil))])
    ), (heading("owner", holder.shape), holder.cell((56, "init", nil))),
    (heading("no_word", .word), .absent), (heading("no_number", .number), .absent),
    (heading("no_time", .time), .absent), (heading("no_flag", .flag), .absent),
    (heading("no_list", .list(.number)), .absent),
  ]

  static func filter(_ text: [UInt8]) throws(FilterError) -> Filter {
    try Filter(parsing: text, headings: cells.map(\.0), now: now)
  }

  /// Whether the row satisfies an expression; nil when that depends on the columns `unknown`.
  static func verdict(_ text: String, unknown: Set<String> = []) throws(FilterError) -> Bool? {
    let filter = try filter(Array(text.utf8))
    return filter.verdict { position in
      let heading = filter.headings[position]
      return unknown.contains(heading.name) ? nil : cells.first { $0.0 == heading }?.1
    }
  }

  private static func heading(_ name: String, _ shape: Shape) -> Heading {
    Heading(name: name, title: name.uppercased(), help: "", shape: shape)
  }
}
