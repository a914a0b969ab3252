import Support
import Testing

/// What Graphviz makes of the pictures of `graph`.
struct GraphPictureTests {
  @Test func isDrawnByGraphviz() throws {
    try withPipeline { pids in
      let dot = try run(Program.ipctool(["graph", "--format", "dot", "--depth", "0"] + pids))
      // Later processes may have lower numbers.
      let boxes = zip(["yes", "cat", "cat", "cat", "sleep"], pids).map { "\($0)\\n\($1)" }
      let links = zip(boxes, boxes.dropFirst()).map { "\($0) \($1)" }
      #expect(
        try graphviz(dot, "'|'.join(sorted(n['label'] for n in d['objects']))")
          == boxes.sorted().joined(separator: "|"))
      let labels = "[d['objects'][e[end]]['label'] for end in ('tail', 'head')]"
      #expect(
        try graphviz(dot, "'|'.join(sorted(' '.join(\(labels)) for e in d['edges']))")
          == links.sorted().joined(separator: "|"))
      #expect(
        try graphviz(dot, "{(e['color'], e['label']) for e in d['edges']}")
          == #"{('#b35900', 'pipe\\nfull\\n65536 of 65536 bytes')}"#)
      // From left to right, in a line.
      let plain = try Program.system("dot", "-Tplain").run(input: dot)
      let places = plain.lines.filter { $0.hasPrefix("node ") }.map { $0.words }
      let columns = boxes.map { box in
        places.first { $0[6] == "\"\(box)\"" }.flatMap { Double($0[2]) } ?? -1
      }
      #expect(columns[0] >= 0 && columns == columns.sorted())
      #expect(Set(places.map { $0[3] }).count == 1)
    }
  }

  /// Names that could end a string, begin an entity or an escape, or be taken for markup.
  static let hostile = [
    #"a"b\N\l"#, "<b>x</b>", "a&lt;b&#65;", "x|{y}`z", "line\\nfeed", "\\xff\\x1b[31m", "-->|end|",
    "%% #35; x", "\"\u{308},URL=\"\u{308}x",
  ]

  @Test(arguments: hostile)
  func drawsHostileNames(_ name: String) throws {
    let program = try Program.python(
      """
      import os, sys
      name = sys.argv[1].encode().decode("unicode_escape").encode("latin-1") \\
          if sys.argv[1].startswith(("line", "\\\\x")) else sys.argv[1].encode()
      got, tell = os.pipe()
      up, down = os.pipe()
      child = os.fork()
      open("/proc/self/comm", "wb").write(name[:15])
      if child == 0:
          os.close(got); os.close(down)
          os.write(tell, b"x"); os.close(tell)
          for fd in range(3): os.close(fd)
          os.read(up, 1)
          os._exit(0)
      os.close(tell); os.close(up)
      os.read(got, 1); os.close(got)
      print(os.getpid(), child, flush=True)
      sys.stdin.read()
      """, name
    ).start()
    let pids = try #require(try program.readLine()).words
    let arguments = ["--depth", "0", "--kind", "pipe"] + pids
    let text = try run(Program.ipctool(["graph"] + arguments))
    #expect(text.allSatisfy { $0 == 0x0A || $0 >= 0x20 })
    // The table of `ps` says how it is written for people.
    let written = try run(
      Program.ipctool("ps", pids[1], "-o", "command", "--no-header")
    ).lines[0].trimmed
    let dot = try run(Program.ipctool(["graph", "--format", "dot", "--expand"] + arguments))
    let labels = try graphviz(dot, "chr(10).join(sorted(n['label'] for n in d['objects']))")
    let expected = pids.map { pid in
      // As Graphviz quotes it itself.
      written.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
        .split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
        + "\\n\(pid)"
    }
    #expect(labels == expected.sorted().joined(separator: "\n"))
    // What is drawn is that name and no other.
    let drawn = try Program.system("dot", "-Tsvg").run(input: dot)
    #expect(drawn.status == 0)
    let shown = try run(
      Program.python(
        """
        import sys
        from xml.etree import ElementTree
        for text in ElementTree.parse(sys.stdin.buffer).iter("{http://www.w3.org/2000/svg}text"):
            print(text.text)
        """), input: drawn.standardOutput
    ).lines
    #expect(shown.contains(written), "\(shown)")
    let mermaid = try run(
      Program.ipctool(["graph", "--format", "mermaid", "--expand"] + arguments))
    // Labels have neither quotes nor tags of others in them.
    let pattern =
      #"(n\d+(\[|\(\[|\[\()"[^"<>`|{}&\\]*<br/>\d+"(\]|\]\)|\)\])|n\d+ <?-->\|"[^"<>`|{}&\\]*"\| n\d+)"#
    let nodes = mermaid.lines.map(\.trimmed).filter { $0.hasPrefix("n") }
    #expect(nodes.count == 3)
    let expression = try Regex(pattern)
    for line in nodes { #expect(line.wholeMatch(of: expression) != nil, "\(line)") }
    #expect(
      try json(
        try run(Program.ipctool(["graph", "--json"] + arguments)), "len(d['edges'])") == "1")
    _ = try program.finish()
  }
}
