internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// For programs: everything, each process and object by itself.
enum GraphJSON: GraphFormat {
  static func write(_ report: GraphReport, into sink: inout OutputSink) throws(OutputError) {
    let graph = report.graph
    var document = JSONDocumentWriter(version: JSONDocument.version)
    try document.begin(into: &sink)
    try document.beginArray(JSONDocument.Member.edges.rawValue, into: &sink)
    for row in GraphRow.all(of: graph) {
      try document.element(Record<GraphRow>.edge.fields(of: row), into: &sink)
    }
    try document.endArray(into: &sink)
    try document.beginArray(JSONDocument.Member.nodes.rawValue, into: &sink)
    for node in graph.nodes {
      try document.element(Record<GraphNode>.node.fields(of: node), into: &sink)
    }
    try document.endArray(into: &sink)
    try document.member(
      JSONDocument.Member.omitted.rawValue, Record<Graph>.omitted.cell(graph), into: &sink)
    try document.member(
      JSONDocument.Member.coverage.rawValue, Record<Coverage>.coverage.cell(report.coverage),
      into: &sink)
    try document.end(into: &sink)
  }
}

/// An edge a line.
enum GraphJSONLines: GraphFormat {
  static func write(_ report: GraphReport, into sink: inout OutputSink) throws(OutputError) {
    for row in GraphRow.all(of: report.graph) {
      try JSONLines.write(Record<GraphRow>.edge.fields(of: row), into: &sink)
    }
  }
}
