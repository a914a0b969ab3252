internal import ArgumentParser
internal import LinuxIPC

/// What stands between messages in a file or pipe.
struct FramingOptions: ParsableArguments {
  @Flag(help: "One message per line.")
  var lines = false

  @Flag(help: "One message up to each NUL byte.")
  var null = false

  func validate() throws {
    if lines && null { throw ValidationError("--lines and --null exclude each other") }
  }

  var given: Set<VerbOption> {
    lines ? [.lines] : null ? [.null] : []
  }

  /// The byte after each message; nil for none.
  var separator: UInt8? {
    lines ? 0x0A : null ? 0 : nil
  }
}
