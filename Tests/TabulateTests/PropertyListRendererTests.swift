import Testing

@testable import Tabulate

struct PropertyListRendererTests {
  private func list(
    _ properties: [(String, Cell)], style: TableStyle = plain, now: Int64 = 0
  ) throws -> String {
    try captured { sink throws(OutputError) in
      let renderer = PropertyListRenderer(style: style, now: now)
      let named = properties.map { (Heading(name: $0, title: "", help: ""), $1) }
      try renderer.render(named, into: &sink)
    }
  }

  @Test func alignsValuesAndIndentsTables() throws {
    let text = try list([
      ("address", .text("msg:42")), ("mode", .mode(0o600)), ("last_send_pid", .absent),
      ("capacity_bytes", .bytes(16384)), ("name", .text("")), ("peers", .list([])),
      ("values", .list([.number(1), .number(2)])), ("bad", .text("a\nb")),
      (
        "holders_of_this_very_object",
        .list([
          .record([
            Field("pid", .process(7, note: nil)), Field("command", .text("sshd")),
            Field("fd", .number(3)),
          ]),
          .record([
            Field("pid", .process(4147, note: nil)), Field("command", .text("\u{1B}c")),
            Field("last_access", .text("rw")),
          ]),
        ])
      ),
      ("peer", .record([Field("pid", .process(9, note: Array("dead".utf8)))])),
    ])
    #expect(
      text == """
        address:        msg:42
        mode:           0600
        last send pid:  -
        capacity bytes: 16K
        name:
        peers:          none
        values:         1,2
        bad:            a\\nb
        holders of this very object:
           PID  COMMAND  FD  LAST_ACCESS
             7  sshd      3  -
          4147  \\x1bc     -  rw
        peer:
          PID
          9 (dead)

        """)
    #expect(try list([]) == "")
  }

  /// What stands over the members of records is what their headings say, as in any table.
  @Test func titlesMembers() throws {
    let member = Heading(name: "last_operation_pid", title: "OPERATOR", help: "")
    let heading = Heading(
      name: "members", title: "", help: "", shape: .list(.record([member])))
    let fields = [Field("last_operation_pid", .number(7)), Field("other", .number(8))]
    let text = try captured { sink throws(OutputError) in
      try PropertyListRenderer(style: plain, now: 0).render(
        [(heading, .list([.record(fields)]))], into: &sink)
    }
    #expect(text == "members:\n  OPERATOR  OTHER\n         7      8\n")
  }

  /// Text of ours goes on below its beginning, also in a table; numbers stay whole, and so do lines to be copied.
  @Test func wrapsText() throws {
    let records: [Cell] = [
      .record([
        Field("name", .text("bytes in one message by default")), Field("value", .count(8192)),
        Field("used", .absent), Field("setting", .text("kernel.msgmax")),
      ]),
      .record([
        Field("name", .text("queues")), Field("value", .count(32000)), Field("used", .count(3)),
        Field("setting", .text("kernel.msgmni (MSGMNI)")),
      ]),
    ]
    let lines: [Cell] = [.record([Field("command", .text("ipctool create msg and so on and on"))])]
    func text(_ width: Int) throws -> String {
      try captured { sink throws(OutputError) in
        try PropertyListRenderer(style: plain, now: 0, wrapping: width).render(
          [
            (Heading(name: "example", title: "", help: ""), .list(lines)),
            (Heading(name: "limits", title: "", help: ""), .list(records)),
          ], into: &sink)
      }
    }
    let example = """
      example:
        COMMAND
        ipctool create msg and so on and on
      limits:

      """
    #expect(
      try text(80) == example + """
          NAME                             VALUE  USED  SETTING
          bytes in one message by default   8192     -  kernel.msgmax
          queues                           32000     3  kernel.msgmni (MSGMNI)

        """)
    #expect(
      try text(50) == example + """
          NAME                  VALUE  USED  SETTING
          bytes in one message   8192     -  kernel.msgmax
          by default
          queues                32000     3  kernel.msgmni
                                             (MSGMNI)

        """)
  }

  @Test func followsTheStyle() throws {
    let properties: [(String, Cell)] = [
      ("state", .status("full", .critical)), ("bytes", .bytes(4096)),
      ("ends", .list([.record([Field("n", .bytes(2048)), Field("name", .text("0123456789"))])])),
    ]
    let style = TableStyle(header: false, exactBytes: true, color: true, width: 16)
    #expect(
      try list(properties, style: style) == """
        \u{1B}[1mstate:\u{1B}[0m \u{1B}[31mfull\u{1B}[0m
        \u{1B}[1mbytes:\u{1B}[0m 4096
        \u{1B}[1mends:\u{1B}[0m
          2048  0123456789

        """)
  }

  @Test func tellsTimesTwice() async {
    await #expect(processExitsWith: .success) {
      setLocalTime("UTC0")
      let now: Int64 = 1_795_395_723
      let distances: [(Int64, String)] = [
        (0, "now"), (-1, "1 s ago"), (-59, "59 s ago"), (-60, "1 min ago"),
        (-3599, "59 min ago"), (-3600, "1 h ago"), (-86399, "23 h ago"), (-86400, "1 day ago"),
        (-172_799, "1 day ago"), (-172_800, "2 days ago"), (1, "in 1 s"), (300, "in 5 min"),
        (864_000, "in 10 days"),
      ]
      for (distance, expected) in distances {
        var text: [UInt8] = []
        Timestamp.appendRelative(now + distance, now: now, to: &text)
        #expect(String(decoding: text, as: UTF8.self) == expected)
      }
      let text = try captured { sink throws(OutputError) in
        try PropertyListRenderer(style: plain, now: now).render(
          [
            (Heading(name: "send_time", title: "", help: ""), .time(now - 300)),
            (Heading(name: "never", title: "", help: ""), .time(.max)),
            (Heading(name: "early", title: "", help: ""), .time(.min)),
          ], into: &sink)
      }
      #expect(
        text == """
          send time: 2026-11-23 00:57:03 (5 min ago)
          never:     9223372036854775807
          early:     -9223372036854775808

          """)
    }
  }

  @Test func survivesDistancesThatOverflow() {
    var text: [UInt8] = []
    Timestamp.appendRelative(.min, now: .max, to: &text)
    Timestamp.appendRelative(.max, now: .min, to: &text)
    #expect(text.isEmpty == false)
  }
}
