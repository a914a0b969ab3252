import Testing

@testable import Tabulate

struct JSONTests {
  private func json(_ cell: Cell) -> String {
    var buffer: [UInt8] = []
    JSONEncoding.append(cell, to: &buffer)
    return String(decoding: buffer, as: UTF8.self)
  }

  @Test func encodesEveryKindOfCell() {
    let cells: [(Cell, String)] = [
      (.absent, "null"), (.text("a\"\\\n"), #""a\"\\\n""#), (.text([0xFF]), #"{"base64":"/w=="}"#),
      (.number(.min), "-9223372036854775808"), (.count(.max), "18446744073709551615"),
      (.bytes(1536), "1536"), (.mode(0o644), #""0644""#), (.mode(0o1600), #""01600""#),
      (.mode(0), #""0000""#), (.time(1_795_395_723), #""2026-11-23T01:02:03Z""#),
      (.time(0), #""1970-01-01T00:00:00Z""#), (.time(.max), "9223372036854775807"),
      (.time(-62_167_219_200), #""0000-01-01T00:00:00Z""#),
      (.time(-62_167_219_201), "-62167219201"),
      (.time(253_402_300_799), #""9999-12-31T23:59:59Z""#),
      (.time(253_402_300_800), "253402300800"),
      (.process(4147, note: Array("dead".utf8)), "4147"), (.flag(true), "true"),
      (.flag(false), "false"),
      (.status("full", .critical), #""full""#), (.list([]), "[]"),
      (.list([.number(1), .absent]), "[1,null]"), (.record([]), "{}"),
      (
        .record([Field("a", .number(1)), Field("b\"", .list([.record([Field("c", .absent)])]))]),
        #"{"a":1,"b\"":[{"c":null}]}"#
      ),
    ]
    for (cell, expected) in cells {
      #expect(json(cell) == expected)
    }
  }

  @Test func escapesWhatIsHidden() {
    #expect(json(.text("\u{7F}\u{85}\u{2028}\u{202E}")) == #""\u007f\u0085\u2028\u202e""#)
    #expect(json(.text("\0\u{1B}\t\r")) == #""\u0000\u001b\t\r""#)
    #expect(json(.text("\u{E0041}")) == #""\udb40\udc41""#)
    #expect(json(.text("é漢🦊")) == #""é漢🦊""#)
  }

  /// Every byte alone, every pair that begins with one that is not ASCII, and the borders of UTF-8.
  private static var samples: [[UInt8]] {
    var samples: [[UInt8]] = [[]]
    for first in UInt8.min...UInt8.max {
      samples.append([first])
      samples.append([0x61, first, 0x62])
      for second in [0x00, 0x22, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] as [UInt8] {
        samples.append([first, second])
        samples.append([first, second, 0x80])
        samples.append([first, second, 0xBF, 0x80])
        samples.append([first, second, 0xBF, 0xBF])
        samples.append([first, second, 0xBF, 0x41])
      }
    }
    let scalars: [UInt32] = [
      0x7F, 0x80, 0x7FF, 0x800, 0x61C, 0x200B, 0x200F, 0x2028, 0x202E, 0x2060, 0x2066, 0x2069,
      0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFF, 0x10000, 0xE0001, 0xE007F, 0x10FFFF,
    ]
    for scalar in scalars.compactMap(Unicode.Scalar.init) {
      samples.append(Array(String(Character(scalar)).utf8))
    }
    return samples
  }

  @Test func agreesWithPythonOnEveryByteAndTheBordersOfUTF8() throws {
    var document: [UInt8] = []
    let samples = Self.samples
    // Beside each string its bytes in hexadecimal, which need no encoding.
    JSONEncoding.append(
      .list(
        samples.map { bytes in
          var hex: [UInt8] = []
          for byte in bytes { hex.append(UInt64(byte), radix: 16, digits: 2) }
          return .list([.text(hex), .text(bytes)])
        }), to: &document)
    let script = """
      import base64, json, sys
      text = sys.stdin.buffer.read().decode('utf-8')
      assert all(' ' <= c and not '\\x7f' <= c <= '\\x9f' for c in text)
      assert not any('\\u2028' <= c <= '\\u202e' or '\\u2066' <= c <= '\\u2069' for c in text)
      pairs = json.loads(text)
      for hexa, value in pairs:
          raw = bytes.fromhex(hexa)
          try:
              expected = raw.decode('utf-8')
          except UnicodeDecodeError:
              expected = {'base64': base64.b64encode(raw).decode()}
          assert value == expected, (hexa, value)
      print(len(pairs))
      """
    #expect(try Python.text(script, input: document) == "\(samples.count)\n")
  }

  @Test func agreesWithPythonOnBase64() throws {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) }
    let lines = (0...300).map { JSONEncoding.base64(Array(bytes[..<$0])) + "\n" }.joined()
    let script = """
      import base64, sys
      raw = sys.stdin.buffer.read()
      for n in range(301): print(base64.b64encode(raw[:n]).decode())
      """
    #expect(try Python.text(script, input: bytes) == lines)
  }

  @Test func writesADocumentRowByRow() throws {
    let text = try captured { sink throws(OutputError) in
      var writer = JSONDocumentWriter(version: 1)
      try writer.begin(into: &sink)
      try writer.beginArray("objects", into: &sink)
      try writer.element([Field("address", .text("msg:1")), Field("id", .number(1))], into: &sink)
      try writer.element([Field("address", .text("msg:2")), Field("id", .absent)], into: &sink)
      try writer.endArray(into: &sink)
      try writer.beginArray("findings", into: &sink)
      try writer.endArray(into: &sink)
      try writer.beginArray("more", into: &sink)
      try writer.element([], into: &sink)
      try writer.endArray(into: &sink)
      let coverage: Cell = .record([Field("complete", .flag(true)), Field("hidden", .list([]))])
      try writer.member("coverage", coverage, into: &sink)
      try writer.end(into: &sink)
    }
    #expect(
      text == """
        {
          "version":1,
          "objects":[
            {"address":"msg:1","id":1},
            {"address":"msg:2","id":null}
          ],
          "findings":[],
          "more":[
            {}
          ],
          "coverage":{"complete":true,"hidden":[]}
        }

        """)
    _ = try Python.run("import json, sys; json.load(sys.stdin)", input: Array(text.utf8))
  }

  @Test func writesTheSmallestDocument() throws {
    let text = try captured { sink throws(OutputError) in
      var writer = JSONDocumentWriter(version: 2)
      try writer.begin(into: &sink)
      try writer.end(into: &sink)
    }
    #expect(text == "{\n  \"version\":2\n}\n")
  }

  /// A line is no reason to call the kernel: who has no more for a while flushes.
  @Test func gathersLines() throws {
    let file = try ScratchFile()
    var sink = OutputSink(fileDescriptor: file.descriptor)
    for _ in 0..<3 { try JSONLines.write([Field("a", .number(1))], into: &sink) }
    let early = try file.contents()
    #expect(early.isEmpty)
    try sink.flush()
    let late = try file.contents()
    #expect(late == Array(repeating: Array("{\"a\":1}\n".utf8), count: 3).flatMap { $0 })
  }

  @Test func writesLines() throws {
    let text = try captured { sink throws(OutputError) in
      try JSONLines.write([Field("a", .text("x\ny"))], into: &sink)
      try JSONLines.write([Field("a", .absent)], into: &sink)
    }
    #expect(text == "{\"a\":\"x\\ny\"}\n{\"a\":null}\n")
  }
}
