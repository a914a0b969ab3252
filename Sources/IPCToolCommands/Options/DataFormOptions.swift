internal import ArgumentParser
internal import LinuxIPC

/// How received data is written.
struct DataFormOptions: ParsableArguments {
  @Flag(help: "Write the bytes as they are, also to a terminal.")
  var raw = false

  @Flag(help: "Write a hexadecimal dump.")
  var hex = false

  @Flag(help: "Write one JSON document.")
  var json = false

  @Flag(help: "Write JSON Lines: one message a line.")
  var jsonl = false

  func validate() throws {
    if [raw, hex, json, jsonl].count(where: { $0 }) > 1 {
      throw ValidationError("--raw, --hex, --json and --jsonl exclude each other")
    }
  }

  /// Checks that the form makes sense for what `kind` carries.
  ///
  /// - Throws: `usage`: numbers have no bytes.
  func check(for kind: any Mechanism.Type) throws(IPCError) {
    guard kind.unit.hasBytes || !(raw || hex) else {
      throw IPCError(
        .usage, subject: raw ? "--raw" : "--hex", reason: "it means nothing for \(kind.keyword)")
    }
  }

  var form: DataWriter.Form {
    if raw { return .raw }
    if hex { return .hex }
    if json { return .json }
    if jsonl { return .jsonLines }
    return Terminal.isTerminal ? .safe : .raw
  }
}
