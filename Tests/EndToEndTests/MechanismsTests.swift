import Support
import Testing

/// What `mechanisms` tells, and whether it is true.
struct MechanismsTests {
  private func kinds() throws -> [String] {
    try ipctool("--no-header").lines.map { $0.words[0] }
  }

  @Test func isATableThatFitsATerminal() throws {
    try withSandbox {
      let text = try ipctool("mechanisms").text
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.filter { $0.count > 80 } == [])
      #expect(text.hasPrefix("Work is split among processes because one that dies"))
      let rows = try ipctool("mechanisms", "--no-header").lines
      #expect(try rows.filter { !$0.hasPrefix(" ") }.map { $0.words[0] } == kinds())
      let pipe = try #require(rows.first)
      #expect(pipe.hasPrefix("pipe       kernel buffer  bytes "))
      #expect(pipe.hasSuffix(" one way    this host"))
      // Only who goes over the network reaches others.
      let far = rows.filter { $0.hasSuffix("other hosts too") }.map { $0.words[0] }
      #expect(far == ["tcp", "udp"])
    }
  }

  /// Text is as wide as the terminal, and 80 columns where there is none.
  @Test(arguments: [60, 120]) func wrapsAtTheWidthOfTheTerminal(_ width: Int) throws {
    try withSandbox {
      let typescript = try ScratchFile()
      let script = "stty cols \(width); \(Program.ipctool().path) mechanisms unix"
      try run(Program.system("script", "-qec", script, typescript.path))
      let lines = try contents(of: typescript.path).text.split { $0.isNewline }
        .filter { !$0.hasPrefix("Script") }
      let text = lines.prefix { !$0.hasPrefix("calls") }
      let longest = text.map(\.count).max() ?? 0
      #expect((width - 20...width).contains(longest), "\(text)")
    }
  }

  /// Tables, too, and of a page all but what is to be copied.
  @Test(arguments: [60, 80]) func fitsTheTerminal(_ width: Int) throws {
    try withSandbox {
      for kind in try [""] + kinds() {
        let typescript = try ScratchFile()
        let script = "stty cols \(width); \(Program.ipctool().path) mechanisms \(kind)"
        try run(Program.system("script", "-qec", script, typescript.path))
        let lines = try contents(of: typescript.path).text.split { $0.isNewline }
          .filter { !$0.hasPrefix("Script") && !$0.hasPrefix("ipctool: ") }
        let example =
          if let start = lines.firstIndex(of: "example:"),
            let end = lines[start...].firstIndex(where: { $0.hasPrefix("objects:") })
          { start..<end } else { 0..<0 }
        #expect(lines.count > 20)
        for place in lines.indices where !example.contains(place) {
          #expect(lines[place].count <= width, "\(kind): \(lines[place])")
        }
      }
    }
  }

  @Test func hasAPageForEachKind() throws {
    try withSandbox {
      for _ in 0..<3 { _ = try create("msg") }
      for kind in try kinds() {
        let lines = try ipctool("mechanisms", kind).lines
        for label in [
          "kind:", "use:", "medium:", "unit:", "direction:", "reach:", "ordering:", "boundaries:",
          "lifetime:", "calls:", "manual:", "example:", "objects:", "limits:",
        ] {
          #expect(lines.count { $0.hasPrefix(label) } == 1, "\(kind) \(label)")
        }
        #expect(lines.filter { $0.count > 80 } == [], "\(kind)")
      }
      #expect(try ipctool("mechanisms", "msg").lines.contains("objects:    3"))
      let two = try ipctool("mechanisms", "mqueue", "msg").lines
      #expect(two.filter { $0.hasPrefix("kind:") }.map { $0.words[1] } == ["msg", "mqueue"])
      try failure(64, Program.ipctool("mechanisms", "queue"))
    }
  }

  /// Its limits are those that `limits` lists.
  @Test func hasTheLimits() throws {
    try withSandbox {
      let guide = try json(
        ipctool("mechanisms", "sem", "--json"),
        "[(l['name'], l['value']) for l in d['mechanisms'][0]['limits']]")
      let limits = try json(
        ipctool("limits", "sem", "--json"), "[(l['name'], l['value']) for l in d['limits']]")
      #expect(guide == limits)
    }
  }

  /// A shell that is given the example does what it says, and has nothing left over.
  @Test func hasExamplesThatWork() throws {
    try withSandbox {
      try run(Program.system("mount", "-t", "tmpfs", "none", "/run"))
      let document = try ipctool("mechanisms", "--json")
      for kind in try kinds() {
        let lines = try json(
          document,
          "chr(10).join([m['example'] for m in d['mechanisms'] if m['kind'] == '\(kind)'][0])")
        let output = try shell("set -e\n\(lines)\nwait\n").run()
        #expect(output.status == 0, "\(kind): \(output.errorText)")
        let expected =
          switch kind {
          case "sem", "posix-sem": "removed"
          case "eventfd": "3"
          default: "hello"
          }
        #expect(output.text.hasPrefix(expected), "\(kind): \(output.text)")
        #expect(output.text.contains("removed \(kind):"))
      }
      #expect(
        try run(Program.system("ls", "-A", "/run", "/dev/shm")).lines == ["/dev/shm:", "/run:"])
    }
  }

  /// The C functions and man pages that are named are there.
  @Test func namesWhatExists() throws {
    let document = try ipctool("mechanisms", "--json")
    let check = """
      [c for m in d['mechanisms'] for c in m['calls']
       if not hasattr(__import__('ctypes').CDLL(None), c)]
      """
    #expect(try json(document, check.split(separator: "\n").joined()) == "[]")
  }

  /// Nobody's rights are needed to read.
  @Test func isForEverybody() throws {
    try withSandbox {
      try run(Program.ipctool("mechanisms").asNobody)
      let page = try Program.ipctool("mechanisms", "pipe").asNobody.run()
      #expect(page.status == 0)
      #expect(page.errorText.hasPrefix("ipctool: not seen: processes: "))
    }
  }
}
