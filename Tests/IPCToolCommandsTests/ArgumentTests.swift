import ArgumentParser
import LinuxIPC
import Testing

@testable import IPCToolCommands

/// Command lines as the parser sees them.
struct ArgumentTests {
  private func parse<Command: ParsableCommand>(
    _ arguments: String..., as type: Command.Type = Command.self
  ) throws -> Command {
    try #require(try IPCTool.parseAsRoot(arguments) as? Command)
  }

  @Test func readsSelections() throws {
    for (arguments, expected) in [
      ([], MessageSelection.any), (["--type", "0"], .any), (["--type", "7"], .type(7)),
      (["--type", "-7"], .upTo(7)), (["--type=-1"], .upTo(1)), (["--except", "3"], .except(3)),
      (["--type", "9223372036854775807"], .type(.max)),
      (["--type", "-9223372036854775807"], .upTo(.max)),
    ] {
      let receive = try #require(
        try IPCTool.parseAsRoot(["recv", "msg:0"] + arguments) as? Receive)
      #expect(receive.selection.request.selection == expected, "\(arguments)")
    }
  }

  @Test func readsAmounts() throws {
    #expect(try parse("recv", "msg:0", as: Receive.self).selection.request.amount == nil)
    #expect(
      try parse("recv", "msg:0", "--all", as: Receive.self).selection.request.amount == .all)
    #expect(
      try parse("recv", "msg:0", "--count", "0", as: Receive.self).selection.request.amount
        == .count(0))
    let memory = try parse(
      "recv", "shm:0", "--offset", "1K", "--length", "2MB", as: Receive.self
    ).selection.request
    #expect(memory.offset == 1024)
    #expect(memory.length == 2_000_000)
  }

  @Test func readsTimeLimits() throws {
    #expect(try parse("recv", "msg:0", as: Receive.self).wait.deadline == .never)
    for text in ["0", "0.0", "-0", "-0.0"] {
      let receive = try parse("recv", "msg:0", "--timeout=\(text)", as: Receive.self)
      #expect(receive.wait.deadline == .immediate, "\(text)")
    }
    for text in ["inf", "infinity", "1e300", "5e9"] {
      let receive = try parse("recv", "msg:0", "--timeout", text, as: Receive.self)
      #expect(receive.wait.deadline == .never, "\(text)")
    }
    for text in ["1e-9", "0.2", "1", "1e9"] {
      guard
        case .at = try parse("recv", "msg:0", "--timeout", text, as: Receive.self).wait.deadline
      else {
        Issue.record("\(text) is no moment")
        continue
      }
    }
  }

  /// Everything that may follow `send`: DATA may begin with a dash behind `--` only.
  @Test func readsData() throws {
    #expect(try parse("send", "msg:0", "data", as: Send.self).data == "data")
    #expect(try parse("send", "msg:0", "", as: Send.self).data == "")
    #expect(try parse("send", "msg:0", "--", "-x", as: Send.self).data == "-x")
    #expect(try parse("send", "--type", "5", "msg:0", as: Send.self).data == nil)
    #expect(throws: (any Error).self) { try parse("send", "msg:0", "-x", as: Send.self) }
  }

  @Test func isASummaryWithoutACommand() throws {
    #expect(try IPCTool.parseAsRoot([]) is Summary)
    #expect(try IPCTool.parseAsRoot(["--json"]) is Summary)
    #expect(try IPCTool.parseAsRoot(["summary"]) is Summary)
  }

  /// The help of every command names each of its options.
  @Test func explainsEveryCommand() {
    for command in IPCTool.configuration.subcommands {
      let help = IPCTool.helpMessage(for: command, columns: 100)
      #expect(help.contains("USAGE: ipctool"))
      #expect(help.contains(command.configuration.abstract))
      // What is too long for words beside it has them on the line below.
      let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() where line.hasPrefix("  -") {
        let isExplained = line.dropFirst(2).split(separator: "  ").count > 1
        let below = lines[index + 1]
        #expect(isExplained || below.hasPrefix("          ") && below.count > 26, "\(line)")
      }
    }
  }

  @Test func knowsItsVersion() {
    #expect(IPCTool.configuration.version.hasPrefix("ipctool "))
  }
}
