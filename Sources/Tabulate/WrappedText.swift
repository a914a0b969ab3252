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
}
