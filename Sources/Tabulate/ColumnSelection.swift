/// Reads the argument of `-o`.
package enum ColumnSelection {
  /// The columns that a selection names, in the order of the selection, each once.
  ///
  /// `A,B` stands for itself, `+A,B` for the defaults and then `A,B`, and `all` for every column.
  /// Names may be in any case, and may have `-` where the column has `_`.
  ///
  /// - Parameters:
  ///   - text: The selection as it was typed.
  ///   - headings: Every column there is.
  ///   - defaults: The names of the columns that are shown when nothing is selected.
  /// - Returns: Names of `headings`.
  /// - Throws: `UnknownColumn` with the first name that no column has; an empty one, too.
  package static func parse(
    _ text: String, headings: [Heading], defaults: [String]
  ) throws(UnknownColumn) -> [String] {
    var names = text.utf8.first == UInt8(ascii: "+") ? defaults : []
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = trimmed(piece)
      if canonical(word) == "all" {
        names += headings.map(\.name)
      } else {
        names.append(try find(String(word), in: headings).name)
      }
    }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// The column of a name, in any case and with `-` for `_`.
  ///
  /// - Throws: `UnknownColumn` when there is none.
  package static func find(
    _ name: String, in headings: [Heading]
  ) throws(UnknownColumn) -> Heading {
    let wanted = canonical(name)
    if let heading = headings.first(where: { $0.name == wanted }) { return heading }
    // What stands over a column names it as well.
    guard let heading = headings.first(where: { canonical($0.title) == wanted }) else {
      throw UnknownColumn(name: name)
    }
    return heading
  }

  /// Without blanks around it, and without a second `+`, which people write before each name.
  private static func trimmed(_ piece: Substring) -> Substring {
    var word = piece.drop { $0 == " " || $0 == "+" }
    while word.last == " " { word.removeLast() }
    return word
  }

  /// A typed name as columns spell theirs. Only ASCII changes: column names have nothing else.
  private static func canonical(_ name: some StringProtocol) -> String {
    let bytes = name.utf8.map { (byte: UInt8) -> UInt8 in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "-"): UInt8(ascii: "_")
      default: byte
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
