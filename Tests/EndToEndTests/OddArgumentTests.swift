import Support
import Testing

/// Environments and arguments that nobody sets on purpose.
struct OddArgumentTests {
  /// Whatever the variables say, the answer is the same.
  @Test func isNotLedAstrayByTheEnvironment() throws {
    try withSandbox {
      let queue = try create("msg")
      let plain = try ipctool("ls", "msg")
      let help = try ipctool("ls", "--help")
      for (name, value) in [
        ("LANG", "xx_YY.bogus"), ("LC_ALL", "\u{1B}[31m"), ("TERM", "\u{1B}[31m"),
        ("TZ", "../../../etc/passwd"), ("TZ", String(repeating: "A", count: 9000)), ("HOME", ""),
        ("COLUMNS", "-1"), ("COLUMNS", "0"), ("COLUMNS", "1"), ("COLUMNS", "27"),
        ("COLUMNS", "99999999999999999999"), ("COLUMNS", "9223372036854775807"), ("COLUMNS", "x"),
        ("PATH", ""), ("TMPDIR", "/nowhere"), ("IPCTOOL_FDS", "-1"), ("NO_COLOR", "\u{1B}"),
      ] {
        func run(_ words: String...) throws -> Program.Output {
          let tool = Program.ipctool(words)
          return try Program(tool.path, tool.arguments, environment: [name: value]).run()
        }
        let listed = try run("ls", "msg")
        #expect(listed.standardOutput == plain && listed.status == 0, "\(name)=\(value)")
        let told = try run("ls", "--help")
        #expect(told.status == 0 && told.errorText == "", "\(name)=\(value): \(told.errorText)")
        // However narrow, all words are there.
        #expect(told.text.words.count >= help.text.words.count, "\(name)=\(value)")
        #expect(try run("show", queue).status == 0, "\(name)=\(value)")
      }
    }
  }

  /// As much as the kernel passes on in one argument, nearly.
  @Test func refusesWhatIsTooLong() throws {
    try withSandbox {
      let queue = try create("msg")
      let long = String(repeating: "x", count: 100_000)
      for (status, words) in [
        (64, [long]), (64, ["ls", long]), (64, ["ls", "-o", long]), (64, ["ls", "--filter", long]),
        (64, ["ls", "--user", long]), (71, ["ls", "fifo", "--under", "/\(long)"]),
        (64, ["show", "msg:\(long)"]), (71, ["show", "fifo:/\(long)"]), (64, ["why", long]),
        (64, ["create", "mqueue:/\(long)"]), (64, ["create", "unix:@\(long)"]),
        (64, ["create", "posix-sem:/\(long)"]), (64, ["create", "tcp:\(long):1"]),
        (71, ["create", "map:/\(long)"]), (65, ["send", queue, long]),
        (64, ["recv", queue, "--timeout", long]), (64, ["graph", "--kind", long]),
      ] as [(Int32, [String])] {
        let name = words.map { $0.prefix(20) }
        let output = try Program.ipctool(words).run()
        #expect(output.status == status, "\(name): \(output.errorText.prefix(200))")
        #expect((1...2).contains(output.standardError.lines.count), "\(name)")
        #expect(output.standardOutput.isEmpty, "\(name)")
      }
    }
  }

  /// The name that a program is started under is its starter's choice.
  @Test func doesNotCareForItsOwnName() throws {
    try withSandbox {
      for name in ["", "\u{1B}[31m", "-sh"] {
        let script = "exec -a \"$1\" \"$2\" show msg:7"
        let lines = try failure(
          66, Program("/bin/bash", ["-c", script, "bash", name, Program.ipctool().path]))
        #expect(lines[0].hasPrefix("msg:7: "), "\(lines)")
      }
    }
  }
}
