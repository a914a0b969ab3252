import IPCToolCommands
import Tabulate

extension ManualPage {
  /// The columns of the listings, which are the members of JSON objects.
  var columns: String {
    guard let name = command?.commandName, name == "ls" || name == "show" else { return "" }
    let isListing = name == "ls"
    var mdoc = Mdoc()
    if isListing { Self.appendTables(to: &mdoc) }
    mdoc.prose(
      "Each has a name, a title, and a meaning; behind these, how JSON writes it, and for which kinds."
    )
    mdoc.list(width: "Ds") { mdoc in
      for heading in Manual.headings {
        if isListing, Manual.inspectionColumns.contains(heading.name) { continue }
        mdoc.macro("It", "Cm", Mdoc.word(heading.name), "Pq", Mdoc.word(heading.title))
        mdoc.prose("\(heading.help.capitalizedFirst).")
        mdoc.prose("JSON: \(heading.shape.words)\(heading.isOptional ? ", or null" : "").")
        let kinds = Manual.kinds.filter { $0.columns.contains(heading.name) }.map(\.keyword)
        if !kinds.isEmpty, kinds.count < Manual.kinds.count {
          mdoc.prose("Kinds: \(kinds.joined(separator: ", ")).")
        }
      }
    }
    return mdoc.text + (isListing ? filter.text("") : "")
  }

  /// Which columns a table has when none are chosen.
  private static func appendTables(to mdoc: inout Mdoc) {
    mdoc.prose("Without -o a table of several kinds has the columns")
    mdoc.line(".Cm \(Mdoc.words(Manual.mixedColumns)) .")
    mdoc.prose("A table of one kind has its own:")
    mdoc.list(width: "posix-shm") { mdoc in
      for kind in Manual.kinds {
        mdoc.macro("It", "Cm", Mdoc.word(kind.keyword))
        mdoc.line(".Cm \(Mdoc.words(kind.tableColumns))")
      }
    }
    mdoc.macro("Pp")
  }
}
