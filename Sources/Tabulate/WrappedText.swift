/// Text in lines of a width.
package enum WrappedText {
  /// The words of `text` in lines, each as long as fits; a word that is longer has a line of its own.
  ///
  /// - Parameter width: In columns of a terminal. `text` is ours, and ASCII.
  package static func lines(of text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A line that may hold foreign bytes, made safe; what does not fit stands below it, further in than it begins.
  ///
  /// - Parameter width: In columns of a terminal; nil for one line, however long.
  package static func paragraph(_ bytes: [UInt8], width: Int?) -> String {
    guard let width else { return SafeText.line(bytes) }
    let indent = bytes.prefix { $0 == UInt8(ascii: " ") }.count
    let words = bytes.dropFirst(indent)
      .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { Array($0) }
    return lines(of: words, width: width, indent: indent, hanging: indent + 2)
      .joined(separator: "\n")
  }

  /// Foreign words, escaped as `SafeText.line` has them, in lines as above.
  ///
  /// - Parameters:
  ///   - indent: Of the first line.
  ///   - hanging: Of those that follow.
  package static func lines(
    of words: [[UInt8]], width: Int, indent: Int, hanging: Int
  ) -> [String] {
    var lines: [[UInt8]] = []
    var line = [UInt8](repeating: UInt8(ascii: " "), count: indent)
    var columns = indent
    var isEmpty = true
    for word in words {
      var safe: [UInt8] = []
      let length = SafeText.appendLine(word, to: &safe)
      if !isEmpty, columns + 1 + length > width {
        lines.append(line)
        line = [UInt8](repeating: UInt8(ascii: " "), count: hanging)
        columns = hanging
        isEmpty = true
      }
      if !isEmpty { line.append(UInt8(ascii: " ")) }
      columns += length + (isEmpty ? 0 : 1)
      line += safe
      isEmpty = false
    }
    return (lines + [line]).map { String(decoding: $0, as: UTF8.self) }
  }
}
