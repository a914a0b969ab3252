package import ArgumentParser

/// The command line: its subcommands are the verbs.
package struct IPCTool: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "ipctool",
    abstract: "List, inspect, create, use and remove every kind of inter-process communication.",
    discussion: """
      Without a command: a summary of what exists on this machine.

      An address names an object: KIND:NAME as 'ipctool ls' prints it, such as msg:3, \
      msg:0x2a (a key), shm:0, posix-shm:/cache, or the path of its file.
      """,
    version: Release.banner,
    subcommands: [
      Summary.self, List.self, Show.self, ProcessStatus.self, DrawGraph.self, Peek.self,
      Create.self,
      Send.self, Receive.self, Remove.self, Why.self, Doctor.self, Limits.self, Exercise.self,
      Mechanisms.self, ShowCapabilities.self,
    ],
    defaultSubcommand: Summary.self
  )

  package init() {}
}
