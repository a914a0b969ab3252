internal import Glibc
internal import LinuxIPC
internal import Tabulate

/// What goes to standard error: always whole lines, always with the program's name before them.
enum Diagnostics {
  static func report(_ error: IPCError) {
    write(error.description)
    if let hint = error.hint { write(hint) }
  }

  /// One line with everything that could not be seen; nothing when all was.
  static func report(_ coverage: Coverage) {
    guard !coverage.isComplete else { return }
    write("not seen: \(gaps(of: coverage).joined(separator: ", "))")
  }

  /// What could not be seen, and what it takes.
  static func gaps(of coverage: Coverage) -> [String] {
    coverage.gaps.map { gap in
      let count = gap.count.map { ": \($0)" } ?? ""
      return "\(gap.what)\(count) (needs \(gap.needs))"
    }
  }

  /// Writes one line; what a user or another program chose in it is escaped.
  static func write(_ line: String) {
    let safe = SafeText.line(RawArgument.decode(line))
    var sink = OutputSink(
      fileDescriptor: STDERR_FILENO, unless: { Waiting.terminationSignal != nil })
    // Nobody is left to tell when standard error itself fails.
    try? sink.write("ipctool: \(safe)\n")
    try? sink.flush()
  }
}
