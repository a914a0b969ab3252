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
    var buffer = Array(bytes.prefix(indent))
    var column = indent
    let words = bytes.dropFirst(indent)
      .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    for word in words {
      var text: [UInt8] = []
      let columns = SafeText.appendLine(Array(word), to: &text)
      if buffer.count == indent {
        column += columns
      } else if column + 1 + columns > width {
        buffer += [UInt8(ascii: "\n")] + Array(repeating: UInt8(ascii: " "), count: indent + 2)
        column = indent + 2 + columns
      } else {
        buffer.append(UInt8(ascii: " "))
        column += 1 + columns
      }
      buffer += text
    }
    return String(decoding: buffer, as: UTF8.self)
  }
}
