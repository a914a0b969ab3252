internal import ArgumentParser
internal import LinuxIPC

/// How long to wait.
struct WaitOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Wait no longer than this; 0 is not at all. Default: as long as it takes.",
      valueName: "seconds"))
  var timeout: Double?

  func validate() throws {
    if let timeout, !(timeout >= 0) {
      throw ValidationError("--timeout takes a number of seconds that is not negative")
    }
  }

  /// Counted from now.
  var deadline: Deadline {
    timeout.map { .after(seconds: $0) } ?? .never
  }
}
