import Support
import Testing

/// What is different on a terminal, which `script` provides.
struct TerminalTests {
  private func terminal(_ command: String, _ environment: [String: String] = [:]) throws -> String {
    var program = shell("exec script -qec \"$1\" /dev/null", "stty cols 80 && \(command)")
    program.environment.merge(["TERM": "xterm"]) { _, own in own }
    program.environment.merge(environment) { _, given in given }
    return try run(program).text
  }

  private func makeObjects() throws {
    _ = try create("msg")
    try run(Program.system("mkfifo", "/dev/shm/fifo"))
  }

  @Test func usesColourOnATerminalOnly() throws {
    try withSandbox {
      try makeObjects()
      #expect(try terminal("ipctool ls").contains("\u{1B}["))
      #expect(try terminal("ipctool ls --color=never").contains("\u{1B}") == false)
      #expect(try terminal("ipctool ls", ["NO_COLOR": "1"]).contains("\u{1B}") == false)
      #expect(try terminal("ipctool ls", ["NO_COLOR": ""]).contains("\u{1B}["))
      #expect(try terminal("ipctool ls", ["TERM": "dumb"]).contains("\u{1B}") == false)
      #expect(try terminal("ipctool ls --json").contains("\u{1B}") == false)
      #expect(try ipctool("ls").text.contains("\u{1B}") == false)
      #expect(try ipctool("ls", "--color=always").text.contains("\u{1B}["))
      #expect(
        try terminal("ipctool ls --color=always", ["NO_COLOR": "1"]).contains("\u{1B}["))
    }
  }

  @Test func showsDataInASafeForm() throws {
    try withSandbox {
      let queue = try create("msg")
      let bytes = [UInt8]("\u{1B}[31mred\u{202E}") + [0xFF]
      try ipctool("send", queue, input: bytes)
      for verb in ["peek", "recv"] {
        let text = try terminal("ipctool \(verb) \(queue)")
        #expect(text.contains("[31mred"))
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        #expect(text.hasSuffix("\r\n"))
      }
      try ipctool("send", queue, input: bytes)
      #expect(try terminal("ipctool recv --raw \(queue)").hasPrefix("\u{1B}[31mred\u{202E}"))
    }
  }

  @Test func keepsToTheWidthWhereItCan() throws {
    try withSandbox {
      _ = try create("msg")
      let name = String(repeating: "n", count: 100)
      _ = try create("posix-shm:/\(name)")
      let lines = try terminal("ipctool ls --color=never").split(separator: "\r\n")
      #expect(lines.count == 3)
      // Only the row that cannot be shorter is longer: no cell is cut.
      #expect(lines.filter { $0.count > 80 }.count == 1)
      #expect(lines.contains { $0.hasPrefix("posix-shm:/\(name) ") })
      // In a pipe all rows are aligned.
      #expect(try ipctool("ls").lines.filter { $0.count > 80 }.count == 3)
    }
  }
}
