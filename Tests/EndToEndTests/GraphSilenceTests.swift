import Support
import Testing

/// What `graph` says of those whom it draws no line for, and of what it was not asked for or may not see.
struct GraphSilenceTests {
  @Test func tellsOfWhatIsNotThere() throws {
    try failure(66, Program.ipctool("graph", "999999999"))
    try failure(66, Program.ipctool("graph", "--pid", "999999999"))
    for wrong in [
      ["x"], ["--depth", "1"], ["1", "--depth", "-1"], ["--kind", "tape"], ["--format", "png"],
      ["--json", "--format", "dot"], ["--jsonl", "--format", "json"],
    ] {
      try failure(64, Program.ipctool(["graph"] + wrong))
    }
    let idle = try Program.python("import sys; print(flush=True); sys.stdin.read()").start()
    _ = try idle.readLine()
    try failure(77, Program.ipctool("graph", "\(idle.pid)").asNobody)
    // Of several, each that is there is drawn.
    let output = try Program.ipctool(
      "graph", "\(idle.pid)", "999999999", "--kind", "shm"
    ).run()
    #expect(output.status == 1)
    #expect(output.lines[0] == "python3 \(idle.pid)")
    #expect(silence(" over shm").contains(output.lines[1]))
    _ = try idle.finish()
  }

  /// What is said of a process that talks to nobody, as everything was seen or not.
  private func silence(_ reach: String) -> [String] {
    ["  talks to nobody\(reach)", "  is not seen to talk to anybody\(reach)"]
  }

  /// Who talks to others than were asked for, or over something else, is not said to be silent.
  @Test func deniesWhatWasAskedForAlone() throws {
    try withPipeline { pids in
      for (arguments, reach) in [
        (["--depth", "0"], " among these"), (["--kind", "shm"], " over shm"),
        (["--depth", "0", "--kind", "shm", "--kind", "msg"], " among these over msg or shm"),
      ] {
        let lines = try run(Program.ipctool(["graph", pids[1]] + arguments)).lines
        #expect(lines[0] == "cat \(pids[1])")
        #expect(silence(reach).contains(lines[1]), "\(lines)")
      }
      let dot = try ipctool("graph", pids[1], "--depth", "0", "--format", "dot").text
      #expect(dot.contains(" to anybody among these"), "\(dot)")
    }
  }

  /// Who may not look into others says so, and has no picture of them.
  @Test func saysWhatIsNotSeen() throws {
    try withPipeline { pids in
      let output = try Program.ipctool("graph", "--json").asNobody.run()
      #expect(output.status == 0)
      #expect(
        try json(
          output.standardOutput,
          "d['coverage']['complete'], [n for n in d['nodes'] if n['pid'] == \(pids[0])]")
          == "(False, [])")
      let text = try Program.ipctool("graph").asNobody.run()
      #expect(text.errorText.hasPrefix("ipctool: not seen: "))
    }
  }
}
