internal import ArgumentParser
internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// A way to write a graph: one file for each.
protocol GraphFormat {
  static func write(_ report: GraphReport, into sink: inout OutputSink) throws(OutputError)
}

/// The formats by their names.
enum GraphForm: String, CaseIterable, ExpressibleByArgument {
  case text, dot, mermaid, json

  var writer: any GraphFormat.Type {
    switch self {
    case .text: GraphText.self
    case .dot: GraphDOT.self
    case .mermaid: GraphMermaid.self
    case .json: GraphJSON.self
    }
  }
}

/// What is to be written.
struct GraphReport {
  let graph: Graph
  /// Whether what is alike is drawn one by one.
  let isExpanded: Bool
  /// Whether nobody was asked for.
  let isOfAll: Bool
  /// Whether nobody is drawn but those who were asked for.
  let isClosed: Bool
  /// Those alone of whose objects were asked for; empty for all.
  let kinds: [String]
  let coverage: Coverage

  var picture: Picture { Picture(of: graph, collapses: !isExpanded) }

  /// What is said of a graph without edges.
  var nobody: String {
    (coverage.isComplete ? "nobody talks to anybody" : "nobody is seen to talk to anybody") + reach
  }

  /// What is said of whoever talks to nobody.
  var silent: String {
    (coverage.isComplete ? "talks to nobody" : "is not seen to talk to anybody") + reach
  }

  /// As far as that goes: what was not asked for is not denied.
  private var reach: String {
    (isClosed ? " among these" : "")
      + (kinds.isEmpty ? "" : " over \(kinds.joined(separator: " or "))")
  }

  /// What could not be seen, in lines: a picture is kept without what stood on standard error.
  var gaps: [String] {
    let gaps = Diagnostics.gaps(of: coverage).flatMap { WrappedText.lines(of: $0, width: 72) }
    return gaps.isEmpty ? [] : ["not seen:"] + gaps
  }
}
