import IPCToolCommands

extension ManualPage {
  /// How the command is called.
  var synopsis: String {
    guard let command else { return toolSynopsis }
    var mdoc = Mdoc()
    mdoc.macro("Nm", "ipctool", Mdoc.word(command.commandName))
    let own = command.visible.filter { !$0.isGeneral }
    for argument in own.filter({ !$0.isOperand }) + own.filter(\.isOperand) {
      mdoc.line(Self.usage(argument))
    }
    return mdoc.text
  }

  private var toolSynopsis: String {
    var mdoc = Mdoc()
    mdoc.macro("Nm", "ipctool")
    mdoc.macro("Op", "Ar", "options of", "Cm", "summary")
    mdoc.macro("Nm", "ipctool")
    mdoc.macro("Ar", "command")
    mdoc.macro("Op", "Ar", "argument ...")
    mdoc.macro("Nm", "ipctool")
    mdoc.macro("Cm", "help")
    mdoc.macro("Op", "Ar", "command")
    mdoc.macro("Nm", "ipctool")
    mdoc.macro("Fl", "\\-version")
    return mdoc.text
  }

  /// Every option, with what its help says.
  var options: String {
    var mdoc = Mdoc()
    mdoc.list(width: "Ds") { mdoc in
      for argument in (command ?? tool).visible {
        mdoc.line(".It \(Self.names(argument, separator: " , "))")
        mdoc.prose(argument.abstract ?? "")
        if let value = argument.defaultValue { mdoc.prose("Default: \(value).") }
      }
    }
    return mdoc.text
  }

  /// As in a synopsis.
  private static func usage(_ argument: ArgumentDescription) -> String {
    let isOptional = argument.isOptional || argument.defaultValue != nil
    guard let name = argument.names?.first else {
      return ".\(isOptional ? "Op " : "")\(names(argument))"
    }
    return ".Op Fl \(flag(name))\(value(argument))"
  }

  /// All names, each with the value that it takes.
  private static func names(_ argument: ArgumentDescription, separator: String = " ") -> String {
    if argument.isOperand {
      let terminator = argument.isBehindTerminator ? "Fl \\- " : ""
      let name = Mdoc.word(argument.valueName ?? "argument")
      return "\(terminator)Ar \(name)\(argument.isRepeating ? " ..." : "")"
    }
    return (argument.names ?? []).map { "Fl \(flag($0))\(value(argument))" }
      .joined(separator: separator)
  }

  private static func value(_ argument: ArgumentDescription) -> String {
    argument.takesValue ? " Ar \(Mdoc.word(argument.valueName ?? "value"))" : ""
  }

  private static func flag(_ name: ArgumentDescription.Name) -> String {
    Mdoc.flag(name.flag)
  }
}

extension Mdoc {
  /// The name of an option without its first dash, every other dash such that it can be copied.
  static func flag(_ name: String) -> String {
    name.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "\\-")
  }
}
