import Support

extension Witness {
  /// The rows of ss(8), an array of words for each socket; names with blanks in them would be several.
  static func ss(_ options: String) throws -> [[String]] {
    let output = try Program.system("ss", "-\(options)H").run()
    guard output.status == 0 else { throw SupportError("ss: \(output.errorText)") }
    return output.lines.map { $0.split(separator: " ").map(String.init) }
  }

  /// The rows of /proc/net/unix without its header: the columns and, from the eighth on, the path.
  static func procNetUnix() throws -> [[String]] {
    let text = String(decoding: try TextFile.read("/proc/thread-self/net/unix"), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().map {
      $0.split(separator: " ").map(String.init)
    }
  }
}
