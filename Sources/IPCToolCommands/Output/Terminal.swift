internal import CLinuxIPC
internal import Glibc
internal import Tabulate

/// What standard output is, and standard input.
enum Terminal {
  /// Whether somebody can be asked.
  static var canAsk: Bool { isatty(STDIN_FILENO) == 1 }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// In columns; nil when it is not a terminal or does not say, as a serial line does not: then COLUMNS
  /// may.
  static var width: Int? {
    guard isTerminal else { return nil }
    let width = Int(cipc_terminal_width(STDOUT_FILENO))
    if width > 0 { return width }
    return environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// For help, which stands beside a column of names: where that leaves no room the parser would drop the text.
  static var helpWidth: Int {
    let terminal = Int(cipc_terminal_width(STDOUT_FILENO))
    let wanted = environment("COLUMNS").flatMap { Int($0) } ?? terminal
    return wanted > 0 ? max(wanted, 40) : 80
  }

  /// The value of an environment variable, nil when it is unset.
  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Asks something that is answered with yes or no. Whatever is not yes is no.
  static func confirms(_ question: String) -> Bool {
    var sink = OutputSink(fileDescriptor: STDERR_FILENO)
    do throws(OutputError) {
      try sink.write("\(question) [y/N] ")
      try sink.flush()
    } catch {
      // Nobody was asked.
      return false
    }
    return ["y", "yes"].contains(readLine()?.lowercased())
  }
}
