/// JSON Lines: one object a line.
package enum JSONLines {
  /// Writes an object and its line break, and flushes, so that a reader has it as it is found.
  package static func write(
    _ fields: [Field], into sink: inout OutputSink
  ) throws(OutputError) {
    var line: [UInt8] = []
    JSONEncoding.append(fields, to: &line)
    line.append(UInt8(ascii: "\n"))
    try sink.write(line)
    try sink.flush()
  }
}
