import IPCToolCommands
import Tabulate

extension ManualPage {
  /// The documents that the command writes.
  var documents: String {
    guard let name = command?.commandName else { return "" }
    // A document's help names the commands that write it.
    let documents = JSONDocument.all.filter { $0.help.words.contains(name[...]) }
    var mdoc = Mdoc()
    for document in documents {
      // The members that all have are told once.
      if document.name != documents.first?.name { mdoc.macro("Pp") }
      mdoc.prose("The document of \(document.help):")
      mdoc.list(width: "Ds") { mdoc in
        mdoc.macro("It", "Cm", "version")
        mdoc.prose(
          "The version of the format: \(JSONDocument.version). It changes when a member is renamed or removed."
        )
        let hasColumns = name == "ls" || name == "show"
        for member in [document.content] + document.others {
          Self.append(member, hasColumns: hasColumns, to: &mdoc)
        }
        guard document.name == documents.first?.name else { return }
        Self.append(JSONDocument.coverage, hasColumns: false, to: &mdoc)
      }
    }
    return mdoc.text
  }

  /// A member, and the members of the objects in it.
  ///
  /// - Parameter hasColumns: Whether the members of rows stand in the page's table of columns.
  private static func append(_ member: Heading, hasColumns: Bool, to mdoc: inout Mdoc) {
    mdoc.macro("It", "Cm", Mdoc.word(member.name))
    mdoc.prose(
      "\(member.help.capitalizedFirst): \(member.shape.words)\(member.isOptional ? ", or null" : "")."
    )
    let members = member.shape.members
    if members.isEmpty { return }
    if hasColumns, members.map(\.name).contains("address") {
      mdoc.prose("The members of each are the columns.")
      let nested = members.filter { !$0.shape.members.isEmpty }
      if nested.isEmpty { return }
      return mdoc.list(width: "Ds") { mdoc in
        for heading in nested { append(heading, hasColumns: false, to: &mdoc) }
      }
    }
    mdoc.list(width: "Ds") { mdoc in
      for heading in members { append(heading, hasColumns: false, to: &mdoc) }
    }
  }
}

extension Shape {
  /// How JSON writes it, in words.
  var words: String {
    switch self {
    case .text: "a string, or {\"base64\": \"…\"} when it is not UTF-8"
    case .word: "a string"
    case .number, .count: "a number"
    case .bytes: "a number of bytes"
    case .mode: "a string of octal digits"
    case .time: "a string, RFC 3339 in UTC"
    case .process: "a process id"
    case .flag: "true or false"
    case .percent: "a whole number"
    case .list(.record), .list(.either): "an array of objects"
    case .list(let element): "an array, each \(element.words)"
    case .either(.record, .record): "an object"
    case .either(let one, let other): "\(one.words); or \(other.words)"
    case .record: "an object"
    }
  }
}

extension String {
  /// Its words, without punctuation.
  fileprivate var words: [Substring] {
    split { !$0.isLetter && $0 != "-" }
  }

  /// As a sentence begins.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
