/// JSON Lines: one object a line.
package enum JSONLines {
  /// Writes an object and its line break. The caller flushes the sink.
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
    try sink.write(line)
    try sink.write(byte: UInt8(ascii: "\n"))
  }
}
