internal import ArgumentParser
internal import LinuxIPC
internal import Tabulate

/// `rm`: removes objects.
struct Remove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Remove objects.",
    discussion: """
      Each object is looked at again at the moment of removal: what took its name or id since is left \
      alone, and so is an orphan that somebody has come to use. Each removal is reported, a line each.
      """)

  @Argument(
    help: ArgumentHelp("The objects.", valueName: "address"), completion: .addresses(.rm))
  var addresses: [String] = []

  @OptionGroup var orphans: OrphanOptions

  @Flag(help: "Say what would be removed, and remove nothing.")
  var dryRun = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if orphans.orphaned {
      if !addresses.isEmpty, orphans.selects {
        throw ValidationError("--kind, --user and --older-than exclude addresses")
      }
      if output.isMachineReadable, !dryRun {
        throw ValidationError("--json and --jsonl take --dry-run")
      }
    } else if addresses.isEmpty {
      throw ValidationError("Missing expected argument '<address> ...' (or --orphaned)")
    } else if output.isMachineReadable {
      throw ValidationError("--json and --jsonl take --orphaned")
    }
  }

  func run() throws {
    if orphans.orphaned { return try removeOrphans() }
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
          throw Reference.refusal(of: .rm, reference.mechanism, address)
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
    let line = try reference.run(from: context) { [dryRun] (context) throws(IPCError) in
      let object = try kind.removable(name, in: context)
      if dryRun {
        try kind.checkRemoval(of: object, named: name, in: context)
      } else {
        try kind.remove(object, named: name, in: context)
      }
      // It may name processes, which choose their names.
      let rest =
        kind.remainder(of: object, in: context)
        .map { " (\(SafeText.line(RawArgument.decode($0))))" } ?? ""
      let address = Address.text(
        kind: kind.keyword, name: kind.reported(object, named: name).text,
        in: reference.namespace)
      return "\(dryRun ? "would remove" : "removed") \(address)\(rest)"
    }
    do throws(IPCError) {
      try StandardOutput.write(line: line)
    } catch  where error.kind == .outputClosed {
      // Nobody listens any more; what was asked for is done all the same.
    }
  }
}
