import ArgumentParser
import LinuxIPC
import Support
import Tabulate
import Testing

@testable import IPCToolCommands

/// The man pages, as they are checked in.
struct ManualTests {
  static let pages =
    ["ipctool"]
    + IPCTool.configuration.subcommands.compactMap { command in
      command.configuration.commandName.map { "ipctool-\($0)" }
    }

  private static func path(_ page: String) -> String {
    "\(Program.packageDirectory)/man/\(page).1"
  }

  /// The page as a terminal of 80 columns shows it.
  private func rendered(_ page: String) throws -> String {
    let output = try Program.system("mandoc", "-T", "ascii", "-O", "width=80", Self.path(page))
      .run()
    try #require(output.status == 0, "\(output.errorText)")
    // Bold is a character, a backspace, and the character again.
    var text = ""
    for character in output.text.unicodeScalars {
      if character == "\u{8}" {
        text.unicodeScalars.removeLast()
      } else {
        text.unicodeScalars.append(character)
      }
    }
    return text
  }

  private func words(_ page: String) throws -> String {
    try rendered(page).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func isWhatTheDefinitionsSay() throws {
    let script = "cd \"$1\" && exec .ci/check-generated \"$2\""
    let output = try Program(
      "/bin/sh", ["-c", script, "sh", Program.packageDirectory, Program.generator().path]
    ).run()
    #expect(output.status == 0, "\(output.text)\(output.errorText)")
  }

  /// A generated file that is not what the generator makes is told, with the difference.
  @Test func seesWhatIsStale() throws {
    let script = """
      set -e
      copy=$(mktemp -d)
      trap 'rm -rf "$copy"' EXIT
      cp -r "$1/.ci" "$1/man" "$1/completions" "$1/schemas" "$copy"
      cd "$copy"
      echo 'stale' >>man/ipctool-ls.1
      echo 'left over' >man/ipctool-frob.1
      rm completions/_ipctool
      .ci/check-generated "$2"
      """
    let output = try Program(
      "/bin/sh", ["-c", script, "sh", Program.packageDirectory, Program.generator().path]
    ).run()
    #expect(output.status == 1)
    for part in ["-stale", "ipctool-frob.1", "_ipctool"] { #expect(output.text.contains(part)) }
  }

  @Test(arguments: pages)
  func isWellFormed(_ page: String) throws {
    let output = try Program.system("mandoc", "-T", "lint", "-W", "style", Self.path(page)).run()
    // Whether the pages of others are there is this machine's affair.
    let findings = output.lines.filter { !$0.contains("referenced manual not found") }
    #expect(findings == [])
  }

  @Test(arguments: pages)
  func fitsATerminal(_ page: String) throws {
    let lines = try rendered(page).split(separator: "\n")
    #expect(lines.count > 30)
    #expect(lines.filter { $0.count > 80 } == [])
  }

  @Test(arguments: pages)
  func hasWhatASysadminLooksFor(_ page: String) throws {
    let lines = try rendered(page).split(separator: "\n")
    var expected = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES"]
    if page == "ipctool" {
      expected += [
        "QUICK START", "COMMANDS", "ADDRESSES", "OUTPUT", "PRIVILEGES", "SIDE EFFECTS OF LOOKING",
        "SIGNALS", "ENVIRONMENT", "FILES",
      ]
    }
    if ["ls", "ps", "show", "summary"].contains(where: { page == "ipctool-\($0)" }) {
      expected += ["ENVIRONMENT"]
    }
    for title in expected { #expect(lines.contains(title[...]), "\(title)") }
  }

  @Test func tellsOfEveryVariable() throws {
    let main = try words("ipctool")
    let list = try words("ipctool-ls")
    for variable in ["COLUMNS", "NO_COLOR", "TERM", "TZ"] {
      #expect(main.contains("\(variable) "))
      #expect(list.contains("\(variable)"))
    }
  }

  /// What is made from the definitions nobody wrote as well.
  @Test(arguments: pages)
  func tellsOfTheEnvironmentOnce(_ page: String) throws {
    let said = try words(page).ranges(of: "mean the same for every command").count
    #expect(said <= 1)
  }

  /// What `--help` tells of an option stands in the page as well.
  @Test func tellsOfEveryOption() throws {
    for command in IPCTool.configuration.subcommands {
      let name = try #require(command.configuration.commandName)
      let page = try words("ipctool-\(name)")
      let help = IPCTool.helpMessage(for: command, columns: 200)
      for line in help.split(separator: "\n") where line.hasPrefix("  -") {
        let columns = line.split(separator: "  ", maxSplits: 1, omittingEmptySubsequences: true)
        let option = columns[0].split { " ,".contains($0) }.filter { $0.hasPrefix("-") }
        for spelling in option { #expect(page.contains(spelling), "\(name) \(spelling)") }
      }
    }
  }

  @Test func tellsOfEveryKindAndColumn() throws {
    let main = try words("ipctool")
    let list = try words("ipctool-ls")
    let show = try words("ipctool-show")
    let status = try words("ipctool-ps")
    for kind in Catalog.mechanisms {
      for form in kind.addressForms { #expect(main.contains(form)) }
      #expect(main.contains(kind.title))
      let section = main.split(separator: "\(kind.title); ").last ?? ""
      let commands = section.split(separator: "Commands: ").dropFirst().first ?? ""
      #expect(commands.hasPrefix("ls, show, ps") == (kind is any Sighted.Type))
      for reason in kind.refusals.values { #expect(main.contains(reason)) }
      #expect(list.contains("\(kind.keyword) \(kind.tableColumns.joined(separator: ", "))"))
    }
    for heading in HeldColumns.headings {
      #expect(status.contains("\(heading.name) (\(heading.title))"))
    }
    #expect(status.contains("has the columns \(HeldColumns.usual.joined(separator: ", "))."))
    for heading in Catalog.headings {
      let entry = "\(heading.name) (\(heading.title))"
      #expect(show.contains(entry))
      #expect(list.contains(entry) == !Listing.inspectionNames().contains(heading.name))
    }
  }

  @Test(arguments: pages)
  func tellsEveryExitStatus(_ page: String) throws {
    let text = try words(page)
    for status in ExitStatus.allCases {
      let meaning = status.meaning.prefix(1).uppercased() + status.meaning.dropFirst()
      #expect(text.contains(" \(status.rawValue) \(meaning)."))
    }
  }

  /// The README says the same in the same words.
  @Test func readmeHasTheExitStatuses() throws {
    let readme = String(
      decoding: try TextFile.read("\(Program.packageDirectory)/README.md"), as: UTF8.self)
    let rows = ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
    #expect(readme.contains("| --- | --- |\n" + rows.joined(separator: "\n") + "\n\n"))
  }

  /// A kind that most tables are narrower without is still written whole.
  @Test func knowsHowNamesAreWritten() throws {
    #expect(SysVMessageQueue.addressForms == ["msg:ID", "msg:0xKEY"])
    #expect(POSIXSharedMemory.addressForms == ["posix-shm:/NAME"])
  }
}
