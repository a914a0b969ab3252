import Glibc
import IPCToolCommands
import SystemPackage

/// Writes the files that are made from the definitions of commands, options and columns, into a copy
/// of the package: `make generate`.
///
///     IPCToolDocumentation DIRECTORY
@main
enum IPCToolDocumentation {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      try FileDescriptor.standardError.writeAll("usage: IPCToolDocumentation DIRECTORY\n".utf8)
      exit(64)
    }
    let directory = FilePath(CommandLine.arguments[1])
    for document in JSONDocument.all {
      let text = JSONLayout.text(JSONSchema.schema(of: document))
      try write(text, to: directory.appending("schemas/\(document.name).schema.json"))
    }
    for page in try manual(in: directory.appending("man/sections")) {
      try write(page.text.utf8, to: directory.appending("man/\(page.name).1"))
    }
    for script in try CompletionScript.all() {
      try write(script.text.utf8, to: directory.appending(script.path))
    }
  }

  /// The pages of ipctool and of each of its commands.
  private static func manual(in sections: FilePath) throws -> [ManualPage] {
    let tool = try CommandDescription.tool()
    let filter = try HandWritten(sections.appending("filter.mdoc"), isRequired: false)
    return try ([nil] + tool.pages).map { command in
      let name = (["ipctool"] + [command?.commandName].compactMap(\.self)).joined(separator: "-")
      return ManualPage(
        command: command, tool: tool,
        handWritten: try HandWritten(sections.appending("\(name).mdoc")), filter: filter)
    }
  }

  /// Writes a file into a folder that is there already.
  private static func write(_ bytes: some Sequence<UInt8>, to path: FilePath) throws {
    let file = try FileDescriptor.open(
      path, .writeOnly, options: [.create, .truncate],
      permissions: [
        .ownerReadWrite, .groupRead, .otherRead,
      ])
    try file.closeAfter { _ = try file.writeAll(bytes) }
  }
}
