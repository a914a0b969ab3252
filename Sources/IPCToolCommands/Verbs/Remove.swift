internal import ArgumentParser
internal import Glibc
internal import LinuxIPC
internal import Tabulate

/// `rm`: removes objects.
struct Remove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Remove objects.",
    discussion: """
      Each object is looked at again at the moment of removal: what took its name or id since is left \
      alone. Each removal is reported, a line each.
      """)

  @Argument(help: ArgumentHelp("The objects.", valueName: "address"))
  var addresses: [String]

  @Flag(help: "Say what would be removed, and remove nothing.")
  var dryRun = false

  func run() throws {
    Waiting.deferTermination()
    let context = Context.current()
    var operands = Operands(count: addresses.count)
    for address in addresses {
      try operands.attempt { () throws(IPCError) in
        if Waiting.terminationSignal != nil {
          throw IPCError(.interrupted, subject: address, reason: "a signal asked to stop")
        }
        let reference = try Reference(address, in: context)
        guard let removing = reference.mechanism as? any Removing.Type else {
          throw Reference.misuse(address, "\(reference.mechanism.keyword) cannot be removed")
        }
        try remove(removing, reference, context)
      }
    }
    try operands.finish()
  }

  private func remove<Kind: Removing>(
    _ kind: Kind.Type, _ reference: Reference, _ context: Context
  ) throws(IPCError) {
    let name = try reference.name(as: kind)
    let object = try kind.inspect(name, in: context)
    if !dryRun { try kind.remove(object, named: name, in: context) }
    try report("\(dryRun ? "would remove" : "removed") \(kind.address(object.name))")
  }

  private func report(_ line: String) throws(IPCError) {
    var sink = OutputSink(fileDescriptor: STDOUT_FILENO)
    do throws(OutputError) {
      try sink.write(line + "\n")
      try sink.flush()
    } catch {
      throw error.asIPCError
    }
  }
}
