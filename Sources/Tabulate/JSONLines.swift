/// JSON Lines: one object a line.
package enum JSONLines {
  /// Writes an object and its line break, and flushes, so that a reader has it as it is found.
  package static func write(
    _ fields: [Field], into sink: inout OutputSink
  ) throws(OutputError) {
    var line: [UInt8] = []
    JSONEncoding.append(fields, to: &line)
    try write(encoded: line, into: &sink)
  }

  /// The same of an object that is encoded already.
  package static func write(
    encoded line: [UInt8], into sink: inout OutputSink
  ) throws(OutputError) {
    try sink.write(line + [UInt8(ascii: "\n")])
    try sink.flush()
  }
}
