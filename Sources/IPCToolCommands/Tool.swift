internal import ArgumentParser
internal import CLinuxIPC
internal import Glibc
internal import LinuxIPC
internal import SystemPackage
internal import Tabulate

/// Runs the command line and ends the process with the status that the man page lists.
package enum Tool {
  package static func run() -> Never {
    // Before anything is opened or read: what the file lends is for no more than the command needs.
    do throws(IPCError) {
      try LentCapabilities.rest()
    } catch {
      exit(report(error).rawValue)
    }
    // What is written to a closed standard output must not end in whatever is opened first.
    _ = cipc_fill_standard_streams()
    // A closed pipe is reported by write(2), where it can be told from a lost message.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that has reached its limit (RLIMIT_FSIZE).
    signal(SIGXFSZ, SIG_IGN)
    let status = run(RawArgument.all)
    // What came while something had to be finished counts now that it is.
    if let signal = Waiting.terminationSignal { cipc_interruption_die(signal) }
    exit(status.rawValue)
  }

  private static func run(_ arguments: [String]) -> ExitStatus {
    // Scripts ask for it at every start, and the parser takes longer to build than all the rest.
    if arguments == ["--version"] { return print(Release.banner) }
    do {
      var command = try IPCTool.parseAsRoot(arguments)
      try LentCapabilities.keep((type(of: command) as? any SeeingCommand.Type)?.sight ?? [])
      try command.run()
      return .success
    } catch let error as IPCError {
      return report(error)
    } catch let error as SilentExit {
      return error.status
    } catch {
      return report(parserError: error, arguments)
    }
  }

  /// Writes the error, unless it is one that ends us quietly, and gives its status.
  static func report(_ error: IPCError) -> ExitStatus {
    switch error.kind {
    case .outputClosed: break
    case .interrupted where Waiting.terminationSignal != nil: break
    default: Diagnostics.report(error)
    }
    return ExitStatus(error.kind)
  }

  /// Help, the version and completion scripts come as errors too, with status 0.
  private static func report(parserError error: any Error, _ arguments: [String]) -> ExitStatus {
    // Even to tell the status the parser lays out its help.
    unsafe setenv("COLUMNS", "\(Terminal.helpWidth)", 1)
    guard IPCTool.exitCode(for: error) == .success else {
      report(misuse: IPCTool.message(for: error), arguments.first ?? "")
      return .usage
    }
    if let stray = strayHelp(arguments) {
      report(
        misuse: "Unknown option '\(stray)' (data that begins with - stands after --)",
        arguments.first ?? "")
      return .usage
    }
    if arguments.first == "help", let topic = arguments.dropFirst().first,
      !commandNames.contains(topic), !topic.hasPrefix("-")
    {
      report(misuse: "", topic)
      return .usage
    }
    return print(IPCTool.fullMessage(for: error))
  }

  private static func print(_ text: String) -> ExitStatus {
    do throws(IPCError) {
      try StandardOutput.write(line: text)
      return .success
    } catch {
      return report(error)
    }
  }

  private static func report(misuse message: String, _ command: String) {
    if commandNames.contains(command) {
      Diagnostics.write("\(command): \(message)")
      Diagnostics.write("'ipctool \(command) --help' tells more")
    } else {
      Diagnostics.write(command.hasPrefix("-") ? message : "\(command): no such command")
      Diagnostics.write("'ipctool --help' tells more")
    }
  }

  private static var commandNames: [String] {
    IPCTool.configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  /// An argument that the parser took for `-h` among others, as `-dash` has it: a script that sends such
  /// data must not get help and status 0.
  private static func strayHelp(_ arguments: [String]) -> String? {
    let beforeEnd = arguments.prefix { $0 != "--" }
    let asksForHelp = beforeEnd.contains { $0 == "-h" || $0 == "--help" || $0 == "-help" }
    guard !asksForHelp else { return nil }
    return beforeEnd.first { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("h") }
  }
}
