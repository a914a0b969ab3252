internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// For people: who belongs together in a paragraph, what is alike in one line.
enum GraphText: GraphFormat {
  static func write(_ report: GraphReport, into sink: inout OutputSink) throws(OutputError) {
    let picture = report.picture
    let layout = GraphLayout(picture, silent: report.silent)
    let paragraphs = Paragraph.grouped(layout.paragraphs, collapses: !report.isExpanded, layout)
    for (place, paragraph) in paragraphs.enumerated() {
      if place > 0 { try sink.write("\n") }
      try write(layout.lines(of: paragraph.first), into: &sink)
      if !paragraph.alike.isEmpty {
        let starts = paragraph.alike.map { layout.start(of: $0) }
        let shown = starts.prefix(most).joined(separator: ", ")
        let rest = starts.count > most ? ", +\(starts.count - most)" : ""
        try write(
          [
            GraphLayout.Line(
              words: words("and \(starts.count) like it, from \(shown)\(rest)"), depth: 1)
          ],
          into: &sink)
      }
    }
    if picture.lines.isEmpty { try sink.write(nobody(report)) }
    let omissions = GraphWords(picture: picture).omissions
    guard !omissions.isEmpty else { return }
    try sink.write("\n")
    try write(
      [GraphLayout.Line(words: words("not drawn: " + omissions.joined(separator: "; ")), depth: 0)],
      into: &sink)
  }

  /// How many paragraphs like another are named.
  private static let most = 12

  private static func nobody(_ report: GraphReport) -> String {
    guard report.isOfAll else { return "" }
    return report.nobody + "\n"
  }

  private static func words(_ text: String) -> [[UInt8]] {
    text.split(separator: " ").map { Array($0.utf8) }
  }

  private static func write(
    _ lines: [GraphLayout.Line], into sink: inout OutputSink
  ) throws(OutputError) {
    let width = max(Terminal.width ?? 80, 20)
    for line in lines {
      let text = WrappedText.lines(
        of: line.words, width: width, indent: line.depth * 2, hanging: line.depth * 2 + 4)
      for text in text { try sink.write(text + "\n") }
    }
  }

  /// Some lines, and those that differ from them in nothing but numbers.
  private struct Paragraph {
    let first: GraphLayout.Paragraph
    var alike: [GraphLayout.Paragraph] = []

    static func grouped(
      _ paragraphs: [GraphLayout.Paragraph], collapses: Bool, _ layout: GraphLayout
    ) -> [Paragraph] {
      var places: [[[[UInt8]]]: Int] = [:]
      var groups: [Paragraph] = []
      for paragraph in paragraphs {
        let shape = layout.lines(of: paragraph, hidesNumbers: true).map(\.words)
        if collapses, let place = places[shape] {
          groups[place].alike.append(paragraph)
        } else {
          places[shape] = groups.count
          groups.append(Paragraph(first: paragraph))
        }
      }
      return groups
    }
  }
}
