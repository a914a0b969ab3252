@testable import LinuxIPC
@testable import Tabulate

extension FuzzTarget {
  /// What users say of objects: filters, columns, sizes, times.
  static let expressions = [
    FuzzTarget("filter") { input in
      do throws(FilterError) {
        let filter = try Filter(parsing: input, headings: headings, now: 1_795_395_723)
        require(filter.headings.count <= headings.count, "a column twice")
        let verdict = filter.verdict { cell(filter.headings[$0]) }
        require(verdict != nil, "no verdict though all is known")
        _ = filter.verdict { _ in nil }
        // Of all that is deep enough, the opposite holds of it.
        let opposite = Array("not (".utf8) + input + [UInt8(ascii: ")")]
        if let filter = try? Filter(parsing: opposite, headings: headings, now: 1_795_395_723) {
          require(
            filter.verdict { cell(filter.headings[$0]) } == verdict.map { !$0 }, "not is not not")
        }
      } catch {
        require(error.position >= 1 && error.position <= input.count + 1, "a place that is none")
        _ = error.excerpt
      }
    },
    FuzzTarget("columns") { input in
      let text = String(decoding: input, as: UTF8.self)
      if let names = try? ColumnSelection.parse(text, headings: headings, defaults: ["kind"]) {
        require(Set(names).count == names.count, "a column twice")
        require(
          names.allSatisfy { name in headings.contains { $0.name == name } }, "no such column")
      }
      if let key = try? SortKey.parse(text, headings: headings) {
        _ = key.sorted(headings) { cell($0) }
      }
    },
    FuzzTarget("quantities") { input in
      let text = String(decoding: input, as: UTF8.self)
      for allowsFraction in [false, true] {
        guard let size = SizeText.parse(input, allowsFraction: allowsFraction) else { continue }
        require(SizeText.parse(Array("\(size)".utf8)) == size, "another size")
        var shown: [UInt8] = []
        shown.append(size: size)
        require(SizeText.parse(shown, allowsFraction: true) != nil || size > 15 << 60, "no size")
      }
      for now in [.min, 0, 1_795_395_723, .max] as [Int64] {
        _ = Timestamp.parse(input, now: now)
      }
      if let moment = Timestamp.parse(input, now: 0) {
        var shown: [UInt8] = []
        if Timestamp.appendUTC(moment, to: &shown) {
          require(Timestamp.parse(shown, now: 0) == moment, "another moment")
        }
      }
      if let seconds = Double(text), seconds >= 0 { _ = Deadline.after(seconds: seconds) }
      if let key = FilterValue.hexadecimal(input) {
        require(input.count > 2 && key <= .max, "a number of no digits")
      }
    },
  ]

  static let headings: [Heading] = [
    heading("kind", .word), heading("name", .text), heading("key", .word), heading("id", .number),
    heading("messages", .count), heading("bytes", .bytes), heading("mode", .mode),
    heading("time", .time), heading("creator", .process), heading("full", .percent),
    heading("locked", .flag), heading("values", .list(.number)),
    heading(
      "holders", .list(.record([heading("pid", .process), heading("command", .text)]))),
    Heading(
      name: "state", title: "STATE", help: "", shape: .word, words: ["alive", "dead"]),
    heading("nothing", .number),
  ]

  private static func heading(_ name: String, _ shape: Shape) -> Heading {
    Heading(name: name, title: name.uppercased(), help: "", shape: shape)
  }

  private static func cell(_ heading: Heading) -> Cell {
    switch heading.shape {
    case .word: heading.name == "key" ? .text("0x0000002a") : .status("alive,dead", .warning)
    case .text: .text([0x2F, 0xFF, 0x00, 0x41, 0x0A, 0x42])
    case .number: heading.name == "nothing" ? .absent : .number(-7)
    case .count: .count(.max)
    case .bytes: .bytes(1536)
    case .mode: .mode(0o640)
    case .time: .time(1_795_395_723)
    case .process: .process(4147, note: Array("dead".utf8))
    case .percent: .percent(95)
    case .flag: .flag(true)
    case .list(.number): .list([.number(0), .number(3)])
    default:
      .list([
        .record([
          Field("pid", .process(12, note: nil)), Field("command", .text("nginx")),
        ])
      ])
    }
  }
}
