internal import IPCDiagnosis
internal import Tabulate

/// For Mermaid, https://mermaid.js.org/syntax/flowchart.html.
enum GraphMermaid: GraphFormat {
  static func write(_ report: GraphReport, into sink: inout OutputSink) throws(OutputError) {
    let picture = report.picture
    let words = GraphWords(picture: picture)
    try sink.write("flowchart LR\n")
    for omission in words.omissions { try sink.write("  %% not drawn: \(omission)\n") }
    for gap in Diagnostics.gaps(of: report.coverage) {
      try sink.write("  %% not seen: \(gap)\n")
    }
    for box in picture.boxes.indices {
      try sink.write("  \(shape(of: box, words))\n")
    }
    for line in picture.lines {
      let isDashed = line.medium.certainty != .holder
      let arrow =
        (line.medium.direction == .both ? "<" : "") + (isDashed ? "-.->" : "-->")
      let label = text(words.label(of: line))
      try sink.write(
        "  n\(line.from) \(arrow)\(label.isEmpty ? "" : "|\"\(label)\"|") n\(line.to)\n")
    }
    for (place, line) in picture.lines.enumerated() {
      guard let state = line.medium.state else { continue }
      let colour = GraphWords.colour(state)
      try sink.write(
        "  linkStyle \(place) stroke:\(colour),color:\(colour),stroke-width:3px\n")
    }
    try sink.write("  classDef object fill:#f6f2e7,stroke:#8a7a4a\n")
    try sink.write("  classDef outside stroke-dasharray:4\n")
    for state in GraphState.allCases {
      try sink.write(
        "  classDef \(state.rawValue) stroke:\(GraphWords.colour(state)),stroke-width:3px\n")
    }
  }

  private static func shape(of box: Int, _ words: GraphWords) -> String {
    let node = words.node(box)
    let label = "\"\(text(words.label(of: box)))\""
    let (open, close, kind) =
      switch node.role {
      case .process: ("[", "]", "")
      case .object where words.isMemory(box): ("[(", ")]", ":::object")
      case .object: ("([", "])", ":::object")
      case .outside: ("[", "]", ":::outside")
      }
    return "n\(box)\(open)\(label)\(close)\(node.state.map { ":::\($0.rawValue)" } ?? kind)"
  }

  private static func text(_ lines: [String]) -> String {
    lines.map(escaped).joined(separator: "<br/>")
  }

  /// Foreign bytes in a quoted label: what could end it, or be taken for a tag or Markdown, as a character code.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      let isPlain =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || " ./:-_,×…+=@()[]".unicodeScalars.contains(scalar)
      if isPlain {
        result.unicodeScalars.append(scalar)
      } else {
        result += "#\(scalar.value);"
      }
    }
  }
}
