import Testing

@testable import Tabulate

struct ColumnSelectionTests {
  private static let all = headings("ADDRESS", "KIND", "SEND_TIME", "MODE")

  private func parse(_ text: String) throws(UnknownColumn) -> [String] {
    try ColumnSelection.parse(text, headings: Self.all, defaults: ["address", "kind"])
  }

  @Test(arguments: [
    ("mode", ["mode"]), ("MODE,address", ["mode", "address"]),
    ("send-time,Send_Time", ["send_time"]), ("+mode", ["address", "kind", "mode"]),
    ("+kind,mode", ["address", "kind", "mode"]), ("all", ["address", "kind", "send_time", "mode"]),
    (" mode, +kind ", ["mode", "kind"]), ("+mode,+kind", ["address", "kind", "mode"]),
    ("mode,ALL", ["mode", "address", "kind", "send_time"]),
    ("+all", ["address", "kind", "send_time", "mode"]),
  ])
  func selects(text: String, expected: [String]) throws {
    #expect(try parse(text) == expected)
  }

  @Test(arguments: [
    ("", ""), ("+", ""), ("mode,", ""), ("mode,Size,what", "Size"), ("mode,+what", "what"),
    (" mode , size", "size"),
  ])
  func refuses(text: String, name: String) {
    #expect(throws: UnknownColumn(name: name)) { try parse(text) }
  }

  @Test func aTitleNamesItsColumnToo() throws {
    let sent = Heading(name: "send_time", title: "SENT", help: "")
    #expect(try ColumnSelection.find("sent", in: [sent]).name == "send_time")
  }

  @Test func parsesSortKeys() throws {
    #expect(try SortKey.parse("Mode", headings: Self.all) == .ascending("mode"))
    #expect(try SortKey.parse("-send-time", headings: Self.all) == .descending("send_time"))
    #expect(try SortKey.parse("-mode", headings: Self.all).column == "mode")
    #expect(throws: UnknownColumn(name: "size")) {
      try SortKey.parse("-size", headings: Self.all)
    }
    #expect(throws: UnknownColumn(name: "")) { try SortKey.parse("-", headings: Self.all) }
  }

  @Test func namesInWords() {
    #expect(Self.all[2].label == "send time")
  }

  @Test func columnsGiveCells() {
    let inputs = ColumnInputs(rawValue: 2)
    let column = Column<Int>(heading: Self.all[0], inputs: inputs) { .number(Int64($0)) }
    #expect(column.value(3) == .number(3))
    #expect(column.inputs.contains(ColumnInputs(rawValue: 2)))
  }
}
