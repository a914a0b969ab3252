import Tabulate
import Testing

struct WrappedTextTests {
  @Test func fillsLines() {
    #expect(WrappedText.lines(of: "one two three four", width: 9) == ["one two", "three", "four"])
    #expect(WrappedText.lines(of: "one two three four", width: 10) == ["one two", "three four"])
    #expect(WrappedText.lines(of: "a longerword b", width: 3) == ["a", "longerword", "b"])
    #expect(WrappedText.lines(of: "a b", width: -1) == ["a", "b"])
    #expect(WrappedText.lines(of: "", width: 9) == [])
  }

  @Test func wrapsWhatDoesNotFitFurtherIn() {
    func paragraph(_ text: String, _ width: Int?) -> String {
      WrappedText.paragraph(Array(text.utf8), width: width)
    }
    #expect(paragraph("  one two three", 9) == "  one two\n    three")
    #expect(paragraph("  one two three", nil) == "  one two three")
    #expect(paragraph("  longerword two", 5) == "  longerword\n    two")
    #expect(paragraph("a\u{1b}b 漢漢 c", 11) == "a\\x1bb 漢漢\n  c")
    #expect(paragraph("a  b", 9) == "a  b")
    #expect(paragraph("", 5) == "")
  }

  @Test func standsBelowRows() throws {
    var table = AnnotatedTable(
      titles: ["KIND", "UNIT"], style: plain, width: 18)
    table.add(["pipe", "bytes"], note: "what is passed on")
    table.add(["message", "a message"], note: "")
    let text = try captured { (sink) throws(OutputError) in try table.render(into: &sink) }
    #expect(
      text == """
        KIND     UNIT
        pipe     bytes
                 what is
                 passed on
        message  a message

        """)
  }

  /// Where a terminal is too narrow for the cells, they are wrapped, too.
  @Test func wrapsCells() throws {
    var table = AnnotatedTable(titles: ["KIND", "UNIT", "REACH"], style: plain, width: 22)
    table.add(["pipe", "a byte or two", "this host"], note: "one way alone, for relatives")
    table.add(["tcp", "bytes", "other hosts too"], note: "")
    let text = try captured { (sink) throws(OutputError) in try table.render(into: &sink) }
    #expect(
      text == """
        KIND  UNIT       REACH
        pipe  a byte or  this
              two        host
              one way alone,
              for relatives
        tcp   bytes      other
                         hosts
                         too

        """)
  }
}
