internal import ArgumentParser
internal import LinuxIPC

/// What is told of a capability, by `caps` and in its man page.
extension Capability {
  /// What it is good for, in words.
  var purpose: String {
    let shows = shows.map { "Shows \($0)." }
    let allows = allows.map {
      "As the user's own it \(shows == nil ? "lets" : "also lets") him \($0)."
    }
    return [shows, allows].compactMap(\.self).joined(separator: " ")
  }

  /// The commands that show more with it, then those that do.
  var commands: [String] {
    Self.seeing { $0.sight.contains(self) } + verbs.map(\.rawValue)
  }

  /// Those that look.
  static func seeing(where isWanted: (any SeeingCommand.Type) -> Bool) -> [String] {
    IPCTool.configuration.subcommands.compactMap { command in
      guard let seeing = command as? any SeeingCommand.Type, isWanted(seeing) else { return nil }
      return seeing.configuration.commandName
    }
  }
}
