internal import ArgumentParser
internal import Tabulate

/// How a listing is written.
struct OutputOptions: ParsableArguments {
  /// When to use colours.
  enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
  }

  @Flag(help: "Write one JSON document.")
  var json = false

  @Flag(help: "Write JSON Lines: one object a line.")
  var jsonl = false

  @Flag(help: "Write no heading line.")
  var noHeader = false

  @Flag(help: "Write sizes as plain numbers of bytes.")
  var bytes = false

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  func validate() throws {
    if json && jsonl { throw ValidationError("--json and --jsonl exclude each other") }
  }

  /// Whether the output is for programs.
  var isMachineReadable: Bool { json || jsonl }

  var style: TableStyle {
    TableStyle(
      header: !noHeader, exactBytes: bytes, color: usesColor, width: Terminal.width)
  }

  /// no-color.org: any non-empty NO_COLOR; a terminal that is dumb, or of which nothing is known, has
  /// none.
  private var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      Terminal.isTerminal && (Terminal.environment("NO_COLOR") ?? "").isEmpty
        && !["", "dumb"].contains(Terminal.environment("TERM") ?? "")
    }
  }
}
