import IPCToolCommands
import LinuxIPC

/// One man page: what the definitions tell, and what people wrote, in the order of mdoc(7).
struct ManualPage {
  /// The command that it is about; nil for the page of ipctool itself.
  let command: CommandDescription?
  let tool: CommandDescription
  let handWritten: HandWritten
  /// The language of `--filter`, for the page of `ls`.
  let filter: HandWritten

  /// `ipctool`, `ipctool-ls`.
  var name: String {
    ([tool.commandName] + [command?.commandName].compactMap(\.self)).joined(separator: "-")
  }

  /// The page's source.
  var text: String {
    let generated: [(title: String, text: String)] = [
      ("NAME", heading), ("SYNOPSIS", synopsis), ("DESCRIPTION", description),
      ("COMMANDS", commands), ("OPTIONS", options), ("KINDS", kinds), ("GUIDE", guide),
      ("CAPABILITIES", capabilities),
      ("ADDRESSES", addresses),
      ("COLUMNS", columns), ("JSON", documents), ("ENVIRONMENT", environment),
      ("EXIT STATUS", exitStatuses),
    ]
    let own = (generated + handWritten.sections).map(\.title).filter {
      !Self.leading.contains($0) && !Self.trailing.contains($0)
    }
    var seen: Set<String> = []
    let order = (Self.leading + own + Self.trailing).filter { seen.insert($0).inserted }
    let sections = order.compactMap { title in
      let made = generated.first { $0.title == title }?.text ?? ""
      let written = handWritten.text(title)
      // Words lead to a list; but what help says first stands first here, too.
      let texts = (title == "DESCRIPTION" ? [made, written] : [written, made]).filter {
        !$0.isEmpty
      }
      // A list makes room before itself.
      let joint = made.hasPrefix(".Bl") ? "" : ".Pp\n"
      return texts.isEmpty ? nil : ".Sh \(title)\n\(texts.joined(separator: joint))"
    }
    return preamble + sections.joined()
  }

  /// The sections that mdoc(7) gives a place, before and behind those that it does not know.
  private static let leading = ["NAME", "SYNOPSIS", "DESCRIPTION", "QUICK START"]
  private static let trailing = [
    "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO", "STANDARDS", "CAVEATS",
  ]

  private var preamble: String {
    """
    .\\" Made by `make generate` from the definitions and from man/sections: change those.
    .Dd \(Release.date)
    .Dt \(name.uppercased()) 1
    .Os "ipctool \(Release.version)"

    """
  }

  private var heading: String {
    var abstract = command?.abstract ?? tool.abstract
    if abstract.hasSuffix(".") { abstract.removeLast() }
    var mdoc = Mdoc()
    mdoc.macro("Nm", name)
    mdoc.macro("Nd", Mdoc.escaped(abstract.prefix(1).lowercased() + abstract.dropFirst()))
    return mdoc.text
  }

  private var description: String {
    var mdoc = Mdoc()
    mdoc.prose((command ?? tool).discussion ?? "")
    return mdoc.text
  }

  private var commands: String {
    guard command == nil else { return "" }
    var mdoc = Mdoc()
    mdoc.list(width: "summary") { mdoc in
      for page in tool.pages {
        mdoc.macro("It", "Cm", Mdoc.word(page.commandName))
        mdoc.prose(page.abstract)
        mdoc.macro("Xr", "ipctool-\(page.commandName)", "1")
      }
    }
    return mdoc.text
  }

  /// Where the variables are told of that the tables of the command heed.
  private var environment: String {
    guard let command, command.visible.contains(where: \.isAboutTables) else { return "" }
    var mdoc = Mdoc()
    mdoc.macro("Ev", "COLUMNS", ",", "NO_COLOR", ",", "TERM")
    mdoc.line("and")
    mdoc.macro("Ev", "TZ")
    mdoc.prose("mean the same for every command: see")
    mdoc.macro("Xr", "ipctool", "1", ".")
    return mdoc.text
  }

  private var exitStatuses: String {
    var mdoc = Mdoc()
    mdoc.list(width: "Ds") { mdoc in
      for status in ExitStatus.allCases {
        mdoc.macro("It", "\(status.rawValue)")
        mdoc.prose("\(status.meaning.capitalizedFirst).")
      }
    }
    return mdoc.text
  }
}
