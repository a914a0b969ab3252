import Testing

@testable import Tabulate

struct TableRendererTests {
  @Test func alignsColumnsAndLeavesNoBlanksAtTheEnd() throws {
    let text = try table(
      headings("ADDRESS", ">BYTES", ">COUNT", "MODE", "OWNER"),
      [
        [.text("msg:42"), .bytes(1536), .count(7), .mode(0o644), .text("root")],
        [.text("posix-shm:/a"), .bytes(16 << 20), .absent, .mode(0o1600), .text("")],
        [.text("sem:1"), .bytes(0), .number(-12), .mode(0), .absent],
      ])
    #expect(
      text == """
        ADDRESS       BYTES  COUNT  MODE   OWNER
        msg:42         1.5K      7  0644   root
        posix-shm:/a    16M      -  01600
        sem:1            0B    -12  0000   -

        """)
  }

  @Test func showsEveryKindOfCell() throws {
    let cells: [(Cell, String)] = [
      (.absent, "-"), (.text("a b"), "a b"), (.number(.min), "-9223372036854775808"),
      (.count(.max), "18446744073709551615"), (.mode(0o107777), "0107777"),
      (.process(4147, note: nil), "4147"),
      (.process(4147, note: Array("dead".utf8)), "4147 (dead)"),
      (.process(1, note: [0x1B, 0x5B]), "1 (\\x1b[)"), (.flag(true), "yes"), (.flag(false), "no"),
      (.status("full", .critical), "full"), (.list([]), "-"), (.list([.number(1)]), "1"),
      (.list([.number(1), .absent, .text("x")]), "1,-,x"), (.record([]), "-"),
      (.record([Field("pid", .number(3)), Field("fd", .number(4))]), "3"),
      (.time(.max), "9223372036854775807"), (.time(.min), "-9223372036854775808"),
    ]
    let text = try table(headings("X"), cells.map { [$0.0] }, style: TableStyle(header: false))
    #expect(text == cells.map { $0.1 + "\n" }.joined())
  }

  @Test(
    arguments: [
      (0, "0B"), (1, "1B"), (1023, "1023B"), (1024, "1K"), (1075, "1K"), (1076, "1.1K"),
      (1536, "1.5K"), (10240, "10K"), (1_048_524, "1023.9K"), (1_048_525, "1M"),
      (1_048_575, "1M"), (1 << 20, "1M"), (1 << 30, "1G"), (1 << 40, "1T"), (1 << 50, "1P"),
      (1 << 60, "1E"), (3 << 59, "1.5E"), (UInt64.max, "16E"),
    ] as [(UInt64, String)])
  func writesSizesForPeople(size: UInt64, expected: String) throws {
    let style = TableStyle(header: false)
    #expect(try table(headings("X"), [[.bytes(size)]], style: style) == expected + "\n")
    let exact = TableStyle(header: false, exactBytes: true)
    #expect(try table(headings("X"), [[.bytes(size)]], style: exact) == "\(size)\n")
  }

  @Test func showsHeadingsOfAnEmptyTable() throws {
    #expect(try table(headings("ADDRESS", ">BYTES", "NAME"), []) == "ADDRESS  BYTES  NAME\n")
    #expect(try table(headings("ADDRESS"), [], style: TableStyle(header: false)) == "")
    #expect(try table([], [[], []]) == "")
  }

  @Test func coloursHeadingsAndStatuses() throws {
    let text = try table(
      headings("STATE", ">N"),
      [
        [.status("ok", .normal), .number(1)], [.status("hm", .notice), .number(2)],
        [.status("late", .warning), .number(30)], [.status("stuck", .critical), .number(4)],
      ], style: TableStyle(color: true))
    #expect(
      text == """
        \u{1B}[1mSTATE\u{1B}[0m   \u{1B}[1mN\u{1B}[0m
        ok      1
        hm      2
        \u{1B}[33mlate\u{1B}[0m   30
        \u{1B}[31mstuck\u{1B}[0m   4

        """)
  }

  @Test func escapesHostileNames() throws {
    let text = try table(
      headings("NAME", "X"),
      [
        [.text("a\u{1B}[2Jb\n"), .flag(true)], [.text([0xFF, 0x41]), .flag(true)],
        [.text("\u{202E}gpj"), .flag(true)],
      ])
    #expect(
      text == """
        NAME         X
        a\\x1b[2Jb\\n  yes
        \\xffA        yes
        \\u{202e}gpj  yes

        """)
  }

  @Test func countsColumnsNotBytes() throws {
    let rows: [[Cell]] = ["é", "e\u{301}", "漢字", "🦊", "🇩🇪"].map { [.text($0), .text("|")] }
    let text = try table(headings("NAME", "X"), rows, style: TableStyle(header: false))
    #expect(text == "é     |\ne\u{301}     |\n漢字  |\n🦊    |\n🇩🇪    |\n")
  }

  private static let wide: [[Cell]] = [
    [
      .text("unix:@/tmp/.X11-unix/X0"), .text("a rather long description of it"), .bytes(4096),
      .list([.text("pipe:111111"), .text("pipe:222222"), .text("pipe:333333")]),
    ],
    [.text("msg:1"), .text("short"), .bytes(1), .list([])],
    [.text("msg:2"), .text("漢字漢字漢字漢字漢字漢字漢字漢字"), .bytes(1), .list([.text("msg:1")])],
  ]
  private static let wideHeadings = headings("ADDRESS", "NAME", ">BYTES", "PEERS")

  @Test func cutsNothingWithoutAWidth() throws {
    #expect(
      try table(Self.wideHeadings, Self.wide) == """
        ADDRESS                  NAME                              BYTES  PEERS
        unix:@/tmp/.X11-unix/X0  a rather long description of it      4K  \
        pipe:111111,pipe:222222,pipe:333333
        msg:1                    short                                1B  -
        msg:2                    漢字漢字漢字漢字漢字漢字漢字漢字     1B  msg:1

        """)
  }

  @Test func cutsTheLastTextFirst() throws {
    #expect(
      try table(Self.wideHeadings, Self.wide, style: TableStyle(width: 80)) == """
        ADDRESS                  NAME                              BYTES  PEERS
        unix:@/tmp/.X11-unix/X0  a rather long description of it      4K  pipe:111111,p…
        msg:1                    short                                1B  -
        msg:2                    漢字漢字漢字漢字漢字漢字漢字漢字     1B  msg:1

        """)
  }

  @Test func letsLongAddressesPushTheirRow() throws {
    #expect(
      try table(Self.wideHeadings, Self.wide, style: TableStyle(width: 40)) == """
        ADDRESS   NAME           BYTES  PEERS
        unix:@/tmp/.X11-unix/X0  a rather lon…     4K  pipe:11…
        msg:1     short             1B  -
        msg:2     漢字漢字漢字…     1B  msg:1

        """)
  }

  /// What people copy stays whole wherever it stands, and one that is long takes no room from other rows.
  @Test func neverCutsWhatIsWhole() throws {
    let address = Heading(name: "address", title: "ADDRESS", help: "", isWhole: true)
    let columns = headings(">PID") + [address] + headings("STATE", "NAME")
    let rows: [[Cell]] = [
      [.number(1), .text("map:/usr/lib/x86_64-linux-gnu/libc.so"), .text("no-reader"), .text("x")],
      [.number(2), .text("pipe:123456789"), .text("no-reader"), .text("a longer name")],
    ]
    #expect(
      try table(columns, rows, style: TableStyle(width: 50)) == """
        PID  ADDRESS         STATE      NAME
          1  map:/usr/lib/x86_64-linux-gnu/libc.so  no-reader  x
          2  pipe:123456789  no-reader  a longer name

        """)
    #expect(
      try table(columns, rows, style: TableStyle(width: 40)) == """
        PID  ADDRESS         STATE      NAME
          1  map:/usr/lib/x86_64-linux-gnu/libc.so  no-reader  x
          2  pipe:123456789  no-reader  a longe…

        """)
  }

  private static let listHeadings =
    headings("ADDRESS") + [
      Heading(name: "others", title: "OTHERS", help: "", shape: .list(.word))
    ]

  @Test func cutsListsBetweenEntries() throws {
    func cut(_ entries: [String], to width: Int) throws -> String {
      let rows: [[Cell]] = [[.text("msg:1"), .list(entries.map { .text($0) })]]
      let text = try table(
        Self.listHeadings, rows, style: TableStyle(header: false, width: width + 7))
      return String(text.dropFirst(7).dropLast())
    }
    let names = ["child(71)", "child(72)", "child(73)"]
    #expect(try cut(names, to: 29) == "child(71),child(72),child(73)")
    #expect(try cut(names, to: 28) == "child(71),child(72),+1")
    #expect(try cut(names, to: 22) == "child(71),child(72),+1")
    #expect(try cut(names, to: 21) == "child(71),+2")
    #expect(try cut(names, to: 12) == "child(71),+2")
    // What cannot be made to fit stays whole.
    #expect(try cut(names, to: 11) == "child(71),child(72),child(73)")
    // Those that are not named already count.
    #expect(try cut(names + ["+6"], to: 31) == "child(71),child(72),+7")
    #expect(try cut(["é(71)", "漢字(72)", "+98"], to: 13) == "é(71),+99")
    #expect(try cut(Array(repeating: "child(7)", count: 12), to: 20) == "child(7),+11")
    #expect(try cut(["+5(71)", "child(72)"], to: 14) == "+5(71),+1")
    // One entry without an end is cut as text is.
    let long = String(repeating: "x", count: 50)
    #expect(try cut([long, "y"], to: 30) == String(repeating: "x", count: 29) + "…")
  }

  @Test func cutsTextBeforeItHidesAnything() throws {
    let style = TableStyle(width: 26, mayHide: true)
    let rows: [[Cell]] = [[.text("msg:1"), .list(["child(71)", "c(2)"].map { .text($0) })]]
    #expect(
      try table(Self.listHeadings, rows, style: style)
        == "ADDRESS  OTHERS\nmsg:1    child(71),c(2)\n")
    var narrow = style
    narrow.width = 20
    #expect(
      try table(Self.listHeadings, rows, style: narrow) == "ADDRESS\nmsg:1\n")
    narrow.width = 21
    #expect(
      try table(Self.listHeadings, rows, style: narrow)
        == "ADDRESS  OTHERS\nmsg:1    child(71),+1\n")
  }

  @Test func wrapsWhereNothingMayBeCut() throws {
    #expect(
      try table(Self.wideHeadings, Self.wide, style: TableStyle(width: 60, mayCut: false)) == """
        ADDRESS                  NAME      BYTES  PEERS
        unix:@/tmp/.X11-unix/X0  a rather long description of it     4K  \
        pipe:111111,pipe:222222,pipe:333333
        msg:1                    short        1B  -
        msg:2                    漢字漢字漢字漢字漢字漢字漢字漢字     1B  msg:1

        """)
  }

  @Test func leavesWholeWhatCannotBeMadeToFit() throws {
    let text = try table(
      headings("ADDRESS", "SINCE", "NAME", "NAME WITH LONG TITLE"),
      [[.text("msg:1"), .number(1_234_567_890_123), .text("abcdefghij"), .text("x")]],
      style: TableStyle(width: 10))
    #expect(
      text == """
        ADDRESS  SINCE          NAME        NAME WITH LONG TITLE
        msg:1    1234567890123  abcdefghij  x

        """)
  }

  @Test(arguments: [
    (26, "ADDRESS   NAME       BYTES\nunix:@/tmp/.X11-unix/X0  a rather…     4K\n", 1),
    (22, "ADDRESS   NAME\nunix:@/tmp/.X11-unix/X0  a rather lo…\n", 2),
    (9, "ADDRESS\nunix:@/tmp/.X11-unix/X0\n", 3), (0, "ADDRESS\nunix:@/tmp/.X11-unix/X0\n", 3),
  ])
  func leavesOutTheLastColumnsWhereItMay(width: Int, text: String, hidden: Int) throws {
    let style = TableStyle(width: width, mayHide: true)
    #expect(try table(Self.wideHeadings, [Self.wide[0]], style: style) == text)
    var renderer = TableRenderer(headings: Self.wideHeadings, style: style)
    renderer.add(Self.wide[0])
    renderer.add(Self.wide[1])
    var names: [String] = []
    let lines = try captured { (sink) throws(OutputError) in
      names = try renderer.render(into: &sink).map(\.title)
    }.split(separator: "\n")
    #expect(names == ["ADDRESS", "NAME", "BYTES", "PEERS"].suffix(hidden))
    #expect(lines.last?.hasPrefix("msg:1") == true)
    #expect(lines.last.map { $0.count <= max(width, 7) } == true)
  }

  @Test func leavesATableThatFitsAlone() throws {
    let rows: [[Cell]] = [[.text("msg:1"), .text("0123456789")]]
    let all = try table(headings("A", "B"), rows)
    #expect(try table(headings("A", "B"), rows, style: TableStyle(width: 17)) == all)
    #expect(
      try table(headings("A", "B"), rows, style: TableStyle(width: 16))
        == "A      B\nmsg:1  01234567…\n")
  }

  @Test func writesLocalTime() async {
    await #expect(processExitsWith: .success) {
      setLocalTime("XYZ-5:30")
      let text = try table(
        headings("TIME"),
        [
          [.time(0)], [.time(1_795_395_723)], [.time(253_402_280_999)], [.time(253_402_281_000)],
          [.time(-62_200_000_000)],
        ])
      #expect(
        text == """
          TIME
          1970-01-01 05:30:00
          2026-11-23 06:32:03
          9999-12-31 23:59:59
          253402281000
          -62200000000

          """)
    }
  }
}
