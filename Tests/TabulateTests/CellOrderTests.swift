import Testing

@testable import Tabulate

struct CellOrderTests {
  private static let sample: [Cell] = [
    .absent, .text(""), .text("a"), .text("ab"), .text([0xFF]), .number(-1), .number(0),
    .number(.max), .number(.min), .count(0), .count(.max), .bytes(1), .bytes(.max), .mode(0o644),
    .time(-5), .time(1_795_395_723), .process(1, note: nil), .process(1, note: [0x64]),
    .process(-1, note: nil), .flag(false), .flag(true), .status("a", .normal),
    .status("b", .normal), .status("a", .critical), .list([]), .list([.number(1)]),
    .list([.number(1), .absent]), .list([.count(1), .number(2)]), .list([.absent]),
    .list([.text("a")]), .record([]), .record([Field("a", .number(1))]),
    .record([Field("b", .number(1))]), .record([Field("a", .absent)]),
  ]

  @Test func isAStrictWeakOrdering() {
    func tie(_ a: Cell, _ b: Cell) -> Bool { !a.precedes(b) && !b.precedes(a) }
    for a in Self.sample {
      #expect(!a.precedes(a))
      for b in Self.sample {
        #expect(!(a.precedes(b) && b.precedes(a)))
        for c in Self.sample {
          if a.precedes(b), b.precedes(c), !a.precedes(c) { Issue.record("\(a) \(b) \(c)") }
          if tie(a, b), tie(b, c), !tie(a, c) { Issue.record("ties of \(a) \(b) \(c)") }
        }
      }
    }
  }

  @Test func sortsByMeaning() {
    #expect(Cell.number(9).precedes(.number(10)))
    #expect(Cell.number(-1).precedes(.count(0)))
    #expect(Cell.number(.max).precedes(.count(.max)))
    #expect(Cell.text("10").precedes(.text("9")))
    #expect(Cell.text("Z").precedes(.text("a")))
    #expect(Cell.text("z").precedes(.text("é")))
    #expect(Cell.number(.max).precedes(.text("")))
    #expect(Cell.status("z", .normal).precedes(.status("a", .warning)))
    #expect(Cell.list([.number(2)]).precedes(.list([.number(10)])))
    for cell in Self.sample where cell != .absent {
      #expect(cell.precedes(.absent))
      #expect(!Cell.absent.precedes(cell))
    }
  }

  @Test func sortsAbsentLastInBothDirections() {
    let cells: [Cell] = [.absent, .number(1), .absent, .number(3), .number(2)]
    func sorted(_ key: SortKey) -> [Cell] { cells.sorted { key.places($0, before: $1) } }
    #expect(sorted(.ascending("x")) == [.number(1), .number(2), .number(3), .absent, .absent])
    #expect(sorted(.descending("x")) == [.number(3), .number(2), .number(1), .absent, .absent])
    for a in Self.sample {
      for b in Self.sample {
        let key = SortKey.descending("x")
        #expect(!(key.places(a, before: b) && key.places(b, before: a)))
      }
    }
  }
}
