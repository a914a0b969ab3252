import ArgumentParser
import FoundationEssentials
import IPCToolCommands

/// A command as ArgumentParser dumps it (its ToolInfo, version 0): what its help is made from.
struct CommandDescription: Decodable {
  let commandName: String
  let abstract: String
  let discussion: String?
  let arguments: [ArgumentDescription]?
  let subcommands: [CommandDescription]?

  /// ipctool itself, with its commands.
  static func tool() throws -> CommandDescription {
    struct Dump: Decodable { let command: CommandDescription }
    let dump = try JSONDecoder().decode(Dump.self, from: Data(IPCTool._dumpHelp().utf8))
    return dump.command
  }

  /// The commands that have a page: all but `help`, which ArgumentParser adds.
  var pages: [CommandDescription] { (subcommands ?? []).filter { $0.commandName != "help" } }

  /// What `--help` shows.
  var visible: [ArgumentDescription] { (arguments ?? []).filter(\.shouldDisplay) }
}

/// An option, a flag or an operand of a command.
struct ArgumentDescription: Decodable {
  struct Name: Decodable {
    let kind: String
    let name: String

    /// As mdoc's `Fl` takes it, which writes the first dash.
    var flag: String { kind == "long" ? "-\(name)" : name }
  }

  let kind: String
  let names: [Name]?
  let valueName: String?
  let abstract: String?
  let defaultValue: String?
  let isOptional: Bool
  let isRepeating: Bool
  let shouldDisplay: Bool
  let parsingStrategy: String?

  /// Whether it stands behind `--`.
  var isBehindTerminator: Bool { parsingStrategy == "postTerminator" }
  var isOperand: Bool { kind == "positional" }
  var takesValue: Bool { kind == "option" }

  /// Those that every command has, which are no part of what it does.
  var isGeneral: Bool { names?.contains { $0.name == "help" || $0.name == "version" } ?? false }

  /// Whether it tells how tables look, so that the command writes some.
  var isAboutTables: Bool { names?.contains { $0.name == "color" } ?? false }
}
