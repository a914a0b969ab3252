internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// For Graphviz, dot(1).
enum GraphDOT: GraphFormat {
  static func write(_ report: GraphReport, into sink: inout OutputSink) throws(OutputError) {
    let picture = report.picture
    let words = GraphWords(picture: picture)
    try sink.write(
      """
      digraph ipc {
        graph [rankdir=LR, ranksep=0.9, nodesep=0.25, fontname="Helvetica", fontsize=10, labeljust=l]
        node [shape=box, style="rounded,filled", fillcolor="#eef3fa", color="#4a6785", \
      fontname="Helvetica", fontsize=11, margin="0.12,0.06"]
        edge [color="#5a6673", fontname="Helvetica", fontsize=9, fontcolor="#333333", arrowsize=0.7]

      """)
    for box in picture.boxes.indices {
      try sink.write("  \(id(box)) [\(attributes(of: box, words))]\n")
    }
    for line in picture.lines {
      try sink.write("  \(id(line.from)) -> \(id(line.to)) [\(attributes(of: line, words))]\n")
    }
    let caption = caption(report, words)
    if !caption.isEmpty { try sink.write("  label=\(quoted(caption, ending: "\\l"))\n") }
    try sink.write("}\n")
  }

  private static func id(_ box: Int) -> String { "n\(box)" }

  private static func attributes(of box: Int, _ words: GraphWords) -> String {
    let node = words.node(box)
    var attributes = ["label=\(quoted(words.label(of: box)))"]
    switch node.role {
    case .process: break
    case .object:
      attributes.append("shape=\(words.isMemory(box) ? "cylinder" : "ellipse")")
      attributes.append("style=filled, fillcolor=\"#f6f2e7\", color=\"#8a7a4a\"")
    case .outside: attributes.append("style=\"rounded,dashed\"")
    }
    if let address = node.address {
      attributes.append("tooltip=\(quoted([SafeText.line(address)]))")
    }
    if let state = node.state {
      attributes.append("color=\"\(GraphWords.colour(state))\", penwidth=2.5")
    }
    return attributes.joined(separator: ", ")
  }

  private static func attributes(of line: Picture.Line, _ words: GraphWords) -> String {
    var attributes = [
      "label=\(quoted(words.label(of: line)))",
      "tooltip=\(quoted([SafeText.line(line.medium.address)]))",
    ]
    if line.medium.direction == .both { attributes.append("dir=both") }
    if line.medium.certainty != .holder { attributes.append("style=dashed") }
    if let state = line.medium.state {
      let colour = GraphWords.colour(state)
      attributes.append("color=\"\(colour)\", fontcolor=\"\(colour)\", penwidth=2")
    }
    return attributes.joined(separator: ", ")
  }

  private static func caption(_ report: GraphReport, _ words: GraphWords) -> [String] {
    var lines: [String] = []
    let certainties = Set(report.graph.edges.map(\.medium.certainty))
    if certainties.contains(.lastOperator) {
      lines.append("dashed: the last to use it, as the kernel recorded")
    }
    if certainties.contains(.waiter) {
      lines.append("dashed: waits at it, which takes no descriptor")
    }
    if report.graph.edges.isEmpty { lines.append(report.nobody) }
    let omissions = words.omissions
    if !omissions.isEmpty { lines.append("not drawn:") }
    return lines + omissions + report.gaps
  }

  /// A string of the language, https://graphviz.org/doc/info/lang.html: lines of safe text, in which a backslash would
  /// begin an escape of Graphviz's own, and `&` an entity.
  ///
  /// - Parameter end: Of each line: `\l` puts it to the left.
  private static func quoted(_ lines: [String], ending end: String? = nil) -> String {
    let safe = lines.map { line in
      // A mark that combines with a quote makes another character of it, and ends the string all the same.
      line.unicodeScalars.reduce(into: "") { text, scalar in
        switch scalar {
        case "\\": text += "\\\\"
        case "\"": text += "\\\""
        case "&": text += "&amp;"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    let text = end.map { end in safe.map { $0 + end }.joined() } ?? safe.joined(separator: "\\n")
    return "\"\(text)\""
  }
}
