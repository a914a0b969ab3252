import Testing

@testable import Tabulate

/// Expressions that are none: what is said, and the place.
struct FilterErrorTests {
  /// The expression with `[here]` at the place that the error has to name, and its words.
  static let table: [(String, String)] = [
    ("[here]", "the expression is empty"),
    ("[here] \t", "the expression is empty"),
    ("[here])", "a column is expected here, not ')'"),
    ("([here])", "a column is expected here, not ')'"),
    ("([here]", "a column is expected here"),
    ("kind=x and[here]", "a column is expected here"),
    ("kind=x or [here]", "a column is expected here"),
    ("not [here]", "a column is expected here"),
    ("[here]and kind=x", "a column is expected here, not 'and'"),
    ("kind or [here]or id", "a column is expected here, not 'or'"),
    ("[here]7=id", "a column is expected here, not '7=id'"),
    ("[here]=x", "a column is expected here, not '=x'"),
    ("![here]=x", "a column is expected here, not '=x'"),
    ("[here]'kind'=x", "a column is expected here, not ''kind'=x'"),
    ("[here](kind=x", "there is no ) for this ("),
    ("kind=x and [here](id=1 or (id=2)", "there is no ) for this ("),
    ("kind=x[here])", "there is no ( for this )"),
    ("(kind=x)[here])", "there is no ( for this )"),
    ("kind=x [here]id=1", "'and', 'or' or the end is expected here, not 'id=1'"),
    ("kind=x[here]'y'", "'and', 'or' or the end is expected here, not ''y''"),
    ("kind=x[here](id)", "'and', 'or' or the end is expected here, not '(id)'"),
    ("(kind=x [here]id=1)", "'and', 'or' or ) is expected here, not 'id=1)'"),
    ("kind [here]msg", "an operator is expected here, not 'msg'"),
    ("kind[here]:msg", "an operator is expected here, not ':msg'"),
    ("kind [here]eqmsg", "an operator is expected here, not 'eqmsg'"),
    ("kind=[here]", "a value is expected here"),
    ("kind= [here])", "a value is expected here, not ')'"),
    ("bytes=[here]>1", "a value is expected here, not '>1'"),
    ("kind=[here]&&id", "a value is expected here, not '&&id'"),
    ("kind=[here]'x", "the quote has no end"),
    (#"kind=[here]"x\""#, "the quote has no end"),
    ("id=[here]x", "'x' is not a number"),
    ("id=[here]1K", "'1K' is not a number"),
    ("id=[here]+1", "'+1' is not a number"),
    ("id=[here]0x", "'0x' is not a number"),
    ("id=[here]0x-1", "'0x-1' is not a number"),
    ("id=[here]18446744073709551616", "'18446744073709551616' is not a number"),
    ("id=[here]''", "'' is not a number"),
    ("values=[here]x", "'x' is not a number"),
    ("holders=[here]nginx", "'nginx' is not a number"),
    ("full=[here]90%", "'90%' is not a number"),
    ("messages=[here]x", "'x' is not a number (such as 512 or 4K)"),
    ("bytes>[here]abc", "'abc' is not a size (such as 512, 4K or 1.5M)"),
    ("bytes>[here]16E", "'16E' is not a size (such as 512, 4K or 1.5M)"),
    ("mode=[here]rw", "'rw' is not an octal mode (such as 600)"),
    ("mode=[here]8", "'8' is not an octal mode (such as 600)"),
    ("mode=[here]-6", "'-6' is not an octal mode (such as 600)"),
    ("locked=[here]x", "'x' is not yes or no"),
    ("locked[here]<yes", "locked is yes or no, which < does not compare"),
    (
      "send_time>[here]soon",
      "'soon' is not a time (such as 2026-11-23T10:00:00Z, '2026-11-23 10:00', or 2h: that long ago)"
    ), ("id[here]~7", "a pattern is for text, which id is not"),
    ("holders[here]!~7", "a pattern is for text, which holders is not"),
    ("name~[here]'('", "not a regular expression: Unmatched ( or \\("),
    ("name~[here]*x", "not a regular expression: Invalid preceding regular expression"),
    ("name~[here]a{1001}", "not a regular expression: it is too large"),
    ("name~[here]a{9}{9}{99}", "not a regular expression: it is too large"),
    ("name~[here]a{2,1001}", "not a regular expression: it is too large"),
    ("name~[here]a+++++++++++", "not a regular expression: it is too large"),
    ("name~[here]'(a{400}+)+'", "not a regular expression: it is too large"),
    ("[here]kind.x=1", "kind has no members"),
    ("[here]kind.=1", "kind has no members"),
    ("[here]holders.pids=1", "holders has no member 'pids' (it has pid, command, fd)"),
    ("kind=x and [here]holders.", "holders has no member '' (it has pid, command, fd)"),
    ("kind=\u{FF} and [here]7", "a column is expected here, not '7'"),
  ]

  @Test(arguments: table)
  func saysWhatAndWhere(_ marked: String, _ expected: String) throws {
    let text = try #require(Self.split(marked))
    let error = try #require(throws: FilterError.self) {
      try FilterRow.filter(Array((text.before + text.after).utf8))
    }
    #expect(error.cause == .words(Array(expected.utf8)))
    #expect(error.position == text.before.unicodeScalars.count + 1)
    #expect(error.excerpt == Array(marked.utf8))
  }

  @Test(arguments: [
    ("[here]byts<3", "byts"), ("bytes>1 and [here]byts<3", "byts"), ("([here]x.pid)", "x"),
    ("[here]andy=1", "andy"), ("[here]NOTE", "NOTE"),
  ])
  func saysWhichColumnThereIsNot(_ marked: String, _ name: String) throws {
    let text = try #require(Self.split(marked))
    let error = try #require(throws: FilterError.self) {
      try FilterRow.filter(Array((text.before + text.after).utf8))
    }
    #expect(error.cause == .unknownColumn(name))
    #expect(error.excerpt == Array(marked.utf8))
  }

  /// Of a long expression what is near; a word of it is cut as well.
  @Test func showsWhatIsNear() throws {
    let before = String(repeating: "id=1 or ", count: 1000)
    let error = try #require(throws: FilterError.self) {
      try FilterRow.filter(Array((before + String(repeating: "7é", count: 5000)).utf8))
    }
    let word = String(repeating: "7é", count: 15) + "…"
    #expect(error.cause == .words(Array("a column is expected here, not '\(word)'".utf8)))
    #expect(error.position == 8001)
    #expect(
      error.excerpt == Array(("…" + String(repeating: "id=1 or ", count: 5) + "[here]" + word).utf8)
    )
  }

  /// The stack has room for all that is accepted, and nothing deeper is.
  @Test func boundsTheDepth() throws {
    for word in ["(", "not ", "!", "not("] {
      let level = word == "not(" ? 2 : 1
      func nested(_ count: Int) -> [UInt8] {
        let close = word.hasSuffix("(") ? ")" : ""
        return Array(
          (String(repeating: word, count: count) + "kind" + String(repeating: close, count: count))
            .utf8)
      }
      _ = try FilterRow.filter(nested(100 / level))
      for count in [100 / level + 1, 100_000] {
        let error = try #require(throws: FilterError.self) { try FilterRow.filter(nested(count)) }
        #expect(error.cause == .words(Array("more than 100 levels of ( and 'not'".utf8)))
      }
    }
    let wide = Array(repeating: "kind=x", count: 5000).joined(separator: " or ")
    #expect(try FilterRow.verdict(wide) == false)
    let pattern = String(repeating: "(", count: 10_000)
    #expect(throws: FilterError.self) { try FilterRow.verdict("name~'\(pattern)'") }
  }

  /// Whatever bytes come: an answer or an error that shows a place within, and no crash.
  @Test func survivesAnything() throws {
    let words = [
      "kind", "holders.pid", "bytes", "name", "send_time", "mode", "and", "or", "not", "(", ")",
      "=", "!=", "~", "=~", "<", ">", "!", "&&", "|", "'", "\"", "\\", " ", "0x", "1", "K", ".",
      "-", "2026-11-23", "T", "\u{202E}", "[", "{", "}", "*", "é", "\0", "\n",
    ].map { Array($0.utf8) }
    var random = Seeded(state: 2_026_1123)
    var verdicts = 0
    for round in 0..<20_000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<12, using: &random) {
        if round % 4 == 0 {
          text.append(UInt8.random(in: 0...255, using: &random))
        } else {
          text += words.randomElement(using: &random) ?? []
        }
      }
      switch Result(catching: { () throws(FilterError) in try FilterRow.filter(text) }) {
      case .success(let filter): verdicts += filter.verdict { _ in .absent } == nil ? 0 : 1
      case .failure(let error):
        #expect((1...text.count + 1).contains(error.position))
        #expect(error.excerpt.count <= text.count + 12)
      }
    }
    // Not only nonsense was tried.
    #expect(verdicts > 50)
  }

  /// A source of numbers that are the same in each run (SplitMix64).
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static func split(_ marked: String) -> (before: String, after: String)? {
    let mark = Array("[here]".unicodeScalars)
    let scalars = Array(marked.unicodeScalars)
    for start in scalars.indices where scalars[start...].starts(with: mark) {
      func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
        part.reduce(into: "") { $0.unicodeScalars.append($1) }
      }
      return (text(scalars[..<start]), text(scalars[(start + mark.count)...]))
    }
    return nil
  }
}
