import IPCToolCommands
import LinuxIPC

extension ManualPage {
  /// How objects are named, and what can be done with each kind.
  var addresses: String {
    guard command == nil else { return "" }
    var mdoc = Mdoc()
    mdoc.list(width: "Ds") { mdoc in
      for kind in Manual.kinds {
        mdoc.line(".It \(kind.addressForms.map { "Cm \(Mdoc.word($0))" }.joined(separator: " , "))")
        mdoc.prose("\(kind.title); carries \(Self.words(of: kind.unit)).")
        mdoc.prose(Self.otherNames(of: kind))
        mdoc.prose(Self.verbs(of: kind))
      }
    }
    return mdoc.text
  }

  /// Which kinds have the verb, and with which options.
  var kinds: String {
    guard let verb = command.flatMap({ Verb(rawValue: $0.commandName) }) else { return "" }
    var mdoc = Mdoc()
    mdoc.prose("What the command does with each kind, and the options that not every kind takes:")
    mdoc.list(width: "posix-shm") { mdoc in
      for kind in Manual.kinds {
        mdoc.macro("It", "Cm", Mdoc.word(kind.keyword))
        mdoc.prose("\(kind.title).")
        guard kind.verbs.contains(verb) else {
          mdoc.prose(kind.refusals[verb].map { "Not offered: \($0)." } ?? "Not offered yet.")
          continue
        }
        let options = (kind.options[verb] ?? []).map { "-\($0.rawValue)" }.sorted()
        if !options.isEmpty {
          mdoc.line("Takes")
          mdoc.line(".Fl \(options.map { Mdoc.flag($0) }.joined(separator: " , ")) .")
        }
      }
    }
    return mdoc.text
  }

  /// The guide to all kinds.
  var guide: String {
    guard command?.commandName == "mechanisms" else { return "" }
    var mdoc = Mdoc()
    for kind in Manual.kinds {
      let guide = kind.guide
      mdoc.macro("Ss", Mdoc.word(kind.keyword))
      mdoc.prose("\(kind.title.capitalizedFirst).")
      mdoc.list(width: "boundaries") { mdoc in
        for (term, text) in [
          ("use", "for \(guide.use)"),
          ("medium", "\(guide.medium.rawValue): \(guide.storage)"),
          ("unit", guide.unit),
          ("direction", "\(guide.direction.rawValue): \(guide.ends)"),
          ("reach", "\(guide.reach.rawValue): \(guide.access)"),
          ("ordering", guide.ordering), ("boundaries", guide.boundaries),
          ("lifetime", guide.lifetime), ("calls", guide.calls.joined(separator: ", ")),
          ("manual", guide.manual.joined(separator: ", ")),
        ] {
          mdoc.macro("It", "Cm", Mdoc.word(term))
          mdoc.prose("\(text).")
        }
      }
    }
    return mdoc.text
  }

  private static func words(of unit: DataUnit) -> String {
    switch unit {
    case .stream: "a stream of bytes"
    case .message: "messages"
    case .memory: "memory, which is read and written in place"
    case .counter: "a count"
    }
  }

  private static func otherNames(of kind: ManualKind) -> String {
    let names = [
      kind.hasPath ? "the path of its file" : nil,
      kind.hasDescriptor ? "/proc/PID/fd/N of a process that has it open" : nil,
    ].compactMap(\.self)
    return names.isEmpty ? "" : "Also named by \(names.joined(separator: ", or "))."
  }

  private static func verbs(of kind: ManualKind) -> String {
    let verbs = Verb.allCases.filter(kind.verbs.contains).map(\.rawValue)
    let missing = Verb.allCases.filter { !kind.verbs.contains($0) }
    let impossible = missing.compactMap { verb in
      kind.refusals[verb].map { "No \(verb.rawValue): \($0)." }
    }
    let planned = missing.filter { kind.refusals[$0] == nil }.map(\.rawValue)
    let commands = ["ls", "show"] + (kind.isHeld ? ["ps"] : []) + verbs
    return
      (["Commands: \(commands.joined(separator: ", "))."]
      + (planned.isEmpty ? [] : ["Not offered yet: \(planned.joined(separator: ", "))."])
      + impossible).joined(separator: " ")
  }
}
