/// Writes one JSON document row by row, without holding it.
///
/// Each member, and each element of an array, has a line, so that people can read and compare
/// documents. The caller flushes the sink.
package struct JSONDocumentWriter {
  private let version: Int
  private var hasElements = false
  private var line: [UInt8] = []

  /// Prepares a document.
  ///
  /// - Parameter version: The version of the format, its first member.
  package init(version: Int) {
    self.version = version
  }

  /// Opens the document.
  package mutating func begin(into sink: inout OutputSink) throws(OutputError) {
    line.append(contentsOf: "{\n  \"version\":".utf8)
    line.append(decimal: Int64(version))
    try writeLine(into: &sink)
  }

  /// Writes a member of the document.
  package mutating func member(
    _ name: String, _ cell: Cell, into sink: inout OutputSink
  ) throws(OutputError) {
    appendKey(name)
    JSONEncoding.append(cell, to: &line)
    try writeLine(into: &sink)
  }

  /// Opens a member that is an array; `element` fills it and `endArray` closes it.
  package mutating func beginArray(
    _ name: String, into sink: inout OutputSink
  ) throws(OutputError) {
    appendKey(name)
    line.append(UInt8(ascii: "["))
    hasElements = false
    try writeLine(into: &sink)
  }

  /// Writes an object into the open array.
  package mutating func element(
    _ fields: [Field], into sink: inout OutputSink
  ) throws(OutputError) {
    line.append(contentsOf: (hasElements ? ",\n    " : "\n    ").utf8)
    hasElements = true
    JSONEncoding.append(fields, to: &line)
    try writeLine(into: &sink)
  }

  /// Writes objects that are encoded already into the open array.
  package mutating func elements(
    _ encoded: [[UInt8]], into sink: inout OutputSink
  ) throws(OutputError) {
    for element in encoded {
      line.append(contentsOf: (hasElements ? ",\n    " : "\n    ").utf8)
      hasElements = true
      line.append(contentsOf: element)
      try writeLine(into: &sink)
    }
  }

  /// Closes the open array.
  package mutating func endArray(into sink: inout OutputSink) throws(OutputError) {
    line.append(contentsOf: (hasElements ? "\n  ]" : "]").utf8)
    try writeLine(into: &sink)
  }

  /// Closes the document.
  package mutating func end(into sink: inout OutputSink) throws(OutputError) {
    line.append(contentsOf: "\n}\n".utf8)
    try writeLine(into: &sink)
  }

  private mutating func appendKey(_ name: String) {
    line.append(contentsOf: ",\n  ".utf8)
    JSONEncoding.append(string: name, to: &line)
    line.append(UInt8(ascii: ":"))
  }

  private mutating func writeLine(into sink: inout OutputSink) throws(OutputError) {
    defer { line.removeAll(keepingCapacity: true) }
    try sink.write(line)
  }
}
