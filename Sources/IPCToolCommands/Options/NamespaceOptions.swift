internal import ArgumentParser
internal import IPCSnapshot
internal import LinuxIPC

/// Into which namespaces a command looks.
struct NamespaceOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Look from inside the IPC, mount and network namespaces of a process; 'all': of every one.",
      valueName: "pid"),
    completion: .namespaces)
  var namespace: NamespaceArgument?

  /// What was chosen; nil without the option.
  func selection(in context: Context) throws(IPCError) -> NamespaceSelection? {
    switch namespace {
    case nil: nil
    case .all: NamespaceSelection(allSeenFrom: context)
    case .process(let pid): try NamespaceSelection(ofProcess: pid, seenFrom: context)
    }
  }
}

/// What `--namespace` takes.
enum NamespaceArgument: ExpressibleByArgument, Equatable {
  case all
  case process(Int32)

  init?(argument: String) {
    if argument == "all" {
      self = .all
    } else if let pid = Int32(argument), pid > 0 {
      self = .process(pid)
    } else {
      return nil
    }
  }
}
