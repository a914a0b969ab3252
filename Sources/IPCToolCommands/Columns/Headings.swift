internal import Tabulate

/// The order of headings.
enum Headings {
  /// `headings` each once, in the order of the common ones, others behind as they come.
  static func ordered(_ headings: [Heading]) -> [Heading] {
    let names = Set(headings.map(\.name))
    let common = Heading.common.filter { names.contains($0.name) }
    var seen = Set(common.map(\.name))
    return common + headings.filter { seen.insert($0.name).inserted }
  }
}
