import IPCToolCommands
import Tabulate

extension ManualPage {
  /// The columns of the listings, which are the members of JSON objects.
  var columns: String {
    guard let name = command?.commandName else { return "" }
    let chosen = Manual.columnSets.first { $0.command == name }
    guard let headings = chosen?.headings ?? (name == "show" ? Manual.headings : nil) else {
      return ""
    }
    var mdoc = Mdoc()
    if let chosen { Self.appendTables(of: chosen, to: &mdoc) }
    mdoc.prose(
      "Each has a name, a title, and a meaning; behind these, how JSON writes it, and for which kinds."
    )
    mdoc.list(width: "Ds") { mdoc in
      for heading in headings {
        mdoc.macro("It", "Cm", Mdoc.word(heading.name), "Pq", Mdoc.word(heading.title))
        mdoc.prose("\(heading.help.capitalizedFirst).")
        mdoc.prose("JSON: \(heading.shape.words)\(heading.isOptional ? ", or null" : "").")
        let kinds = Manual.kinds.filter { $0.columns.contains(heading) }.map(\.keyword)
        if !kinds.isEmpty, kinds.count < Manual.kinds.count {
          mdoc.prose("Kinds: \(kinds.joined(separator: ", ")).")
        }
      }
    }
    return mdoc.text + (chosen?.isByKind == true ? filter.text("") : "")
  }

  /// Which columns a table has when none are chosen.
  private static func appendTables(of columns: ManualColumns, to mdoc: inout Mdoc) {
    mdoc.prose("Without -o a table\(columns.isByKind ? " of several kinds" : "") has the columns")
    mdoc.line(".Cm \(Mdoc.words(columns.usual)) .")
    if columns.isByKind {
      mdoc.prose("A table of one kind has its own:")
      mdoc.list(width: "posix-shm") { mdoc in
        for kind in Manual.kinds {
          mdoc.macro("It", "Cm", Mdoc.word(kind.keyword))
          mdoc.line(".Cm \(Mdoc.words(kind.tableColumns))")
        }
      }
    }
    mdoc.macro("Pp")
  }
}
